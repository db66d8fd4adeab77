import { createBackend } from '@nablajs/backend-wasm';
import { Random, sequentialFromConfig } from '@nablajs/core';
import { predictRows, readTableForm, type TableRow } from '@nablajs/datasets/portable';
import { afterAll, expect, it } from 'vitest';
import { TABLE_LAYERS, trainTable } from '../src/index.js';

const backend = await createBackend({ threads: 1 });
afterAll(() => backend.dispose());

const random = new Random(4);
/** A price per size and town, with a little noise, and a day that says nothing. */
const HOUSES: TableRow[] = Array.from({ length: 90 }, (_, row) => {
  const [size, town] = [50 + Math.round(100 * random.uniform()), ['Bath', 'Ely', 'York'][row % 3] as string];
  const day = `2024-0${1 + (row % 9)}-${10 + (row % 17)}`;
  const price = 2000 * size * (town === 'Bath' ? 2 : 1) + Math.round(5000 * random.normal());
  return { size, town, day, owner: row % 30, price };
});

it('predicts, explains, and answers the same after it was saved', async () => {
  const options = { target: 'price', task: 'regression', backend, effort: 0.02, folds: 3, seed: 3 } as const;
  await using predictor = await trainTable(HOUSES, { ...options, group: 'owner' });
  expect(predictor.form.columns.map(({ name }) => name)).toEqual(['size', 'town', 'day']);
  // An owner's rows are held out together.
  for (const { held } of predictor.learned.tests.flatMap(({ members }) => members)) {
    const owners = new Set(Array.from(held, (row) => row % 30));
    expect(held.length).toBe(3 * owners.size);
  }
  const asked = [
    { size: 100, town: 'Bath', day: null },
    { size: 100, town: 'York', day: '2024-03-01' },
  ];
  const [bath, york] = await predictor.predict(asked, { intervals: 0.9 });
  expect(bath?.prediction).toBeGreaterThan(340_000);
  expect(york?.prediction).toBeLessThan(260_000);
  expect(bath).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
  const importance = await predictor.importance({ repeats: 2 });
  expect(
    importance
      .map(({ column }) => column)
      .slice(0, 2)
      .sort(),
  ).toEqual(['size', 'town']);
  const effect = await predictor.effect('size', { points: 5 });
  expect(effect.cells).toHaveLength(5);
  expect((effect.answers[4]?.[0] as number) / (effect.answers[0]?.[0] as number)).toBeGreaterThan(2);
  expect((await predictor.effect('town')).cells).toEqual(['York', 'Ely', 'Bath']);
  const saved = await predictor.save();
  const config = JSON.parse(JSON.stringify(saved.config));
  using loaded = sequentialFromConfig(backend, config, { ...saved, layers: TABLE_LAYERS });
  expect(await predictRows(loaded, predictor.form, asked, { intervals: 0.9 })).toEqual([bath, york]);
});

it('takes the text of a table, and keeps the order of time', async () => {
  const text = ['day,a,b', ...Array.from({ length: 30 }, (_, row) => `${row + 1},${(row * 7) % 10},${row % 2}`)].join(
    '\n',
  );
  await using predictor = await trainTable(text, { target: 'b', backend, effort: 0.01, timeOrder: 'day', folds: 2 });
  expect(predictor.ignored).toMatchObject([{ name: 'day' }]);
  expect(predictor.learned.answered[0]).toBe(10);
  expect((await predictor.predict([{ a: 3 }]))[0]).toMatchObject({ prediction: expect.stringMatching(/^[01]$/) });
});

it('says what is wrong with its options', async () => {
  await expect(trainTable(HOUSES, { target: 'price', backend, group: 'county' })).rejects.toThrow(
    "table: expected the column 'county'. Received a table with size, town, day, owner, price.",
  );
  await expect(trainTable(HOUSES, { target: 'price', backend, timeOrder: 'town' })).rejects.toThrow(
    "table: column 'town': expected a number or a date such as 2024-02-29 in every row",
  );
});

it('guesses nothing about rows: names may be numbers, and texts hold semicolons and commas', async () => {
  const rows = Array.from({ length: 40 }, (_, row) => ({
    2020: row % 2 === 0 ? '0,5;1,5;2' : '1,5;2,5;3',
    2021: row % 2,
  }));
  await using predictor = await trainTable(rows, { target: '2021', backend, effort: 1e-9, folds: 2 });
  expect(predictor.learned.targets.length).toBe(40);
  expect(predictor.form).toMatchObject({
    target: { name: '2021', values: ['0', '1'] },
    columns: [{ name: '2020', kind: 'category', values: ['0,5;1,5;2', '1,5;2,5;3'] }],
  });
});

