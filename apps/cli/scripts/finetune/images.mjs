/**
 * `node scripts/finetune/images.mjs [--splits 5] [--no-table]`: fine-tunes MobileNetV2 on 15 classes of 10 to 30
 * pictures each, of which 30 % are for the test and 10 % for validation, in five splits. Compares the mean accuracy
 * with that of scikit-learn's logistic regression on the same features and pictures, and of `--preset images` from
 * scratch. Prints the accuracy by pictures of a class, too. Exits with 1 if nabla's is lower than the first, less than
 * 15 points above the second, or if a training took a minute on an idle machine. Needs the npm registry, the archive of
 * Debian, and Python with numpy and scikit-learn: NABLA_PYTHON.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { resolveBackend } from '@nablajs/command-line';
import { Network, Random } from '@nablajs/core';
import { imageFolderDataset } from '@nablajs/datasets';
import { cacheFeatures, featuresOf } from '@nablajs/finetune';
import { readTfjs, writeNpy } from '@nablajs/interchange';
import { copyTo, filesOf, mobilenet, pictures } from './pictures.mjs';

/** Of the pictures of each class. Those for validation decide when a training ends. */
const SHARES = { test: 0.3, validation: 0.1 };
const LEAST_ABOVE_SCRATCH = 0.15;
const MOST_SECONDS = 60;
/** Pictures of a class to learn from, for the table. */
const COUNTS = [2, 5, 10, 20];

