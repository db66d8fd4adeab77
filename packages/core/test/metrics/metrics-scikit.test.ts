/** The metrics against scikit-learn's numbers, in one batch and in several. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DenseArray, type Metric, sliceRows } from '../../src/index.js';
import { sigmoid } from '../../src/math/index.js';
import { largestAt } from '../../src/math/largest-at.js';
import {
  Accuracy,
  BinaryAccuracy,
  confusionMatrix,
  F1,
  MAE,
  Precision,
  R2,
  Recall,
  RMSE,
  RocAuc,
  TopKAccuracy,
} from '../../src/metrics/index.js';
import { expectError } from '../support/index.js';
import { type PackedTensor, unpack } from '../support/reference.js';

interface Pair {
  readonly outputs: PackedTensor;
  readonly targets: PackedTensor;
}
type Scores = Readonly<Record<'precision' | 'recall' | 'f1', number>>;
type Decisions = Scores & { readonly threshold: number; readonly binaryAccuracy: number };

/** Made by scripts/reference/metrics.py. */
const reference = JSON.parse(readFileSync(new URL('../fixtures/metrics.json', import.meta.url), 'utf8')) as {
  readonly binary: readonly (Pair & { readonly thresholds: readonly Decisions[]; readonly rocAuc: number })[];
  readonly classes: readonly (Pair & {
    readonly accuracy: number;
    readonly topK: readonly number[];
    readonly averages: Readonly<Record<'macro' | 'micro', Scores>>;
    readonly classes: readonly Scores[];
    readonly rocAuc?: number;
  })[];
  readonly regression: readonly (Pair & Readonly<Record<'mae' | 'rmse' | 'r2', number>>)[];
  readonly weighted: readonly (Pair & {
    readonly weights: PackedTensor;
    readonly expected: Readonly<Record<string, number>>;
    readonly confusionMatrix?: readonly (readonly number[])[];
  })[];
};

const arrayOf = (packed: PackedTensor): DenseArray => ({ layout: 'dense', ...unpack(packed, 'float64') });
const pairOf = ({ outputs, targets }: Pair): [DenseArray, DenseArray] => [arrayOf(outputs), arrayOf(targets)];

/** Outputs, targets and perhaps weights. */
type Arrays = readonly [DenseArray, DenseArray, DenseArray?];

/** The metric over all rows, in batches of `batchSize`. */
function over(metric: Metric, arrays: Arrays, batchSize: number): number {
  const [rows = 0] = arrays[0].shape;
  const sum = metric.start();
  for (let start = 0; start < rows; start += batchSize) {
    const rowsOf = (array: DenseArray | undefined) =>
      (array && sliceRows(array, start, Math.min(start + batchSize, rows))) as DenseArray;
    sum.add(...(arrays.map(rowsOf) as [DenseArray, DenseArray]));
  }
  return sum.result();
}

function expectScore(metric: Metric, pair: Arrays, expected: number): void {
  const whole = over(metric, pair, 1000);
  expect(Math.abs(whole - expected), `${metric.name}: ${whole}, expected ${expected}`).toBeLessThanOrEqual(1e-13);
  for (const batchSize of [1, 4, 7]) expect(over(metric, pair, batchSize)).toBe(whole);
}

describe('binary metrics', () => {
  it.each(reference.binary)('of case %#', (example) => {
    const pair = pairOf(example);
    const [logits, targets] = pair;
    const probabilities = { ...logits, data: Float64Array.from(logits.data, sigmoid) };
    for (const { threshold, ...expected } of example.thresholds) {
      for (const options of [{ threshold }, { threshold, fromLogits: false }]) {
        const own = 'fromLogits' in options ? ([probabilities, targets] as const) : pair;
        expectScore(new BinaryAccuracy(options), own, expected.binaryAccuracy);
        expectScore(new Precision(options), own, expected.precision);
        expectScore(new Recall(options), own, expected.recall);
        expectScore(new F1(options), own, expected.f1);
      }
    }
    expectScore(new RocAuc(), pair, example.rocAuc);
    expectScore(new RocAuc(), [probabilities, targets], example.rocAuc);
  });
});

