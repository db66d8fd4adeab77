import { createBackend } from '@nablajs/backend-wasm';
import { type Backend, type DenseArray, dense, predict, Random } from '@nablajs/core';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type EncodedTable,
  type LearnedTable,
  type LearnOptions,
  learnTable,
  partialDependence,
  permutationImportance,
  type Recipe,
  type Trial,
} from '../src/index.js';
import { rings, slopes } from './tables.js';

const backend = await createBackend({ threads: 1 });
afterAll(() => backend.dispose());

// Two folds and little effort: several trials of a second.
const CLASSES = { task: 'classes', outputs: 3, effort: 0.03, folds: 2 } as const;

/** Learns, and reads what does not stay on the backend. */
async function learned(table: EncodedTable, options: LearnOptions, on: Backend = backend) {
  const { network, ...rest } = await learnTable(on, table, options);
  using _ = network;
  return { ...rest, parameters: await network.parameters.read(), said: (await predict(network, table.x)).data };
}

/** What several tests begin with, learned once. */
let known: ReturnType<typeof learned> | undefined;
const ofRings = (): ReturnType<typeof learned> => {
  known ??= learned(rings(60), CLASSES);
  return known;
};

/** Three folds of numbers, learned once; the network lives until the end. */
let numbers: Promise<LearnedTable> | undefined;
const ofSlopes = (): Promise<LearnedTable> => {
  numbers ??= learnTable(backend, slopes(96), { task: 'numbers', outputs: 1, effort: 0.01, folds: 3 });
  return numbers;
};