it.each<[table: unknown, options: object, says: string]>([
  [undefined, {}, 'trainTable: expected the text of a table, a Blob, or an array of rows. Received undefined.'],
  [{ a: 1 }, {}, 'trainTable: expected the text of a table, a Blob, or an array of rows. Received an object.'],
  [[{ a: 1 }, 7], {}, 'trainTable: row 2: expected an object such as { town: null, size: 120 }. Received 7.'],
  [[[1, 2]], {}, 'trainTable: row 1: expected an object such as { town: null, size: 120 }. Received an array.'],
  [HOUSES, { folds: 1 }, 'trainTable: folds: expected a whole number >= 2. Received 1.'],
  [HOUSES, { effort: -1 }, 'trainTable: effort: expected a number > 0. Received -1.'],
  [HOUSES, { task: 'classes' }, "trainTable: task: expected 'classification' or 'regression'. Received 'classes'."],
  [HOUSES, { group: 'town', timeOrder: 'day' }, 'trainTable: group cannot be combined with timeOrder.'],
  [HOUSES, { group: 'price' }, "trainTable: group: expected another column than the target. Received 'price'."],
])('refuses %j with %j', async (table, options, says) => {
  const refused = trainTable(table as TableRow[], { target: 'price', backend, ...options });
  await expect(refused).rejects.toMatchObject({ code: 'argument', message: expect.stringContaining(says) });
});

it('refuses a call without a table, or without options', async () => {
  const call = trainTable as (table?: unknown) => Promise<unknown>;
  await expect(call()).rejects.toMatchObject({
    code: 'argument',
    message: expect.stringContaining('Blob, or an array'),
  });
  await expect(call(HOUSES)).rejects.toMatchObject({
    code: 'argument',
    message: "trainTable: expected options such as { target: 'price' }. Received undefined.",
  });
});

const NOUNS = ['soup', 'bread', 'cake', 'fish', 'room', 'view', 'waiter', 'music', 'street', 'table'];
const [GOOD, BAD] = [
  ['warm', 'kind', 'fresh', 'clean', 'quick', 'cosy'],
  ['cold', 'rude', 'stale', 'dirty', 'slow', 'loud'],
];
/** What guests write says what they think, and their age says nothing. */
const REVIEWS: TableRow[] = Array.from({ length: 96 }, (_, row) => {
  const words = row % 2 === 0 ? GOOD : BAD;
  const one = (list: readonly string[] = []): string => list[random.integer(list.length)] as string;
  const part = (): string => `the ${one(NOUNS)} was ${one(words)}`;
  return { review: `${part()}, and ${part()}`, age: 20 + ((row * 7) % 40), stars: row % 2 === 0 ? 'many' : 'few' };
});

it('learns from running text, and names the words that matter', async () => {
  const options = { target: 'stars', backend, effort: 0.02, folds: 2 } as const;
  await using predictor = await trainTable(REVIEWS, options);
  const [review] = predictor.form.columns;
  expect(review).toMatchObject({
    kind: 'text',
    length: 7,
    words: [...NOUNS, ...GOOD, ...BAD, 'and', 'the', 'was'].sort(),
  });
  const asked = [
    { review: 'A kind waiter and clean room!', age: null },
    { review: 'So LOUD: stale bread', age: 30 },
    { review: null, age: 30 },
  ];
  const answers = await predictor.predict(asked, { explain: true });
  expect(answers.slice(0, 2).map(({ prediction }) => prediction)).toEqual(['many', 'few']);
  expect(answers[1]?.explanation?.[0]).toMatchObject({ column: 'review' });
  expect((await predictor.importance({ repeats: 2 }))[0]?.column).toBe('review');
  const effect = await predictor.effect('review', { points: 12, rows: 20 });
  // The words for few stars, then those for many.
  expect(effect.cells.slice(0, 6).sort()).toEqual([...BAD].sort());
  expect(effect.cells.slice(6).sort()).toEqual([...GOOD].sort());
  expect(effect.answers.map(([few = 0]) => few > 0.5)).toEqual([...BAD.map(() => true), ...GOOD.map(() => false)]);
  const saved = await predictor.save();
  const config = JSON.parse(JSON.stringify(saved.config));
  using loaded = sequentialFromConfig(backend, config, { ...saved, layers: TABLE_LAYERS });
  const form = readTableForm(JSON.parse(JSON.stringify(saved.form)), 'model.json');
  expect(await predictRows(loaded, form, asked, { explain: true })).toEqual(answers);
});

it('predicts numbers from text with intervals, and reads no text if you say so', async () => {
  const rows = REVIEWS.map(({ stars, ...row }) => ({ ...row, price: stars === 'many' ? 10 : 2 }));
  const options = { target: 'price', task: 'regression', backend, effort: 0.02, folds: 2 } as const;
  await using predictor = await trainTable(rows, options);
  const [good] = await predictor.predict([{ review: 'clean and fresh', age: 30 }], { intervals: 0.9 });
  expect(good?.prediction).toBeGreaterThan(6);
  expect(good).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
  const effect = await predictor.effect('review', { points: 4, rows: 5 });
  expect(effect.answers.map(([price = 0]) => price > 6)).toEqual([true, true, false, false]);
  await using blind = await trainTable(rows.slice(0, 30), { ...options, textColumns: [] });
  expect(blind.form.columns.map(({ name }) => name)).toEqual(['age']);
});