describe('metrics of classes', () => {
  it.each(reference.classes)('of case %#', (example) => {
    const pair = pairOf(example);
    expectScore(new Accuracy(), pair, example.accuracy);
    for (const [at, expected] of example.topK.entries()) expectScore(new TopKAccuracy({ k: at + 1 }), pair, expected);
    for (const average of ['macro', 'micro'] as const) {
      const { precision, recall, f1 } = example.averages[average];
      expectScore(new Precision({ average }), pair, precision);
      expectScore(new Recall({ average }), pair, recall);
      expectScore(new F1({ average }), pair, f1);
    }
    for (const [classIndex, { precision, recall, f1 }] of example.classes.entries()) {
      expectScore(new Precision({ classIndex }), pair, precision);
      expectScore(new Recall({ classIndex }), pair, recall);
      expectScore(new F1({ classIndex }), pair, f1);
    }
    if (example.rocAuc !== undefined) expectScore(new RocAuc(), pair, example.rocAuc);
  });
});

describe('metrics of regressions', () => {
  it.each(reference.regression)('of case %#', (example) => {
    const pair = pairOf(example);
    expectScore(new MAE(), pair, example.mae);
    expectScore(new RMSE(), pair, example.rmse);
    expectScore(new R2(), pair, example.r2);
  });
});

describe('weights are sample_weight, of examples and of elements', () => {
  const metrics: Readonly<Record<string, Metric>> = {
    accuracy: new Accuracy(),
    top2Accuracy: new TopKAccuracy({ k: 2 }),
    macroPrecision: new Precision({ average: 'macro' }),
    macroRecall: new Recall({ average: 'macro' }),
    macroF1: new F1({ average: 'macro' }),
    microF1: new F1({ average: 'micro' }),
    f1OfClass1: new F1({ classIndex: 1 }),
    binaryAccuracy: new BinaryAccuracy(),
    precision: new Precision(),
    recall: new Recall(),
    f1: new F1(),
    rocAuc: new RocAuc(),
    mae: new MAE(),
    rmse: new RMSE(),
    r2: new R2(),
  };

  it.each(reference.weighted)('in case %#', ({ weights, expected, confusionMatrix: matrix, ...example }) => {
    const [outputs, targets] = pairOf(example);
    const own = arrayOf(weights);
    for (const [name, score] of Object.entries(expected)) {
      expectScore(metrics[name] as Metric, [outputs, targets, own], score);
    }
    if (matrix === undefined) return;
    const width = matrix.length;
    const predicted = Int32Array.from(targets.data, (_, row) => largestAt(outputs.data, row * width, width));
    const found = confusionMatrix(targets.data, predicted, width, own.data);
    for (const [row, counts] of matrix.entries()) {
      for (const [at, count] of counts.entries()) expect(found[row]?.[at]).toBeCloseTo(count, 12);
    }
  });

  it('of 1 change no bit, and of a shape that does not fit are an error', () => {
    const [case0, tokens] = [reference.binary[0] as Pair, reference.weighted[1] as Pair];
    const [outputs, targets] = pairOf(case0);
    const ones: DenseArray = { ...outputs, data: outputs.data.map(() => 1) as Float64Array };
    for (const metric of [new RocAuc(), new F1(), new BinaryAccuracy()]) {
      expect(over(metric, [outputs, targets, ones], 7)).toBe(over(metric, [outputs, targets], 61));
    }
    const [logits, labels] = pairOf(tokens);
    expectError(
      () => new Accuracy().start().add(logits, labels, { ...ones, shape: [6, 4] }),
      'shape',
      'accuracy: expected weights of shape [6, 5], or the first dimensions of it. Received [6, 4].',
    );
  });
});
