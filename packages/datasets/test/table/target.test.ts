/** Targets of numbers: their logarithm, and intervals around predictions. */
import { Dense, dense, isNablaError, Sequential } from '@nablajs/core';
import { exp, log } from '@nablajs/core/math';
import { createBackend } from '@nablajs/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  csvDataset,
  intervalOf,
  type NumberTarget,
  predictRows,
  readTableForm,
  type TableForm,
  targetOutput,
  targetValue,
} from '../../src/index.js';

const PRICES = 'x,price\n1,10\n2,100\n3,1000\n6,10000\n';
const LOGARITHMS = await csvDataset(PRICES, {
  target: 'price',
  task: 'regression',
  targetTransform: 'log',
  dtype: 'float64',
});
/** Half a percent more for each percent. */
const ERRORS = Array.from({ length: 99 }, (_, percent) => (percent + 1) / 200);
const LOG: NumberTarget = { name: 'price', kind: 'number', mean: 5, standardDeviation: 2, transform: 'log' };

const failure = async (body: () => unknown): Promise<string> => {
  try {
    await body();
  } catch (error) {
    return isNablaError(error) ? `${error.code}: ${error.message}` : `${error}`;
  }
  return 'nothing was thrown';
};

describe('the logarithm of a target', () => {
  it('is standardised', async () => {
    const { form, batch } = LOGARITHMS;
    // log 10 times 1, 2, 3 and 4: mean 2.5, variance 5/4.
    const target = form.target as NumberTarget;
    expect(target.mean).toBeCloseTo(2.5 * log(10), 12);
    expect(target.standardDeviation).toBeCloseTo(Math.sqrt(5 / 4) * log(10), 12);
    const { y } = await batch(Int32Array.of(0, 3));
    const { data } = y as { data: Float64Array };
    for (const [at, value] of [-1.5, 1.5].entries()) expect(data[at]).toBeCloseTo(value / Math.sqrt(5 / 4), 12);
    expect(readTableForm(JSON.parse(JSON.stringify(form)), 'form')).toEqual(form);
  });

  it('is undone', () => {
    expect(targetOutput(LOG, exp(9))).toBeCloseTo(2, 14);
    expect(targetValue(LOG, 2)).toBe(exp(9));
    const { transform, ...plain } = LOG;
    expect([transform, targetOutput(plain, 9), targetValue(plain, 2)]).toEqual(['log', 2, 9]);
    const positive = fc.double({ noNaN: true, min: 1e-300, max: 1e300 });
    fc.assert(
      fc.property(positive, (value) => {
        expect(targetValue(LOG, targetOutput(LOG, value)) / value).toBeCloseTo(1, 11);
      }),
    );
  });

  it('needs numbers above 0', async () => {
    const learn = (text: string, task?: 'classification' | 'regression') =>
      failure(() => csvDataset(text, { target: 'price', targetTransform: 'log', ...(task && { task }) }));
    const numbers = "argument: learnForm: targetTransform: expected only numbers above 0 in the target 'price'.";
    expect(await learn(PRICES.replace('100\n', '0\n'), 'regression')).toBe(`${numbers} Received 0.`);
    expect(await learn(PRICES.replace('100\n', '-2\n'), 'regression')).toBe(`${numbers} Received -2.`);
    expect(await learn(PRICES, 'classification')).toBe(
      "argument: learnForm: targetTransform: expected numbers in the target 'price'. Received classes.",
    );
    const options = { target: 'price', task: 'regression', targetTransform: 'sqrt' as 'log' } as const;
    expect(await failure(() => csvDataset(PRICES, options))).toContain("expected 'log'. Received 'sqrt'.");
    const { form } = LOGARITHMS;
    expect(await failure(() => csvDataset('x,price\n1,0\n', { form }))).toBe(
      'data: table: row 1: price: expected a number above 0. Received "0".',
    );
  });
});

