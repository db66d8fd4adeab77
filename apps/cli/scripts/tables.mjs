/**
 * `node scripts/tables.mjs [seeds]`: trains on four tables from scikit-learn with only the flag --target, tests on a
 * fifth of the rows, which training never saw, and prints the scores beside those of scikit-learn's own MLP on the same
 * rows. Needs Python with pip, and takes minutes. Exits with 1 if a mean is below its mark.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCIKIT = 'scikit-learn==1.7.2';
const MARKS = {
  iris: { target: 'species', measure: 'accuracy', mark: 0.93 },
  wine: { target: 'cultivator', measure: 'accuracy', mark: 0.95 },
  'breast-cancer': { target: 'diagnosis', measure: 'accuracy', mark: 0.95 },
  diabetes: { target: 'progression', measure: 'r2', mark: 0.4 },
};
const NABLA = fileURLToPath(new URL('../bin/nabla.js', import.meta.url));

const run = (file, args) => execFileSync(file, args, { encoding: 'utf8', maxBuffer: 1e8 });
const nabla = (...args) => run(process.execPath, [NABLA, ...args, '--json', '--quiet']);
const lastLine = (text) => JSON.parse(text.trimEnd().split('\n').at(-1));

/** Installs scikit-learn in the cache, and returns its Python. */
function python() {
  const cache = process.env.NABLA_CACHE ?? join(homedir(), '.cache', 'nabla');
  const folder = join(cache, SCIKIT.replace('==', '-'));
  const executable = join(folder, 'bin', 'python');
  if (!existsSync(executable)) run('python3', ['-m', 'venv', folder]);
  run(executable, ['-m', 'pip', 'install', '--quiet', SCIKIT]);
  return executable;
}

const seeds = Number(process.argv[2] ?? 10);
const folder = mkdtempSync(join(tmpdir(), 'nabla-tables-'));
try {
  const script = fileURLToPath(new URL('./tables/tables.py', import.meta.url));
  const theirs = JSON.parse(run(python(), [script, folder, `${seeds}`]));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  console.log(
    `| table | measure | mark | nabla, mean of ${seeds} seeds | lowest | scikit-learn's MLP, mean | lowest |`,
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const [name, { target, measure, mark }] of Object.entries(MARKS)) {
    const scores = [];
    for (let seed = 0; seed < seeds; seed++) {
      const [data, test, out] = ['train.csv', 'test.csv', 'model'].map((part) =>
        join(folder, `${name}-${seed}-${part}`),
      );
      nabla('train', data, '--target', target, '--seed', `${seed}`, '--no-run', '--out', out);
      scores.push(lastLine(nabla('evaluate', out, '--data', test))[measure]);
    }
    const cells = [scores, theirs[name]].flatMap((list) =>
      [mean(list), Math.min(...list)].map((value) => value.toFixed(4)),
    );
    console.log(`| ${name} | ${measure} | ${mark} | ${cells.join(' | ')} |`);
    if (!(mean(scores) >= mark)) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
