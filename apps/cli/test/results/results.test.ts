/** Results of small outputs, computed by hand. */
import { dense } from '@nablajs/core';
import { type TargetScale, targetOutput } from '@nablajs/datasets';
import { describe, expect, it } from 'vitest';
import type { Example } from '../../src/results/example.js';
import { type ResultsInput, resultsOf } from '../../src/results/results.js';
import type { ClassificationResults, RegressionResults } from '../../src/results/results-schema.js';

const row = (index: number): Example => ({ kind: 'row', cells: [['index', `${index}`]] });

/** Computes results from logits with these probabilities. */
function classified(probabilities: readonly (readonly number[])[], truth: readonly number[], classes = ['cat', 'dog']) {
  const logits = Float64Array.from(probabilities.flat(), Math.log);
  return resultsOf({
    task: { kind: 'classification', classes },
    outputs: dense(logits, [probabilities.length, classes.length]),
    truth: Int32Array.from(truth),
    example: row,
    epochs: 2,
    seconds: 0.5,
  }) as ClassificationResults;
}

describe('results of a classifier', () => {
  const results = classified(
    [
      [0.95, 0.05],
      [0.91, 0.09],
      [0.3, 0.7],
      [0.24, 0.76],
      [0.5, 0.5],
    ],
    [0, 1, 1, 0, 0],
  );

  it('have accuracy and confusion matrix, with true classes as rows', () => {
    expect(results).toMatchObject({
      format: 'nabla-results',
      formatVersion: 4,
      rows: 5,
      notFinite: 0,
      epochs: 2,
      seconds: 0.5,
    });
    expect(results.accuracy).toBe(3 / 5);
    expect(results.confusionMatrix).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });

  it('have the calibration in ten bins', () => {
    const { bins, expectedError } = results.calibration;
    expect(bins.map(({ count }) => count)).toEqual([0, 0, 0, 0, 0, 1, 0, 2, 0, 2]);
    expect(bins[9]).toMatchObject({ from: 0.9, to: 1, accuracy: 0.5 });
    expect(bins[9]?.confidence).toBeCloseTo(0.93, 12);
    expect(bins[7]).toMatchObject({ accuracy: 0.5 });
    expect(bins[7]?.confidence).toBeCloseTo(0.73, 12);
    expect(bins[0]).toEqual({ from: 0, to: 0.1, count: 0, confidence: null, accuracy: null });
    // (2 |0.93 - 0.5| + 2 |0.73 - 0.5| + 1 |0.5 - 1|) / 5
    expect(expectedError).toBeCloseTo((2 * 0.43 + 2 * 0.23 + 0.5) / 5, 12);
  });

  it('have the mistakes, the most confident first, with their examples', () => {
    expect(results.mistakes).toMatchObject([
      { index: 1, truth: 1, predicted: 0, example: { kind: 'row', cells: [['index', '1']] } },
      { index: 3, truth: 0, predicted: 1 },
    ]);
    expect(results.mistakes[0]?.probability).toBeCloseTo(0.91, 12);
  });

  it('keep 24 mistakes at most', () => {
    const many = Array.from({ length: 60 }, (_, at) => [0.5 + at / 200, 0.5 - at / 200]);
    const { mistakes } = classified(many, new Array(60).fill(1));
    expect(mistakes.map(({ index }) => index)).toEqual(Array.from({ length: 24 }, (_, at) => 59 - at));
  });

  it('have probability 1 for logits far apart, and count outputs that are not finite', () => {
    const outputs = dense(Float32Array.of(1000, -1000, Number.NaN, 0, 3, Number.POSITIVE_INFINITY), [3, 2]);
    const task = { kind: 'classification', classes: ['a', 'b'] } as const;
    const found = resultsOf({
      task,
      outputs,
      truth: [1, 1, 1],
      example: row,
      epochs: 2,
      seconds: 0,
    }) as ClassificationResults;
    expect(found.notFinite).toBe(2);
    expect(found.mistakes).toMatchObject([{ index: 0, probability: 1 }]);
    // A NaN counts as the largest, as in `evaluate`.
    expect(found.confusionMatrix).toEqual([
      [0, 0],
      [2, 1],
    ]);
    expect(found.calibration.expectedError).toBe(1);
  });

  it('have no accuracy without examples', () => {
    const { accuracy, calibration, mistakes } = classified([], []);
    expect([accuracy, calibration.expectedError, mistakes]).toEqual([null, null, []]);
  });

  it('keep images as bytes in base64, and shrink large ones by means', () => {
    const pixels = Uint8Array.from({ length: 200 * 130 }, (_, at) => (at % 130 < 2 && at < 260 ? 100 + (at % 2) : 0));
    const input: ResultsInput = {
      task: { kind: 'classification', classes: ['a', 'b'] },
      outputs: dense(Float32Array.of(1, 0, 1, 0), [2, 2]),
      truth: [1, 1],
      example: (index) =>
        index === 0
          ? { kind: 'image', height: 1, width: 2, channels: 3, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) }
          : { kind: 'image', height: 200, width: 130, channels: 1, pixels },
      epochs: 2,
      seconds: 0,
    };
    const [small, large] = (resultsOf(input) as ClassificationResults).mistakes.map(({ example }) => example);
    expect(small).toEqual({ kind: 'image', height: 1, width: 2, channels: 3, pixels: 'AQIDBAUG' });
    expect(large).toMatchObject({ height: 100, width: 65 });
    // The mean of 100, 101, 100 and 101.
    expect(Buffer.from((large as { pixels: string }).pixels, 'base64')[0]).toBe(101);
  });
});