describe('intervals', () => {
  const target: NumberTarget = { name: 'price', kind: 'number', mean: 100, standardDeviation: 10, errors: ERRORS };

  it.each([
    [0.9, 0.45],
    [0.01, 0.005],
    [0.07, 0.035],
    [0.895, 0.45],
    [0.99, 0.495],
  ])('of %d reach as far as the errors say', (coverage, distance) => {
    expect(intervalOf(target, 1, coverage)).toEqual({
      low: (1 - distance) * 10 + 100,
      high: (1 + distance) * 10 + 100,
    });
    const { low, high } = intervalOf({ ...LOG, errors: ERRORS }, 1, coverage);
    expect([low, high]).toEqual([exp((1 - distance) * 2 + 5), exp((1 + distance) * 2 + 5)]);
  });

  it.each([0, 0.995, 1, -0.5, 90, Number.NaN])('of %d are refused', async (coverage) => {
    expect(await failure(() => intervalOf(target, 1, coverage))).toBe(
      `argument: intervalOf: expected a coverage from 0.01 to 0.99. Received ${coverage}.`,
    );
  });

  it('come with predictions', async () => {
    const parameters = new Map([
      ['0.weight', dense(Float32Array.of(2), [1, 1])],
      ['0.bias', dense(new Float32Array(1), [1])],
    ]);
    const options = { inputShape: [1], layers: [new Dense(1)], parameters };
    using model = new Sequential(await createBackend(), options);
    const columns = [{ name: 'x', kind: 'number', mean: 0, standardDeviation: 1, missing: false }] as const;
    const form: TableForm = { type: 'table', columns, target };
    expect(await predictRows(model, form, [{ x: 1 }, { x: -1 }], { intervals: 0.9 })).toEqual([
      { prediction: 120, low: 115.5, high: 124.5 },
      { prediction: 80, low: 75.5, high: 84.5 },
    ]);
    expect(await predictRows(model, { ...form, target: LOG }, [{ x: 1 }])).toEqual([{ prediction: exp(9) }]);
    const predict = (own: TableForm['target'], value = 1, intervals?: number) =>
      failure(() => predictRows(model, { ...form, target: own }, [{ x: value }], intervals ? { intervals } : {}));
    expect(await predict(LOG, 1, 0.9)).toBe(
      "argument: predictRows: expected a target of numbers with errors, 'price'. Received one without; ask for no " +
        'intervals.',
    );
    expect(await predict({ name: 'kind', kind: 'class', values: ['a', 'b'] }, 1, 0.9)).toContain('of classes');
    expect(await predict(LOG, 1000)).toContain('The model gives NaN or infinity for these.');
  });

  it.each([
    ['too few', ERRORS.slice(1)],
    ['text', ERRORS.map(String)],
    ['decreasing', [...ERRORS].reverse()],
    ['negative', ERRORS.map((error) => error - 0.1)],
    ['infinite', ERRORS.map((error, at) => (at === 98 ? Number.POSITIVE_INFINITY : error))],
    ['object', { length: 99 }],
    ['missing', null],
  ])('with %s errors are damaged', async (_, errors) => {
    const { form } = LOGARITHMS;
    const damaged = { ...form, target: { ...form.target, errors } };
    expect(await failure(() => readTableForm(damaged, 'model.json'))).toContain(
      'model.json: form.target.errors: expected 99 finite numbers >= 0 that do not decrease. Received another value',
    );
  });

  it('are saved in the form', async () => {
    const { form } = LOGARITHMS;
    const saved = { ...form, target: { ...form.target, errors: ERRORS } };
    expect(readTableForm(JSON.parse(JSON.stringify(saved)), 'form')).toEqual(saved);
    const other = { ...form, target: { ...form.target, transform: 'sqrt' } };
    expect(await failure(() => readTableForm(other, 'form'))).toContain("form.target.transform: expected 'log'.");
  });
});
