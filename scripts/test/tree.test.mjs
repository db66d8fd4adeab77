import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MOST_COLUMNS = 120;
const MOST_FILES = 15;

/** Everything that git tracks or would track. */
const files = execFileSync('git', ['ls-files', '-z', '-c', '-o', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(ROOT + file));

/** Files that people read; in the others tools write lines of any length. */
const READ = /\.(ts|mjs|js|md|yml|yaml|py|css|cff)$|^\.ci\/run$/;
const WRITTEN_BY_TOOLS = /(^|\/)fixtures\/|^docs\/benchmarks\/|(^|\/)CHANGELOG\.md$|^pnpm-lock\.yaml$/;

/** A row of a table, a line of one word, or a text in quotation marks: none of them can be broken. */
const UNBREAKABLE = /^\s*\||^\s*(?:[-*#]\s+|\/\/\s+|\[.*\]:\s+)?\S+$|'[^']{80,}'|"[^"]{80,}"|`[^`]{80,}`/;

/** What a program prints is shown in Markdown as it is. */
const OUTPUT = /^```text$.*?^```$/gms;

/** `line 3: 130 columns` of a text. */
const longLines = (text) =>
  text
    .replaceAll(OUTPUT, (block) => block.replaceAll(/.+/g, ''))
    .split('\n')
    .map((line, at) => ({ line, words: `${at + 1}: ${[...line].length} columns` }))
    .filter(({ line }) => [...line].length > MOST_COLUMNS && !UNBREAKABLE.test(line))
    .map(({ words }) => words);

it('finds long lines, but for tables and single words', () => {
  const word = 'x'.repeat(MOST_COLUMNS);
  expect(longLines(`${word}\n| ${word} |\n- ${word}\n// ${word}\n`)).toEqual([]);
  expect(longLines(`\nx ${word}\n`)).toEqual(['2: 122 columns']);
  expect(longLines(`${'é '.repeat(MOST_COLUMNS / 2)}`)).toEqual([]);
});

it(`no line is longer than ${MOST_COLUMNS} columns`, () => {
  const read = files.filter((file) => READ.test(file) && !WRITTEN_BY_TOOLS.test(file));
  const found = read.flatMap((file) => longLines(readFileSync(ROOT + file, 'utf8')).map((words) => `${file}:${words}`));
  expect(read.length).toBeGreaterThan(500);
  expect(found.join('\n')).toBe('');
});

it('the numbers of PyTorch, Keras and scikit-learn stand one on a line, so that a diff shows what was added', () => {
  const written = files.filter((file) => /^packages\/core\/test\/fixtures\/\w+\.json$/.test(file));
  const wide = written.filter((file) => /\[-?\d/.test(readFileSync(ROOT + file, 'utf8')));
  expect(written.length).toBeGreaterThan(5);
  expect(wide).toEqual([]);
});

/** Folders with more files, and why. */
const CROWDED = {
  '.': 'tools and GitHub look for these files in the root',
  '.changeset': 'one file per change, until the next release',
  'docs/decisions': 'one file per decision',
  'docs/guides': 'one file per guide',
  'packages/core/src/layers': 'one file per layer',
  'packages/conformance/src/cases': 'one file per kernel',
  'apps/cli/src/commands': 'one file per command',
  'packages/kernel-host/src/host/kernels': 'one file per group of kernels, as in packages/backend-wasm/assembly',
  'packages/backend-native/native/kernels': 'one file per group of kernels, as in packages/backend-wasm/assembly',
  'packages/backend-wasm/assembly': 'one file per group of kernels, the sources of one AssemblyScript program',
};

it(`no folder has more than ${MOST_FILES} files side by side, but for families`, () => {
  const counts = new Map();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  const crowded = [...counts].filter(([, count]) => count > MOST_FILES).map(([folder]) => folder);
  expect(crowded.filter((folder) => !Object.hasOwn(CROWDED, folder))).toEqual([]);
});