/** Computes results from true values and predictions. By default, the target's mean is 10, its deviation 2. */
function regressed(
  pairs: readonly (readonly [number, number])[],
  scale: TargetScale = { mean: 10, standardDeviation: 2 },
): RegressionResults {
  const standardised = (value: number): number => targetOutput(scale, value);
  return resultsOf({
    task: { kind: 'regression', target: 'price', ...scale },
    outputs: dense(
      Float64Array.from(pairs, ([, predicted]) => standardised(predicted)),
      [pairs.length, 1],
    ),
    truth: Float64Array.from(pairs, ([truth]) => standardised(truth)),
    example: row,
    epochs: 2,
    seconds: 0,
  }) as RegressionResults;
}

describe('results of a regression', () => {
  const results = regressed([
    [10, 11],
    [12, 12],
    [14, 12],
    [16, 19],
  ]);

  it('are errors in the units of the target', () => {
    expect(results).toMatchObject({ target: 'price', rows: 4, meanAbsoluteError: 1.5 });
    expect(results.rootMeanSquaredError).toBeCloseTo(Math.sqrt(14 / 4), 12);
    // The squares of the true values around their mean of 13 sum to 20, those of the residuals to 14.
    expect(results.r2).toBeCloseTo(1 - 14 / 20, 12);
    expect(results.pairs).toEqual([
      [10, 11],
      [12, 12],
      [14, 12],
      [16, 19],
    ]);
  });

  it('are in the same units if the network learns logarithms', () => {
    const pairs = Array.from({ length: 30 }, (_, at) => [at + 5, at + 5 + ((at * 7) % 5)] as const);
    const plain = regressed(pairs);
    const logarithms = regressed(pairs, { mean: 2, standardDeviation: 0.5, transform: 'log' });
    expect(logarithms.meanAbsoluteError).toBeCloseTo(plain.meanAbsoluteError as number, 10);
    expect(logarithms.r2).toBeCloseTo(plain.r2 as number, 10);
    for (const name of ['r2', 'mae'] as const) {
      for (const at of [0, 1]) {
        expect(logarithms.intervals?.[name][at]).toBeCloseTo(plain.intervals?.[name][at] as number, 10);
      }
    }
  });

  it('have the largest errors first', () => {
    expect(results.largestErrors.map(({ index, truth, predicted }) => [index, truth, predicted])).toEqual([
      [3, 16, 19],
      [2, 14, 12],
      [0, 10, 11],
      [1, 12, 12],
    ]);
  });

  it('have the residuals in bins from the smallest to the largest', () => {
    const { from, to, counts } = results.residuals;
    expect([from, to]).toEqual([-2, 3]);
    // Bins of 0.2: -2, 0, 1 and 3.
    expect([...counts.entries()].filter(([, count]) => count > 0)).toEqual([
      [0, 1],
      [10, 1],
      [15, 1],
      [24, 1],
    ]);
    expect(
      regressed([
        [10, 11],
        [12, 13],
      ]).residuals,
    ).toEqual({ from: 1, to: 1, counts: [2] });
  });

  it('keep 2,000 pairs, chosen evenly', () => {
    const { pairs } = regressed(Array.from({ length: 5000 }, (_, at) => [at, at]));
    expect(pairs).toHaveLength(2000);
    expect(pairs.slice(0, 5).map(([truth]) => truth)).toEqual([0, 2, 5, 7, 10]);
    expect(pairs.at(-1)?.[0]).toBe(4997);
  });

  it('have no R2 if all true values are the same, and leave out values that are not finite', () => {
    expect(
      regressed([
        [10, 11],
        [10, 9],
      ]).r2,
    ).toBeNull();
    const found = regressed([
      [10, Number.NaN],
      [12, 12],
      [13, Number.POSITIVE_INFINITY],
    ]);
    expect(found).toMatchObject({ rows: 3, notFinite: 2, meanAbsoluteError: 0, pairs: [[12, 12]] });
    expect(regressed([])).toMatchObject({ meanAbsoluteError: null, r2: null, pairs: [] });
  });
});

it('refuses outputs that do not fit the true values', () => {
  const outputs = dense(new Float32Array(6), [3, 2]);
  const common = { outputs, truth: [0, 1], example: row, epochs: 2, seconds: 0 };
  expect(() => resultsOf({ task: { kind: 'classification', classes: ['a', 'b'] }, ...common })).toThrow(
    'classificationResults: expected outputs [2, 2]. Received [3, 2].',
  );
  const task = { kind: 'regression', target: 'y', mean: 0, standardDeviation: 1 } as const;
  expect(() => resultsOf({ task, ...common })).toThrow('regressionResults: expected outputs [2, 1]. Received [3, 2].');
});
