import { Dense, dense, isNablaError, type Network, Sequential } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import { predictRows, readTableForm, type TableForm } from '../../src/index.js';

const columns = [
  { name: 'length', kind: 'number', mean: 10, standardDeviation: 2, missing: true },
  { name: 'striped', kind: 'category', values: ['False', 'True'] },
] as const;
const form = (target: TableForm['target']) => readTableForm({ type: 'table', columns, target }, 'model.json');
const KINDS = form({ name: 'kind', kind: 'class', values: ['cat', 'dog', 'eel'] });
const WEIGHT = form({ name: 'weight', kind: 'number', mean: 100, standardDeviation: 10 });

/** Inputs: length, length is missing, striped = False, striped = True. */
async function linear(outputs: number, weight: readonly number[]): Promise<Network> {
  const parameters = new Map([
    ['0.weight', dense(Float32Array.from(weight), [4, outputs])],
    ['0.bias', dense(new Float32Array(outputs), [outputs])],
  ]);
  return new Sequential(await createBackend(), { inputShape: [4], layers: [new Dense(outputs)], parameters });
}

/** The logits of cat, dog and eel are 2 length, -length and 3 striped - 9 missing, with a standardised length. */
const classifier = () => linear(3, [2, -1, 0, 0, 0, -9, 0, 0, 0, 0, 0, 3]);

const failure = (body: Promise<unknown>): Promise<string> =>
  body.then(
    () => 'nothing was thrown',
    (error: unknown) => (isNablaError(error) ? `${error.code}: ${error.message}` : `${error}`),
  );

describe('predictRows', () => {
  it('ranks the classes of rows of texts, numbers, booleans and missing values', async () => {
    using model = await classifier();
    const rows = [
      { length: '12', striped: 'False', more: 'ignored' },
      { length: 8, striped: true },
      { length: null, striped: '' },
    ];
    const [first, second, third] = await predictRows(model, KINDS, rows);
    const total = Math.exp(2) + Math.exp(-1) + 1;
    expect(first?.top?.map((one) => one.class)).toEqual(['cat', 'eel', 'dog']);
    expect(first?.top?.[1]?.probability).toBeCloseTo(1 / total, 6);
    expect([first?.prediction, first?.probability]).toEqual(['cat', first?.top?.[0]?.probability]);
    expect(first?.probability).toBeCloseTo(Math.exp(2) / total, 6);
    expect(second?.prediction).toBe('eel');
    expect(third?.top?.map((one) => one.class)).toEqual(['cat', 'dog', 'eel']); // 0, 0 and -9
  });

  it('predicts numbers in the unit of the target', async () => {
    using model = await linear(1, [3, 0, 0, 1]);
    const rows = [
      { length: 12, striped: 'True' },
      { length: '9', striped: null },
    ];
    expect(await predictRows(model, WEIGHT, rows)).toEqual([{ prediction: 140 }, { prediction: 85 }]);
    expect(await predictRows(model, WEIGHT, [])).toEqual([]);
  });

  it('explains a number by what each cell adds to it, compared with an empty cell', async () => {
    using model = await linear(1, [3, 0, 0, 1]);
    const rows = [
      { length: 12, striped: 'True' },
      { length: 10, striped: null },
    ];
    const explained = await predictRows(model, WEIGHT, rows, { explain: true });
    expect(explained.map(({ explanation }) => explanation)).toEqual([
      [
        { column: 'length', change: 30 },
        { column: 'striped', change: 10 },
      ],
      [
        { column: 'length', change: 0 },
        { column: 'striped', change: 0 },
      ],
    ]);
  });

  it('explains a class by what each cell adds to its probability', async () => {
    using model = await classifier();
    const [eel] = await predictRows(model, KINDS, [{ length: 12, striped: 'True' }], { explain: true });
    const softmax = (at: number, logits: readonly number[]): number =>
      Math.exp(logits[at] as number) / logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const whole = softmax(2, [2, -1, 3]);
    expect(eel?.explanation?.map(({ column }) => column)).toEqual(['length', 'striped']);
    // Without a length, `length is missing` counts.
    expect(eel?.explanation?.[0]?.change).toBeCloseTo(whole - softmax(2, [0, 0, -6]), 6);
    expect(eel?.explanation?.[1]?.change).toBeCloseTo(whole - softmax(2, [2, -1, 0]), 6);
  });

  it('says which row is wrong', async () => {
    using model = await classifier();
    const good = { length: 12, striped: 'True' };
    expect(await failure(predictRows(model, KINDS, [good, { length: 1 } as never]))).toBe(
      "data: predictRows: row 2: expected the column 'striped'; null is a missing value. Received none.",
    );
    expect(await failure(predictRows(model, KINDS, [good, { ...good, length: 'long' }]))).toBe(
      'data: predictRows: row 2: length: expected a number. Received "long".',
    );
  });

  it('refuses a form that is not of the model, and a model that gives NaN', async () => {
    using three = await classifier();
    expect(await failure(predictRows(three, WEIGHT, [{ length: 12, striped: 'True' }]))).toBe(
      'shape: predictRows: expected a model with outputs [n, 1], as its form says. Received outputs [1, 3].',
    );
    for (const [outputs, target] of [
      [3, KINDS],
      [1, WEIGHT],
    ] as const) {
      using broken = await linear(outputs, new Array(4 * outputs).fill(Number.NaN));
      expect(await failure(predictRows(broken, target, [{ length: 12, striped: 'True' }]))).toMatch(
        /^data: predictRows: expected values like those of the training data/,
      );
    }
  });
});