const { values } = parseArgs({
  options: { splits: { type: 'string', default: '5' }, table: { type: 'boolean', default: true } },
  allowNegative: true,
});
const NABLA = fileURLToPath(new URL('../../bin/nabla.js', import.meta.url));
const cache = join(process.env.NABLA_CACHE ?? join(homedir(), '.cache', 'nabla'), 'finetune');
const folder = mkdtempSync(join(tmpdir(), 'nabla-images-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const nabla = (...args) =>
  JSON.parse(
    execFileSync(process.execPath, [NABLA, ...args, '--json', '--quiet'], {
      ...{ cwd: folder, encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'ignore'] },
    })
      .trimEnd()
      .split('\n')
      .at(-1),
  );
const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** Draws the pictures of a class to test on and for validation; the others are to learn from, `most` of them. */
function splitOf(byClass, seed, most = Number.POSITIVE_INFINITY) {
  const random = new Random(seed);
  const [train, validation, test] = [{}, {}, {}];
  for (const [name, paths] of Object.entries(byClass)) {
    const drawn = paths.map((path) => [random.uniform(), path]).sort(([a], [b]) => a - b);
    const order = drawn.map(([, path]) => path);
    const [first, second] = [SHARES.test, SHARES.test + SHARES.validation].map((share) =>
      Math.round(share * order.length),
    );
    test[name] = order.slice(0, first);
    validation[name] = order.slice(first, second);
    train[name] = order.slice(second, second + most);
  }
  return { train, validation, test };
}

/** Trains on a folder, and measures the accuracy on the test pictures. */
function trained(split, ...flags) {
  const start = performance.now();
  const args = ['train', join(split, 'train'), '--no-run', '--overwrite', '--out', 'model', ...flags];
  nabla(...args, '--validation', join(split, 'validation'));
  const seconds = (performance.now() - start) / 1000;
  return { accuracy: nabla('evaluate', 'model', '--data', join(split, 'test')).accuracy, seconds };
}

/** Writes the features of a folder of pictures for NumPy; returns the file and the labels. */
async function featuresIn(base, pictureFolder) {
  const options = { height: 224, width: 224, channels: 3, flatten: false, layout: 'dense' };
  const data = await imageFolderDataset(pictureFolder, options);
  const { x } = (await cacheFeatures(base, data)).batch(Int32Array.from({ length: data.length }, (_, at) => at));
  const file = `${pictureFolder}.npy`;
  writeFileSync(file, writeNpy({ type: 'float32', shape: x.shape, data: x.data }));
  return [file, [...data.labels]];
}

/** The accuracies of logistic regression on the features of each split. */
async function logistic(splits, model) {
  const { backend } = await resolveBackend({ backend: 'auto', backendOptions: {}, projectFolder: '.' }, 'float32');
  const { module, parameters, inputShape } = featuresOf(readTfjs(filesOf(model)));
  const base = new Network(backend, module, { parameters, inputShape });
  const lines = [];
  for (const split of splits) {
    const [train, test] = [await featuresIn(base, join(split, 'train')), await featuresIn(base, join(split, 'test'))];
    lines.push(JSON.stringify({ train, test }));
  }
  base.dispose();
  await backend.dispose();
  const own = join(cache, '..', 'scikit-learn-1.7.2', 'bin', 'python');
  const python = process.env.NABLA_PYTHON ?? (existsSync(own) ? own : 'python3');
  const script = fileURLToPath(new URL('./logistic.py', import.meta.url));
  return JSON.parse(execFileSync(python, [script], { input: lines.join('\n'), encoding: 'utf8', maxBuffer: 1e8 }));
}

/** Copies a split of the pictures; returns its folder. */
function copied(byClass, name, seed, most) {
  const split = join(folder, name);
  for (const [part, paths] of Object.entries(splitOf(byClass, seed, most))) copyTo(join(split, part), paths);
  return split;
}

const model = mobilenet(cache);
const byClass = pictures(cache);
const counts = Object.values(byClass).map((paths) => paths.length);
console.log(
  `${counts.length} classes of ${Math.min(...counts)} to ${Math.max(...counts)} pictures, ` +
    `${counts.reduce((sum, count) => sum + count, 0)} in all`,
);
const seeds = Array.from({ length: Number(values.splits) }, (_, seed) => seed);
const from = ['--from', model, '--scale', '255'];
const splits = seeds.map((seed) => copied(byClass, `split-${seed}`, seed));
const rows = splits.map((split, seed) => {
  const tuned = trained(split, ...from);
  const scratch = trained(split, '--preset', 'images');
  console.log(
    `split ${seed + 1}: fine-tuned ${percent(tuned.accuracy)} in ${tuned.seconds.toFixed(0)} s, from scratch ` +
      `${percent(scratch.accuracy)}; load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores`,
  );
  return { tuned, scratch };
});
const regression = await logistic(splits, model);
const [tuned, scratch, theirs] = [
  mean(rows.map((row) => row.tuned.accuracy)),
  mean(rows.map((row) => row.scratch.accuracy)),
  mean(regression),
];
console.log(
  `mean of ${seeds.length} splits: fine-tuned ${percent(tuned)}, scikit-learn's logistic regression on the same`,
);
console.log(`features ${percent(theirs)}, from scratch ${percent(scratch)}`);

if (values.table) {
  console.log('\npictures of a class | fine-tuned | logistic regression | from scratch');
  for (const most of COUNTS) {
    const some = seeds.map((seed) => copied(byClass, `most-${most}-${seed}`, seed, most));
    const own = mean(some.map((split) => trained(split, ...from, '--no-unfreeze').accuracy));
    const none = mean(some.map((split) => trained(split, '--preset', 'images').accuracy));
    console.log(`${most} | ${percent(own)} | ${percent(mean(await logistic(some, model)))} | ${percent(none)}`);
    for (const split of some) rmSync(split, { recursive: true });
  }
}

const seconds = Math.max(...rows.map((row) => row.tuned.seconds));
// On a loaded machine the time says nothing.
const isIdle = loadavg()[0] < 1.5 * availableParallelism();
const problems = [
  ...(tuned < theirs ? [`expected at least ${percent(theirs)}`] : []),
  ...(tuned < scratch + LEAST_ABOVE_SCRATCH ? [`expected at least ${percent(scratch + LEAST_ABOVE_SCRATCH)}`] : []),
  ...(isIdle && seconds >= MOST_SECONDS
    ? [`expected less than ${MOST_SECONDS} s. Received ${seconds.toFixed(0)}`]
    : []),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
