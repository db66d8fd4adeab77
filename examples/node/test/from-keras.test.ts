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

/** Runs a program for a few epochs, and returns the numbers that it prints. */
async function numbersOf(name: string, epochs: number, images?: number): Promise<number[]> {
  const { code, stdout, stderr } = await runBriefly(`from-keras/${name}.js`, epochs, images);
  expect([code, stderr.replaceAll(/^.*(ExperimentalWarning|--trace-warnings).*\n/gm, '')]).toEqual([0, '']);
  return numbersIn(stdout, /(?<![\w.])(-?\d+\.\d+)/g);
}

it('table.js learns how a cup cools', async () => {
  const [error, degrees] = await numbersOf('table', 12);
  expect(error).toBeLessThan(2);
  expect(degrees).toBeGreaterThan(65);
  expect(degrees).toBeLessThan(77);
});

it('convnet.js reads digits', async () => {
  const accuracy = (await numbersOf('convnet', 3, 1000)).at(-1);
  expect(accuracy).toBeGreaterThan(0.7);
});

it('two-inputs.js multiplies vectors', async () => {
  const [, second = Number.NaN, third = Number.NaN] = await numbersOf('two-inputs', 30);
  expect(Math.abs(second + 0.853)).toBeLessThan(0.3);
  expect(Math.abs(third + 1.869)).toBeLessThan(0.5);
});

it('custom.js finds the line below which 90 % lie', async () => {
  const [share] = await numbersOf('custom', 10);
  expect(Math.abs((share ?? Number.NaN) - 0.9)).toBeLessThan(0.05);
});

it('loop.js learns the square, and loads what it saved', async () => {
  const numbers = await numbersOf('loop', 24);
  expect(numbers[0]).toBeGreaterThan(0.05);
  expect(numbers.at(-3)).toBeLessThan(0.01);
  expect(Math.abs((numbers.at(-1) ?? Number.NaN) - 0.25)).toBeLessThan(0.1);
});
