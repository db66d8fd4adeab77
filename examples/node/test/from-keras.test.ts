/** The programs beside the same in Keras and other libraries: they run, they learn, and none is longer. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { numbersIn, runBriefly } from './run-example.js';

const FOLDER = new URL('../', import.meta.url);
const NAMES = ['convnet', 'custom', 'loop', 'two-inputs'];
/** The pairs that the guide shows; it links to the others. */
const SHOWN = ['custom', 'two-inputs'];
/** The same table in other libraries. The guide `from-brain-js` shows `table-brain.js`. */
const TABLES = readdirSync(new URL('from-others/', FOLDER)).filter((name) => name !== 'table.js');

afterAll(() => rmSync(new URL('../square', import.meta.url), { recursive: true, force: true }));

const read = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

/** The lines of code, without empty ones and comments. */
const linesOf = (file: string): string[] =>
  read(file)
    .split('\n')
    .filter((line) => !/^\s*(?:(?:#|\/\/).*)?$/.test(line));

/** Fails unless the guide has both programs, and ours is not longer. Lines have at most 100 columns. */
function checkPair(own: string, other: string, guide?: string): void {
  const [ownLines, otherLines] = [linesOf(own), linesOf(other)];
  expect([...ownLines, ...otherLines].filter((line) => line.length > 100)).toEqual([]);
  expect(ownLines.length).toBeGreaterThan(10);
  expect(ownLines.length).toBeLessThanOrEqual(otherLines.length);
  if (guide === undefined) return;
  const page = read(`../../docs/guides/${guide}.md`);
  const missing = [own, other].filter((file) => !page.includes(`examples/node/${file}\n${read(file)}\`\`\`\n`));
  expect(missing).toEqual([]);
}

it('there is a test for each program', () => {
  const files = NAMES.flatMap((name) => [`${name}.js`, `${name}.py`]);
  expect(readdirSync(new URL('from-keras/', FOLDER)).sort()).toEqual(files.sort());
  expect(TABLES).toHaveLength(5);
});

it.each(NAMES)('%s is at most as long as in Keras', (name) => {
  const guide = SHOWN.includes(name) ? 'from-keras' : undefined;
  checkPair(`from-keras/${name}.js`, `from-keras/${name}.py`, guide);
});

it.each(TABLES)('table.js is at most as long as %s, and both are in the guide', (other) => {
  const guide = other.replace('table-', 'from-').replace('.py', '').replace('.', '-');
  checkPair('from-others/table.js', `from-others/${other}`, guide);
});

/** Runs a program with these changes, and returns the numbers that it prints. */
async function numbersOf(name: string, changes: Readonly<Record<string, string>>, images?: number): Promise<number[]> {
  const options = { changes, ...(images !== undefined && { images }) };
  const { code, stdout, stderr } = await runBriefly(`${name}.js`, options);
  expect([code, stderr]).toEqual([0, '']);
  return numbersIn(stdout, /(?<![\w.])(-?\d+\.\d+)/g);
}

it('table.js learns how a cup cools', async () => {
  const [error, degrees] = await numbersOf('from-others/table', { 'epochs: 100': 'epochs: 12' });
  expect(error).toBeLessThan(2);
  expect(degrees).toBeGreaterThan(65);
  expect(degrees).toBeLessThan(77);
});

it('convnet.js reads digits', async () => {
  const changes = { 'batchSize: 128, epochs: 3': 'batchSize: 32, epochs: 1' };
  const accuracy = (await numbersOf('from-keras/convnet', changes, 1000)).at(-1);
  expect(accuracy).toBeGreaterThan(0.6);
});

it('two-inputs.js multiplies vectors', async () => {
  const [, second = Number.NaN, third = Number.NaN] = await numbersOf('from-keras/two-inputs', {
    'epochs: 100': 'epochs: 10',
    'new Adam()': 'new Adam({ learningRate: 0.01 })',
  });
  expect(Math.abs(second + 0.853)).toBeLessThan(0.3);
  expect(Math.abs(third + 1.869)).toBeLessThan(0.5);
});

it('custom.js finds the line below which 90 % lie', async () => {
  const [share] = await numbersOf('from-keras/custom', { 'epochs: 200': 'epochs: 10' });
  expect(Math.abs((share ?? Number.NaN) - 0.9)).toBeLessThan(0.05);
});

it('loop.js learns the square, and loads what it saved', async () => {
  const numbers = await numbersOf('from-keras/loop', { 'epoch <= 100': 'epoch <= 24' });
  expect(numbers[0]).toBeGreaterThan(0.05);
  expect(numbers.at(-3)).toBeLessThan(0.01);
  expect(Math.abs((numbers.at(-1) ?? Number.NaN) - 0.25)).toBeLessThan(0.1);
});
