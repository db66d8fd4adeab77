/** The metrics against scikit-learn's numbers, in one batch and in several. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DenseArray, type Metric, sliceRows } from '../../src/index.js';
import { sigmoid } from '../../src/math/index.js';
import {
  Accuracy,
  BinaryAccuracy,
  F1,
  MAE,
  Precision,
  R2,
  Recall,
  RMSE,
  RocAuc,
  TopKAccuracy,
} from '../../src/metrics/index.js';
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
};

const pairOf = ({ outputs, targets }: Pair): [DenseArray, DenseArray] => [
  { layout: 'dense', ...unpack(outputs, 'float64') },
  { layout: 'dense', ...unpack(targets, 'float64') },
];

/** The metric over all rows, in batches of `batchSize`. */
function over(metric: Metric, [outputs, targets]: readonly [DenseArray, DenseArray], batchSize: number): number {
  const [rows = 0] = outputs.shape;
  const sum = metric.start();
  for (let start = 0; start < rows; start += batchSize) {
    const end = Math.min(start + batchSize, rows);
    sum.add(sliceRows(outputs, start, end) as DenseArray, sliceRows(targets, start, end) as DenseArray);
  }
  return sum.result();
}

function expectScore(metric: Metric, pair: readonly [DenseArray, DenseArray], expected: number): void {
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
