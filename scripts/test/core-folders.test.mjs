import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { codeLines, countCore } from '../../packages/core/scripts/count.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = `${ROOT}packages/core/src/`;

/** The lines of the drawing in ARCHITECTURE, the lowest first. */
const levels = /```text\n(worker\n[^`]*)```/
  .exec(readFileSync(`${ROOT}ARCHITECTURE.md`, 'utf8'))[1]
  .trim()
  .split(/\n {2}▼\n/)
  .map((line) => line.split(/ +/))
  .reverse();

/** Which line of the drawing a file belongs to; a file of `src` itself counts as a folder. */
const levelOf = (file) => levels.findIndex((line) => line.includes(file.split('/')[0]));

/** `[file, imported file]` for each import from another folder. */
const imports = readdirSync(SOURCES, { recursive: true })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const text = readFileSync(SOURCES + file, 'utf8');
    const paths = [...text.matchAll(/(?:from |import |import\()'(\.[^']+)\.js'/g)].map(
      ([, path]) => `${join(file, '..', path)}.ts`,
    );
    return paths.filter((path) => dirname(path) !== dirname(file)).map((path) => [file, path]);
  });

it('the drawing of ARCHITECTURE has all folders of core', () => {
  expect(levels.flat().sort()).toEqual(readdirSync(SOURCES).sort());
});

it('a folder of core imports only from lines below its own', () => {
  const isWithin = ([file, path]) => file.split('/')[0] === path.split('/')[0];
  const upward = imports.filter(([file, path]) => !isWithin([file, path]) && levelOf(file) <= levelOf(path));
  expect(imports.length).toBeGreaterThan(200);
  expect(upward.map(([file, path]) => `${file} imports ${path}`)).toEqual([]);
});

it('no two folders of core import each other', () => {
  const folders = imports.map((pair) => pair.map(dirname)).filter((pair) => !pair.includes('.'));
  const pairs = new Set(folders.map((pair) => pair.join(' ')));
  const back = (pair) => pair.split(' ').reverse().join(' ');
  expect([...pairs].filter((pair) => pairs.has(back(pair)))).toEqual([]);
});

/**
 * What needs more lines takes some out elsewhere. The functions of float32 brought 196, 53 of them constants;
 * the kernels of norms, GELU and ReLU brought 58, the contracts of attention and an LSTM 17.
 */
const MOST_LINES = 12_793;

it(`core has at most ${MOST_LINES} lines of code, without comments and blank lines`, () => {
  expect(codeLines('/** What\n * it is.\n */\n\nconst two = 1 + 1; // two\n  // why\n\treturn two;\n')).toBe(2);
  const { total, ...folders } = countCore();
  expect(Object.values(folders).reduce((sum, lines) => sum + lines)).toBe(total);
  expect(Object.keys(folders)).toContain('backend.ts');
  expect(total).toBeLessThanOrEqual(MOST_LINES);
});
