/**
 * Counts the words that people read: of Markdown pages, and of docstrings in the sources of packages and apps.
 * `--since COMMIT` compares the files of that commit with what they are now.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Pages that tools write, records, and changes that wait for a changelog. */
const NOT_COUNTED = /(^|\/)(CHANGELOG\.md$|fixtures\/)|^\.changeset\/|^docs\/(benchmarks|decisions)\//;
const SOURCE = /^(packages|apps)\/[^/]+\/src\/.*\.(ts|tsx|js|mjs)$/;

/** What is counted of a file: `pages`, `docstrings` or nothing. */
export function kindOf(file) {
  if (NOT_COUNTED.test(file)) return undefined;
  if (file.endsWith('.md')) return 'pages';
  return SOURCE.test(file) ? 'docstrings' : undefined;
}

const FENCE = /^[ >]*(```+|~~~+).*\n(?:.*\n)*?[ >]*\1[ ]*$/gm;
const WRITTEN_BY_TESTS = /<!-- [^>]*, written by a test -->[\s\S]*?<!-- the end of [^>]* -->/g;
const COMMENT = /<!--[\s\S]*?-->/g;
const LINK = /\]\([^)\s]*\)/g;
const DOCSTRING = /^[ \t]*\/\*\*[\s\S]*?\*\//gm;
const MARGIN = /^[ \t]*(\/\*\*|\*\/|\*(?!\/))[ ]?/gm;

/** A word has a letter or a digit. A code span is as many words as it shows. */
function countWords(text) {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** The words of a page without code blocks, comments, addresses, and what tests write. */
function wordsOfPage(markdown) {
  const prose = [FENCE, WRITTEN_BY_TESTS, COMMENT].reduce((text, pattern) => text.replace(pattern, ''), markdown);
  return countWords(prose.replace(LINK, ']'));
}

/** The words of all docstrings of a file, without the code of examples and the names of tags. */
function wordsOfDocstrings(source) {
  const texts = (source.match(DOCSTRING) ?? []).map((text) => text.replace(/\*\/$/, '').replace(MARGIN, ''));
  return texts.reduce((sum, text) => sum + countWords(text.replace(FENCE, '').replace(/@\w+/g, '')), 0);
}

/** The number of words of prose of a file, by its name. */
export function countProse(file, text) {
  return kindOf(file) === 'pages' ? wordsOfPage(text) : wordsOfDocstrings(text);
}

const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 28 });
const lines = (text) => text.split('\n').filter((line) => line !== '');

function countIn(folder, file) {
  return existsSync(join(folder, file)) ? countProse(file, readFileSync(join(folder, file), 'utf8')) : 0;
}

/** Writes the counted files of a commit into a folder, and calls `use` with it. */
function withCommit(commit, files, use) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-prose-'));
  try {
    const archive = join(folder, '.tar');
    git('archive', `--output=${archive}`, commit, '--', ...files);
    execFileSync('tar', ['-xf', archive, '-C', folder]);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rows `{ file, kind, before, after }` of the files of a commit; a file that was moved is counted where it is now. */
function compareWith(commit) {
  const files = lines(git('ls-tree', '-r', '--name-only', commit)).filter((file) => kindOf(file) !== undefined);
  const moves = lines(git('diff', '--name-status', '--diff-filter=R', '-M', commit)).map((line) => line.split('\t'));
  const nowOf = new Map(moves.map(([, from, to]) => [from, to]));
  return withCommit(commit, files, (folder) =>
    files.map((file) => {
      const [before, after] = [countIn(folder, file), countIn(ROOT, nowOf.get(file) ?? file)];
      return { file, kind: kindOf(file), before, after };
    }),
  );
}

/** Lines of a table: each row, then the sum of each kind and of all. Without `before` it shows counts alone. */
export function tableOf(rows) {
  const total = (some, key) => some.reduce((sum, row) => sum + row[key], 0);
  const sums = ['pages', 'docstrings', ''].flatMap((kind) => {
    const some = rows.filter((row) => kind === '' || row.kind === kind);
    return some.length === 0 ? [] : { file: `all ${kind}`, before: total(some, 'before'), after: total(some, 'after') };
  });
  return [...rows, ...sums].map(({ file, before, after }) => {
    if (!(before >= 0)) return `${String(after).padStart(7)}  ${file}`.trimEnd();
    const percent = before === 0 ? '' : `${(((after - before) / before) * 100).toFixed(1)} %`;
    return `${String(before).padStart(7)} ${String(after).padStart(7)} ${percent.padStart(8)}  ${file}`.trimEnd();
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { since } = parseArgs({ options: { since: { type: 'string' } } }).values;
  const tracked = () => lines(git('ls-files')).filter((file) => kindOf(file) !== undefined && existsSync(ROOT + file));
  const count = (file) => ({ file, kind: kindOf(file), after: countIn(ROOT, file) });
  const rows = since === undefined ? tracked().map(count) : compareWith(since);
  console.log(tableOf(rows.filter(({ before = 0, after }) => before + after > 0)).join('\n'));
}
