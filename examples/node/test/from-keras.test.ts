/** The five programs beside the same in Keras: they run, they learn, and none is longer. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { numbersIn, runBriefly } from './run-example.js';

const FOLDER = new URL('../from-keras/', import.meta.url);
const NAMES = ['convnet', 'custom', 'loop', 'table', 'two-inputs'];

afterAll(() => rmSync(new URL('../square', import.meta.url), { recursive: true, force: true }));

const read = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

/** The lines of code, without empty ones and comments. */
const linesOf = (file: string): string[] =>
  read(file)
    .split('\n')
    .filter((line) => !/^\s*(?:(?:#|\/\/).*)?$/.test(line));

it('each is there in both languages, and in the guide', () => {
  const files = NAMES.flatMap((name) => [`${name}.js`, `${name}.py`]);
  expect(readdirSync(FOLDER).sort()).toEqual(files.sort());
  const guide = read('../../../docs/guides/from-keras.md');
  expect(files.filter((file) => !guide.includes(`examples/node/from-keras/${file}\n${read(file)}\`\`\`\n`))).toEqual(
    [],
  );
});

describe.each(NAMES)('%s', (name) => {
  it('is at most as long as in Keras, in lines of at most 100 columns', () => {
    const [own, keras] = [linesOf(`${name}.js`), linesOf(`${name}.py`)];
    expect([...own, ...keras].filter((line) => line.length > 100)).toEqual([]);
    expect(own.length).toBeGreaterThan(10);
    expect(own.length).toBeLessThanOrEqual(keras.length);
  });
});

/** Runs a program with these changes, and returns the numbers that it prints. */
async function numbersOf(name: string, changes: Readonly<Record<string, string>>, images?: number): Promise<number[]> {
  const options = { changes, ...(images !== undefined && { images }) };
  const { code, stdout, stderr } = await runBriefly(`from-keras/${name}.js`, options);
  expect([code, stderr]).toEqual([0, '']);
  return numbersIn(stdout, /(?<![\w.])(-?\d+\.\d+)/g);
}

it('table.js learns how a cup cools', async () => {
  const [error, degrees] = await numbersOf('table', { 'epochs: 100': 'epochs: 12' });
  expect(error).toBeLessThan(2);
  expect(degrees).toBeGreaterThan(65);
  expect(degrees).toBeLessThan(77);
});

it('convnet.js reads digits', async () => {
  const changes = { 'batchSize: 128, epochs: 3': 'batchSize: 32, epochs: 1' };
  const accuracy = (await numbersOf('convnet', changes, 1000)).at(-1);
  expect(accuracy).toBeGreaterThan(0.6);
});

it('two-inputs.js multiplies vectors', async () => {
  const [, second = Number.NaN, third = Number.NaN] = await numbersOf('two-inputs', {
    'epochs: 100': 'epochs: 10',
    'new Adam()': 'new Adam({ learningRate: 0.01 })',
  });
  expect(Math.abs(second + 0.853)).toBeLessThan(0.3);
  expect(Math.abs(third + 1.869)).toBeLessThan(0.5);
});

it('custom.js finds the line below which 90 % lie', async () => {
  const [share] = await numbersOf('custom', { 'epochs: 200': 'epochs: 10' });
  expect(Math.abs((share ?? Number.NaN) - 0.9)).toBeLessThan(0.05);
});

it('loop.js learns the square, and loads what it saved', async () => {
  const numbers = await numbersOf('loop', { 'epoch <= 100': 'epoch <= 24' });
  expect(numbers[0]).toBeGreaterThan(0.05);
  expect(numbers.at(-3)).toBeLessThan(0.01);
  expect(Math.abs((numbers.at(-1) ?? Number.NaN) - 0.25)).toBeLessThan(0.1);
});
