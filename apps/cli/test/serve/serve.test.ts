/** Parts of `nabla serve`. scripts/load-server.mjs tests the server itself. */
import { dense } from '@nablajs/core';
import type { TableForm } from '@nablajs/datasets';
import { expect, it } from 'vitest';
import { Batcher } from '../../src/serve/batcher.js';
import { rowsOfJson } from '../../src/serve/rows-of-json.js';
import { nablaHere } from '../helpers/run-here.js';

const form: TableForm = {
  type: 'table',
  columns: [
    { name: 'age', kind: 'number', mean: 0, standardDeviation: 1, missing: false },
    { name: 'colour', kind: 'category', values: ['blue', 'red'] },
  ],
  target: { name: 'price', kind: 'number', mean: 0, standardDeviation: 1 },
};

const read = (value: unknown) => rowsOfJson(new TextEncoder().encode(JSON.stringify(value)), form);

it.each([
  ['a list', [{ colour: 'red', age: 31.5 }]],
  ['an object with rows', { rows: [{ age: '31.5', colour: 'red', other: [1] }] }],
  ['a single row', { age: 31.5, colour: 'red' }],
])('reads %s', (_, value) => {
  expect(read(value)).toEqual({
    columns: ['age', 'colour'],
    decimalComma: false,
    rows: [['31.5', 'red']],
    firstRow: 1,
  });
});

it('spells true and false as the training data do', () => {
  const flags: TableForm = { ...form, columns: [{ name: 'on', kind: 'category', values: ['False', 'True'] }] };
  const body = new TextEncoder().encode('[{"on": true}, {"on": false}, {"on": "true"}]');
  expect(rowsOfJson(body, flags).rows).toEqual([['True'], ['False'], ['true']]);
});

it('reads null as a missing value', () => {
  expect(read([{ age: null, colour: null }]).rows).toEqual([['', '']]);
});

it.each([
  [3, 'Expected rows, as [{ "column": value, … }, …]. Received something else.'],
  [[[1, 2]], 'Expected rows, as'],
  [[{ age: 1 }], "Expected row 1 to have the column 'colour', with null for a missing value. Received none."],
  [[{ age: [1], colour: 'red' }], 'Expected row 1: age: a number, a text, true, false or null. Received a list.'],
  [Array.from({ length: 10_001 }, () => ({ age: 1, colour: 'red' })), 'Expected at most 10000 rows. Received 10001.'],
  [JSON.parse('[{"age": 1, "__proto__": {"colour": "red"}}]'), "the column 'colour'"],
])('refuses what has no such rows (%#)', (value, message) => {
  expect(() => read(value)).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
  );
});

const keys = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `"k${from + index}":1`).join();

// Each takes seconds and hundreds of megabytes with JSON.parse.
it.each([
  ['lists in lists', '['.repeat(1e6), 'more than 50000 objects, lists and items of lists'],
  ['empty objects', `[${'{},'.repeat(1e5)}{}]`, 'more than 50000 objects, lists and items of lists'],
  ['a long list in a cell', `[{"age":[${'"a",'.repeat(1e5)}1]}]`, 'more than 50000 objects, lists'],
  [
    'other keys in each row',
    `[${Array.from({ length: 1100 }, (_, row) => `{${keys(row * 100, 100)}}`)}]`,
    'more than 100000',
  ],
  ['one long object', `{"a\\"":"\\\\",${'"age":1,'.repeat(1e5)}"age":1}`, 'more than 100000 different keys'],
])('refuses %s', (_, text, message) => {
  expect(() => rowsOfJson(new TextEncoder().encode(text), form)).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
  );
});

it('takes the most rows, with keys in any order and cells with the marks of JSON', () => {
  const marks = '"[{:,\\"'.repeat(10);
  const [one, other] = [
    { age: 1, colour: marks },
    { colour: marks, [marks]: { list: [marks] }, age: 1 },
  ];
  const { rows } = read(Array.from({ length: 10_000 }, (_, index) => (index % 2 === 0 ? one : other)));
  expect(rows).toHaveLength(10_000);
  expect(rows.every(([age, colour]) => age === '1' && colour === marks)).toBe(true);
});

it.each([
  ['--cors', '*', 'an origin, such as https://example.com, without a path'],
  ['--cors', 'https://example.com/page', 'an origin'],
  ['--cors', 'null', 'an origin'],
  ['--allow-host', 'example.com:8080', 'a name without a port, such as example.com'],
  ['--allow-host', 'http://example.com', 'a name without a port'],
])('refuses %s %s', async (flag, value, expected) => {
  const { code, stderr } = await nablaHere(['serve', 'model', flag, value]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(`nabla: ${flag}: expected ${expected}`)]);
  expect(stderr).toContain(`Received ${value}.`);
});

it('computes simultaneous requests as one batch, and later ones as the next batch', async () => {
  const batches: number[][] = [];
  const batcher = new Batcher(async ([x = dense(new Float64Array(0), [0])]) => {
    batches.push([...x.data]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (x.data.includes(13)) throw new Error('thirteen');
    return Array.from(x.data, (value) => value * 10);
  });
  const ask = (...values: number[]) => batcher.ask([dense(Float64Array.from(values), [values.length, 1])]);
  const first = [ask(1), ask(2, 3), ask()];
  await new Promise((resolve) => setTimeout(resolve, 2));
  const second = [ask(4), ask(5)];
  expect(await Promise.all([...first, ...second])).toEqual([[10], [20, 30], [], [40], [50]]);
  expect(batches).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  const failed = [ask(13), ask(6)].map((asked) => asked.catch((error: Error) => error.message));
  expect(await Promise.all(failed)).toEqual(['thirteen', 'thirteen']);
  expect(await ask(7)).toEqual([70]);
});

it('does not exceed the size of a batch', async () => {
  const sizes: number[] = [];
  const batcher = new Batcher(async ([x = dense(new Float32Array(0), [0])]) => {
    sizes.push(x.data.length);
    return Array.from(x.data);
  });
  await Promise.all([600, 600, 5000, 1].map((rows) => batcher.ask([dense(new Float32Array(rows), [rows, 1])])));
  expect(sizes).toEqual([600, 600, 5000, 1]);
});

it('computes requests of several lengths apart', async () => {
  const shapes: (readonly number[])[] = [];
  const batcher = new Batcher(async ([x = dense(new Float32Array(0), [0])]) => {
    shapes.push(x.shape);
    return new Array<number>(x.shape[0] as number).fill(x.shape[1] as number);
  });
  const ask = (rows: number, length: number) => batcher.ask([dense(new Float32Array(rows * length), [rows, length])]);
  expect(await Promise.all([ask(1, 3), ask(2, 3), ask(1, 2)])).toEqual([[3], [3, 3], [2]]);
  expect(shapes).toEqual([
    [3, 3],
    [1, 2],
  ]);
});
