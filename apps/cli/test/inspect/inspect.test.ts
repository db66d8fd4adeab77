/** What `nabla inspect` shows of models, of runs, and of networks that are not sequential. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, type SavedModel, saveModel } from '@nablajs/checkpoint';
import { dense, type NetworkConfig } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const zeros = (...shape: number[]) => dense(new Float32Array(shape.reduce((size, next) => size * next, 1)), shape);

const plain: SavedModel = {
  config: {
    inputShape: [4],
    layers: [
      { type: 'Dense', units: 1200, initializer: 'heNormal', bias: true },
      { type: 'LeakyReLU', slope: 0.25 },
      { type: 'Dense', units: 2, initializer: 'heNormal', bias: false },
    ],
  },
  dtype: 'float32',
  parameters: new Map([
    ['0.weight', zeros(4, 1200)],
    ['0.bias', zeros(1200)],
    ['2.weight', zeros(1200, 2)],
  ]),
};

async function saved(change: Partial<SavedModel> = {}): Promise<string> {
  const folder = temporaryFolder();
  await saveModel(folder, { ...plain, ...change });
  return folder;
}

const inspected = async (folder: string) => {
  const { code, stdout, stderr } = await nablaHere(['inspect', folder]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
};

const bytesOf = (folder: string, name: string): string => statSync(join(folder, name)).size.toLocaleString('en-US');

interface ModelFile {
  readonly weights: { readonly sha256: string };
}

const modelFile = (folder: string): ModelFile => JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));

describe('nabla inspect', () => {
  it('shows layers, parameters and files', async () => {
    const folder = await saved();
    const [model, weights] = [bytesOf(folder, 'model.json'), bytesOf(folder, 'weights.safetensors')];
    expect(await inspected(folder)).toBe(`Input [4]
Layer                                                Output  Parameters                     Count
0 Dense units 1200, initializer heNormal, bias true  [1200]  weight [4, 1200], bias [1200]  6,000
1 LeakyReLU slope 0.25                               [1200]                                     0
2 Dense units 2, initializer heNormal, bias false    [2]     weight [1200, 2]               2,400
Parameters: 8,400 (float32, 33,600 bytes in memory)

Files:
  model.json           ${model.padStart(weights.length)} bytes
  weights.safetensors  ${weights} bytes
  SHA-256 of weights.safetensors: ${modelFile(folder).weights.sha256}
`);
  });

  it('shows data and training on one line each, whatever the file contains', async () => {
    const notes = {
      preset: 'quick',
      data: null,
      'a\u001b[2J': 'b\nc',
      hidden: [1, 2],
      long: 'x'.repeat(200),
      ended: null,
    };
    const folder = await saved({ notes, normalisation: { divisor: 255, mean: 0.13, standardDeviation: 0.3 } });
    const text = await inspected(folder);
    expect(text).toContain('\nNormalisation:\n  (value / 255 - 0.13) / 0.3\n');
    const training = text.slice(text.indexOf('Training:'), text.indexOf('\n\nFiles'));
    expect(training.split('\n')).toEqual([
      'Training:',
      '  preset      quick',
      '  data        MNIST',
      '  a\\u001b[2J  b c',
      '  hidden      1, 2',
      `  long        ${'x'.repeat(79)}…`,
      '  ended       null',
    ]);
    expect(await inspected(await saved({ normalisation: { divisor: 2 } }))).toContain(
      '\nNormalisation:\n  value / 2\n',
    );
  });

  it('shows inner layers', async () => {
    const dense4 = { type: 'Dense', units: 4, initializer: 'zeros', bias: false };
    const body = { type: 'Chain', layers: [dense4, { type: 'Tanh' }, { type: 'Residual', body: dense4 }] };
    const config: NetworkConfig = { inputShape: [4], module: { type: 'Residual', body } };
    const parameters = new Map([
      ['body.0.weight', zeros(4, 4)],
      ['body.2.body.weight', zeros(4, 4)],
    ]);
    const text = await inspected(await saved({ config, parameters }));
    expect(text.split('\n').slice(1, 9)).toEqual([
      'Layer                                                    Output  Parameters     Count',
      'Residual                                                 [4]                        0',
      '  body Chain                                             [4]                        0',
      '    0 Dense units 4, initializer zeros, bias false       [4]     weight [4, 4]     16',
      '    1 Tanh                                               [4]                        0',
      '    2 Residual                                           [4]                        0',
      '      body Dense units 4, initializer zeros, bias false  [4]     weight [4, 4]     16',
      'Parameters: 32 (float32, 128 bytes in memory)',
    ]);
  });

  it('shows the best checkpoint of a run, and names it', async () => {
    const run = join(temporaryFolder(), 'run');
    const flags = ['--backend', 'ts', '--hidden', '12', '--epochs', '2', '--run', run];
    const trained = await nablaHere(['train', '--data', idxFolder(), ...flags]);
    expect(trained.code, trained.stderr).toBe(0);
    const text = await inspected(run);
    expect(text).toMatch(/\nParameters: 382 \(float32, 1,528 bytes in memory\)\n/);
    expect(text).toMatch(/\n {2}optimizer +sgd\n/);
    expect(text).toMatch(/\nFiles of .*\/checkpoints\/0002-epoch-2-best:\n {2}manifest.json/);
    const [line] = jsonLines(await nablaHere(['inspect', run, '--json']));
    expect(line).toMatchObject({ event: 'model', kind: 'checkpoint', weights: { name: 'tensors.safetensors' } });
  });

  it('prints everything with --json, including the type in which weights are stored', async () => {
    const folder = temporaryFolder();
    await saveModel(folder, { ...plain, notes: { preset: 'quick' } }, { weights: 'int8' });
    const { code, stdout } = await nablaHere(['inspect', folder, '--json']);
    expect(code).toBe(0);
    expect(jsonLines({ stdout })).toEqual([
      {
        event: 'model',
        folder,
        kind: 'model',
        inputs: [[4]],
        layers: [
          {
            path: '0',
            type: 'Dense',
            options: { units: 1200, initializer: 'heNormal', bias: true },
            output: [[1200]],
            parameters: [
              { name: '0.weight', shape: [4, 1200], trainable: true },
              { name: '0.bias', shape: [1200], trainable: true },
            ],
            count: 6000,
          },
          { path: '1', type: 'LeakyReLU', options: { slope: 0.25 }, output: [[1200]], parameters: [], count: 0 },
          {
            path: '2',
            type: 'Dense',
            options: { units: 2, initializer: 'heNormal', bias: false },
            output: [[2]],
            parameters: [{ name: '2.weight', shape: [1200, 2], trainable: true }],
            count: 2400,
          },
        ],
        dtype: 'float32',
        notes: { preset: 'quick' },
        parameters: 8400,
        trainable: 8400,
        problems: [],
        description: { name: 'model.json', bytes: statSync(join(folder, 'model.json')).size },
        weights: {
          name: 'weights.safetensors',
          bytes: statSync(join(folder, 'weights.safetensors')).size,
          sha256: modelFile(folder).weights.sha256,
          dtype: 'int8',
        },
      },
    ]);
  });

  it('reports weights that are NaN or infinite, and exits with 1', async () => {
    const folder = await saved();
    const model = await loadModel(folder);
    model.parameters.get('0.bias')?.data.set([Number.NaN, 1, Infinity]);
    await saveModel(folder, model);
    const { code, stdout, stderr } = await nablaHere(['inspect', folder]);
    expect(stdout).toContain('Parameters: 8,400');
    expect(stderr).toContain('weights that are NaN or infinite: 2 of 1200 in 0.bias.');
    expect(code).toBe(1);
  });

  it.each<[string, Partial<SavedModel>, string]>([
    ['too few weights', { parameters: new Map() }, 'expected 0.weight [4, 1200]. Received none.'],
    [
      'weights of another shape',
      { parameters: new Map([...plain.parameters, ['0.bias', zeros(3)]]) },
      'expected 0.bias [1200]. Received [3].',
    ],
    [
      'too many weights',
      { parameters: new Map([...plain.parameters, ['9.bias', zeros(3)]]) },
      'the layers have no 9.bias.',
    ],
    ['an unknown layer', { config: { inputShape: [4], layers: [{ type: 'Rely' }] } }, "unknown type 'Rely'"],
    [
      'layers that do not fit',
      { config: { ...plain.config, inputShape: [0] } as SavedModel['config'] },
      'Dense: expected inputs',
    ],
  ])('refuses %s', async (_what, change, message) => {
    const { code, stderr } = await nablaHere(['inspect', await saved(change)]);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });

  it('refuses a folder without a model, and one that is damaged', async () => {
    const folder = temporaryFolder();
    expect(await nablaHere(['inspect', folder])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no model in'),
    });
    expect((await nablaHere(['inspect', join(folder, 'none')])).code).toBe(1);
    const damaged = await saved();
    writeFileSync(join(damaged, 'weights.safetensors'), 'x');
    expect((await nablaHere(['inspect', damaged])).stderr).toContain('weights.safetensors: expected');
    expect((await nablaHere(['inspect', ''])).code).toBe(2);
  });
});

it('shows the form of the data: its columns and the target', async () => {
  const columns = [
    { name: 'age', kind: 'number', mean: 30.5, standardDeviation: 2, missing: true },
    { name: 'colour', kind: 'category', values: ['red', 'blue'] },
  ];
  const form = { type: 'table', columns, target: { name: 'bought', kind: 'class', values: ['no', 'yes'] } };
  const text = await inspected(await saved({ form }));
  expect(text.slice(text.indexOf('Data:'), text.indexOf('\n\nFiles')).split('\n')).toEqual([
    'Data:',
    '  type     table',
    '  columns:',
    '    name    kind      mean  standardDeviation  missing  values',
    '    age     number    30.5  2                  true',
    '    colour  category                                    red, blue',
    '  target:',
    '    name    kind   values',
    '    bought  class  no, yes',
  ]);
  const images = { type: 'images', size: [28, 28], channels: 1, classes: ['cat', 'dog'] };
  expect(await inspected(await saved({ form: images }))).toContain(
    'Data:\n  type      images\n  size      28, 28\n  channels  1\n  classes   cat, dog\n',
  );
});