describe('learning a table', () => {
  it('finds classes, and judges each row by members that have not seen it', async () => {
    const table = rings(190);
    const { answers, answered, said } = await learned(table, { ...CLASSES, effort: 1e-9 });
    expect(answered.length).toBe(190);
    const right = table.y.data.filter((target, row) => {
      const own = answers.subarray(3 * row, 3 * row + 3);
      expect(own.reduce((sum, one) => sum + one)).toBeCloseTo(1, 9);
      return own.indexOf(Math.max(...own)) === target;
    });
    expect(right.length / 190).toBeGreaterThan(0.8);
    expect(said.length).toBe(570);
  });

  it('learns a linear table of inputs that are nearly the same, which takes descent too many steps', async () => {
    const random = new Random(3);
    const hidden = Float64Array.from({ length: 64 }, () => random.normal());
    const x = Float32Array.from({ length: 1280 }, (_, at) => {
      return (hidden[Math.floor(at / 20)] as number) + 0.01 * random.normal();
    });
    // What differs between the first two of 20 inputs.
    const y = Float32Array.from(hidden, (_, row) => 50 * ((x[20 * row] as number) - (x[20 * row + 1] as number)));
    const table = { x: dense(x, [64, 20]), y: dense(y, [64, 1]) };
    const { recipe, loss } = await learned(table, { task: 'numbers', outputs: 1, effort: 0.06, folds: 2 });
    expect(recipe.hidden).toEqual([]);
    expect(loss).toBeLessThan(0.2);
  });

  it('gives the same bits where it goes on after an interruption, on threads', async () => {
    const table = rings(60);
    const whole = await ofRings();
    expect(whole.trials.length).toBeGreaterThan(2);
    const fresh: Trial[] = [];
    const done = JSON.parse(JSON.stringify(whole.trials.slice(0, 2)));
    const two = await createBackend({ threads: 2 });
    const resumed = await learned(table, { ...CLASSES, done, onTrial: (trial) => fresh.push(trial) }, two);
    await two.dispose();
    expect(resumed.parameters).toEqual(whole.parameters);
    expect(resumed.answers).toEqual(whole.answers);
    expect([...done, ...fresh]).toEqual(whole.trials);
  });

  it('a row does not change what is said about it', async () => {
    const table = rings(60);
    const changed = { ...table, y: dense(table.y.data.slice(), [60]) };
    changed.y.data[7] = ((changed.y.data[7] as number) + 1) % 3;
    // Groups fix the folds; one trial leaves nothing to choose.
    const options = { ...CLASSES, effort: 1e-9, groups: Int32Array.from({ length: 60 }, (_, row) => row) };
    const [before, after] = [await learned(table, options), await learned(changed, options)];
    const logits = ({ tests: [group] }: typeof before) => {
      const own = group?.members.findIndex(({ held }) => held.includes(7)) ?? -1;
      const at = group?.members[own]?.held.indexOf(7) ?? -1;
      return group?.answers[own]?.slice(3 * at, 3 * at + 3);
    };
    expect(before.trials).toHaveLength(1);
    // The epoch is chosen by all rows: compare only if it is the same.
    expect(after.tests[0]?.epoch).toBe(before.tests[0]?.epoch);
    expect(logits(after)).toEqual(logits(before));
  });

  it('ends with the best so far where a signal stops it, and throws before the first trial', async () => {
    const table = rings(60);
    const abort = new AbortController();
    const options = { ...CLASSES, signal: abort.signal, onTrial: () => abort.abort() };
    const { aborted, trials, said } = await learned(table, options);
    expect(aborted).toBe(true);
    expect(trials).toHaveLength(1);
    expect(said.every(Number.isFinite)).toBe(true);
    await expect(learnTable(backend, table, { ...CLASSES, signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it('ends with a network of its own where a signal stops a search that was resumed', async () => {
    const table = rings(60);
    const { trials } = await ofRings();
    const abort = new AbortController();
    // The best of the known trials has no network yet.
    const done = [{ ...(trials[0] as Trial), losses: [0, 0] }];
    const resumed = { ...CLASSES, done, signal: abort.signal, onTrial: () => abort.abort() };
    const { aborted, recipe, answered, loss } = await learned(table, resumed);
    expect(aborted).toBe(true);
    expect(recipe).toEqual(trials[1]?.recipe);
    expect(answered.length).toBe(60);
    expect(loss).toBeGreaterThan(0.1);
  });

  it('throws where a signal leaves no network that was tested', async () => {
    const table = rings(60);
    const times = Float64Array.from({ length: 60 }, (_, row) => row);
    const { recipe } = (await ofRings()).trials[0] as Trial;
    const done = [{ recipe, members: [1, 2], losses: [0.5, 0.5] }];
    const abort = new AbortController();
    const options = { ...CLASSES, effort: 1e-9, times, done };
    const resumed = { ...options, signal: abort.signal, onTrial: () => abort.abort() };
    await expect(learnTable(backend, table, resumed)).rejects.toThrow('abort');
  });

  it('never predicts a row in time from later ones', async () => {
    const table = slopes(40);
    const times = Float64Array.from({ length: 40 }, (_, row) => row);
    const { tests, answered } = await learned(table, { task: 'numbers', outputs: 1, effort: 0.02, folds: 3, times });
    expect(answered[0]).toBe(10);
    for (const { seen, held } of tests.flatMap(({ members }) => members)) {
      expect(Math.max(...seen)).toBeLessThan(Math.min(...held));
    }
  });

  it('answers numbers within the range that it has seen', async () => {
    const table = slopes(96);
    const { network, answers } = await ofSlopes();
    const error = answers.reduce((sum, own, row) => sum + Math.abs(own - (table.y.data[row] as number)), 0) / 96;
    expect(error).toBeLessThan(0.12);
    const far = await predict(network, dense(Float32Array.of(50, -50, 0), [1, 3]));
    expect(far.data[0]).toBeLessThanOrEqual(Array.from(table.y.data).reduce((a, b) => Math.max(a, b)));
  });

  it('learns from categories by their places', async () => {
    const rows = 60;
    const x = dense(
      Float32Array.from({ length: rows }, (_, row) => row % 12),
      [rows, 1],
    );
    const y = dense(
      Int32Array.from({ length: rows }, (_, row) => Number([1, 4, 5, 9, 10].includes(row % 12))),
      [rows],
    );
    // No row has the last place.
    const categories = new Map([[0, 13]]);
    const { answers, tests, parameters } = await learned(
      { x, y },
      { task: 'classes', outputs: 2, effort: 0.02, folds: 3, categories },
    );
    const right = y.data.filter((target, row) => (answers[2 * row + target] as number) > 0.5);
    expect(right.length).toBe(rows);
    const name = [...parameters.keys()].find((own) => own.endsWith('embedding0')) as string;
    const { data, shape } = parameters.get(name) as DenseArray;
    const size = shape[2] as number;
    const { seen = new Int32Array(0) } = tests[0]?.members[0] ?? {};
    for (let at = 0; at < size; at++) {
      const mean = seen.reduce((sum, row) => sum + (data[(row % 12) * size + at] as number), 0) / seen.length;
      expect(data[12 * size + at]).toBeCloseTo(mean, 6);
    }
  });

  it('learns from words, and an unknown word counts for nothing', async () => {
    const [rows, length] = [120, 4];
    // The words 1 and 2 tell; no row has the last one, and only row 0 has word 8.
    const x = new Float32Array(rows * length);
    const y = Int32Array.from({ length: rows }, (_, row) => row % 2);
    for (let row = 0; row < rows; row++) x.set([3 + (row % 5), 1 + (row % 2), row === 0 ? 8 : 0], row * length);
    const { answers, tests, parameters } = await learned(
      { x: dense(x, [rows, length]), y: dense(y, [rows]) },
      { task: 'classes', outputs: 2, effort: 0.02, folds: 3, texts: [{ input: 0, length, values: 10 }] },
    );
    expect(y.filter((target, row) => (answers[2 * row + target] as number) > 0.5).length).toBe(rows);
    const { data, shape } = parameters.get('0.words0') as DenseArray;
    const [members = 0, words = 0, size = 0] = shape;
    expect([words, size]).toEqual([9, 16]);
    const isZero = (member: number, word: number): boolean =>
      data.subarray((member * words + word - 1) * size, (member * words + word) * size).every((value) => value === 0);
    const all = tests.flatMap((group) => group.members);
    expect(all.length).toBe(members);
    for (const [member, { seen }] of all.entries()) {
      expect([1, 8, 9].map((word) => isZero(member, word))).toEqual([false, !seen.includes(0), true]);
    }
    expect(all.some(({ seen }) => !seen.includes(0))).toBe(true);
  });

  it('says what it needs', async () => {
    const one = new Int32Array(60);
    await expect(learnTable(backend, rings(60), { ...CLASSES, groups: one })).rejects.toThrow(
      'learnTable: expected at least two different groups. Received fewer.',
    );
  });

  it('holds out two rows at a time of few rows', async () => {
    const { folds: _, ...rest } = CLASSES;
    const { trials, answered } = await learned(rings(7), { ...rest, effort: 1e-9 });
    expect(trials.map(({ members }) => members)).toEqual([[0, 1, 2]]);
    expect(answered.length).toBe(7);
  });

  const [one, two] = [new Int32Array(60), new Float64Array(60)];
  const trial: Trial = { recipe: {} as Recipe, members: [0, 1], losses: [0.5] };
  it.each<[options: object, says: string]>([
    [{ folds: 1 }, 'learnTable: folds: expected a whole number >= 2. Received 1.'],
    [{ folds: 2.5 }, 'learnTable: folds: expected a whole number >= 2. Received 2.5.'],
    [{ folds: '3' }, "learnTable: folds: expected a whole number >= 2. Received '3'."],
    [{ effort: 0 }, 'learnTable: effort: expected a number > 0. Received 0.'],
    [{ effort: Number.NaN }, 'learnTable: effort: expected a number > 0. Received NaN.'],
    [{ task: 'regression' }, "learnTable: task: expected 'classes' or 'numbers'. Received 'regression'."],
    [{ groups: one, times: two }, 'learnTable: groups cannot be combined with times. Leave one of the two out.'],
    [{ done: [{ ...trial, losses: [1, 2] }, trial] }, 'one loss for each member. Received another as number 2.'],
    [{ done: [null] }, 'learnTable: done: expected trials as onTrial gave them'],
  ])('refuses %j', async (options, says) => {
    const refused = learnTable(backend, rings(60), { ...CLASSES, ...options });
    await expect(refused).rejects.toMatchObject({ code: 'argument', message: expect.stringContaining(says) });
  });
});

describe('what matters', () => {
  it.each([
    [{ repeats: 1 }, 'permutationImportance: repeats: expected a whole number >= 2. Received 1.'],
    [{ rows: 0 }, 'permutationImportance: rows: expected a whole number >= 1. Received 0.'],
  ])('refuses %j', async (options, message) => {
    const refused = permutationImportance(backend, slopes(), {} as LearnedTable, [], options);
    await expect(refused).rejects.toMatchObject({ code: 'argument', message });
  });

  it('is what the numbers come from, by rows that were not learned from', async () => {
    const table = slopes(96);
    const found = await ofSlopes();
    const [a, b, none] = await permutationImportance(backend, table, found, [[0], [1], [2]], { repeats: 3 });
    // Without a column, the error grows by twice its share of the variance.
    expect(a?.mean).toBeGreaterThan(1);
    expect(b?.mean).toBeGreaterThan(0.2);
    expect(b?.mean).toBeLessThan(0.6);
    expect(Math.abs(none?.mean as number)).toBeLessThan(0.05);
    expect(a?.deviation).toBeGreaterThan(0);
    const sample = dense(table.x.data.slice(0, 90), [30, 3]);
    const effect = await partialDependence(found.network, sample, [0], [[-1], [0], [1]], 'numbers');
    expect((effect[2] as number) - (effect[0] as number)).toBeCloseTo(1.8, 0);
    expect((effect[1] as number) - (effect[0] as number)).toBeCloseTo(0.9, 0);
  });
});
