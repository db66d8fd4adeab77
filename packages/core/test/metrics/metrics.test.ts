import { describe, expect, it } from 'vitest';
import { type DenseArray, dense, type Metric } from '../../src/index.js';
import { exp, tanh } from '../../src/math/index.js';
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
import { expectError, scattered } from '../support/index.js';

const f64 = (values: readonly number[], ...shape: number[]): DenseArray =>
  dense(Float64Array.from(values), shape.length === 0 ? [values.length] : shape);
const i32 = (values: readonly number[], ...shape: number[]): DenseArray =>
  dense(Int32Array.from(values), shape.length === 0 ? [values.length] : shape);

function of(metric: Metric, outputs: DenseArray | DenseArray[], targets: DenseArray | DenseArray[]): number {
  const sum = metric.start();
  sum.add(outputs, targets);
  return sum.result();
}

describe('binary metrics, by hand', () => {
  // Positive are 2 and 1 and 0.5; of them 2 and 0.5 rightly so. The positives are 2, 0.5 and -1.
  const logits = f64([2, 1, 0.5, 0, -1, -3]);
  const truths = i32([1, 0, 1, 0, 1, 0]);

  it('of logits at a probability of a half: 0 itself is negative', () => {
    expect(of(new BinaryAccuracy(), logits, truths)).toBe(4 / 6);
    expect(of(new Precision(), logits, truths)).toBe(2 / 3);
    expect(of(new Recall(), logits, truths)).toBe(2 / 3);
    expect(of(new F1(), logits, truths)).toBe(2 / 3);
  });

  it('of logits at another threshold of the probability', () => {
    // sigmoid(0.5) = 0.622, sigmoid(1) = 0.731
    expect(of(new Precision({ threshold: 0.7 }), logits, truths)).toBe(1 / 2);
    expect(of(new Recall({ threshold: 0.7 }), logits, truths)).toBe(1 / 3);
    expect(of(new F1({ threshold: 0.7 }), logits, truths)).toBe(2 / 5);
    expect(of(new Recall({ threshold: 0 }), logits, truths)).toBe(1);
    expect(of(new Recall({ threshold: 1 }), logits, truths)).toBe(0);
  });

  it('of probabilities with fromLogits: false', () => {
    const probabilities = f64([0.9, 0.8, 0.5, 0.2]);
    const options = { fromLogits: false };
    expect(of(new BinaryAccuracy(options), probabilities, i32([1, 0, 1, 0]))).toBe(0.5);
    expect(of(new BinaryAccuracy({ ...options, threshold: 0.1 }), probabilities, i32([1, 0, 1, 0]))).toBe(0.5);
    expect(of(new Precision({ ...options, threshold: 0.85 }), probabilities, i32([1, 0, 1, 0]))).toBe(1);
  });

  it('take float targets, outputs [n, 1], and several decisions for each example', () => {
    expect(of(new BinaryAccuracy(), f64([...logits.data], 6, 1), f64([1, 0, 1, 0, 1, 0]))).toBe(4 / 6);
    expect(of(new BinaryAccuracy(), f64([...logits.data], 3, 2), f64([1, 0, 1, 0, 1, 0], 3, 2))).toBe(4 / 6);
    expect(of(new F1(), [f64([1, -1], 2, 1)], [f64([1, 1])])).toBe(2 / 3);
  });

  it('count a NaN as negative', () => {
    expect(of(new BinaryAccuracy(), f64([Number.NaN, Number.NaN]), i32([0, 1]))).toBe(0.5);
  });
});

describe('metrics of classes, by hand', () => {
  // Predicted 0, 2, 2, 1 (of equal ones the first); true 0, 2, 1, 1.
  const logits = f64([3, 1, 0, 0, 1, 2, 0, 0, 5, 0, 1, 1], 4, 3);
  const truths = i32([0, 2, 1, 1]);
  const rows = f64([1, 0, 0, 0, 0, 1, 0.1, 0.8, 0.1, 0, 1, 0], 4, 3);

  it('take labels, and probabilities for the class they mark', () => {
    for (const targets of [truths, rows]) {
      expect(of(new Accuracy(), logits, targets)).toBe(3 / 4);
      expect(of(new Precision({ classIndex: 2 }), logits, targets)).toBe(1 / 2);
      expect(of(new Recall({ classIndex: 1 }), logits, targets)).toBe(1 / 2);
      expect(of(new F1({ classIndex: 1 }), logits, targets)).toBe(2 / 3);
      expect(of(new Precision({ average: 'macro' }), logits, targets)).toBe((1 + 1 + 1 / 2) / 3);
      expect(of(new Recall({ average: 'macro' }), logits, targets)).toBe((1 + 1 / 2 + 1) / 3);
      for (const Micro of [Precision, Recall, F1])
        expect(of(new Micro({ average: 'micro' }), logits, targets)).toBe(3 / 4);
    }
  });

  it('of sequences count every place', () => {
    expect(of(new Accuracy(), f64([...logits.data], 2, 2, 3), i32([0, 2, 1, 1], 2, 2))).toBe(3 / 4);
  });

  it('leave classes that do not occur out of the macro average', () => {
    const wide = f64([3, 1, 0, -9, 0, 1, 2, -9, 0, 0, 5, -9, 0, 1, 1, -9], 4, 4);
    expect(of(new Recall({ average: 'macro' }), wide, truths)).toBe((1 + 1 / 2 + 1) / 3);
    // Of classes 0 to 2, none is 1.
    const gap = f64([1, 0, 0, 0, 0, 1], 2, 3);
    for (const Macro of [Precision, Recall, F1]) expect(of(new Macro({ average: 'macro' }), gap, i32([0, 2]))).toBe(1);
  });

  it('among the k largest: of equal ones the first is ahead', () => {
    const equal = f64([1, 1, 1], 1, 3);
    expect([0, 1, 2].map((truth) => of(new TopKAccuracy({ k: 1 }), equal, i32([truth])))).toEqual([1, 0, 0]);
    expect([0, 1, 2].map((truth) => of(new TopKAccuracy({ k: 2 }), equal, i32([truth])))).toEqual([1, 1, 0]);
    const top = (k: number) => of(new TopKAccuracy({ k }), logits, truths);
    expect([1, 2, 3, 9].map(top)).toEqual([3 / 4, 3 / 4, 1, 1]);
    expect(of(new TopKAccuracy(), logits, truths)).toBe(1);
  });

  it('among the one largest is the accuracy, also of NaN and of equal ones', () => {
    const values = scattered(60, 4).map((value, i) => (i % 11 === 5 ? Number.NaN : Math.round(2 * value)));
    const outputs = f64(values, 20, 3);
    const labels = i32(Array.from({ length: 20 }, (_, i) => (i * 7) % 3));
    const accuracy = of(new Accuracy(), outputs, labels);
    expect(of(new TopKAccuracy({ k: 1 }), outputs, labels)).toBe(accuracy);
    expect(accuracy).toBeGreaterThan(0);
    expect(accuracy).toBeLessThan(1);
  });
});

describe('the area under the ROC curve', () => {
  const scores = scattered(101, 8).map((value) => Math.round(10 * value) / 10);
  const truths = Array.from({ length: 101 }, (_, i) => ((i * i) % 7 < 3 ? 1 : 0));
  const area = of(new RocAuc(), f64(scores), i32(truths));

  it('by hand, with ties of a half', () => {
    expect(of(new RocAuc(), f64([1, 2, 3, 4]), i32([0, 0, 1, 1]))).toBe(1);
    expect(of(new RocAuc(), f64([1, 2, 3, 4]), i32([0, 1, 0, 1]))).toBe(3 / 4);
    expect(of(new RocAuc(), f64([1, 1, 1, 1]), i32([0, 1, 0, 1]))).toBe(1 / 2);
    expect(of(new RocAuc(), f64([0, -0, 2]), i32([0, 1, 0]))).toBe(1 / 4);
  });

  it('is the share of pairs in the right order', () => {
    let [wins, pairs] = [0, 0];
    for (const [i, a] of scores.entries()) {
      for (const [j, b] of scores.entries()) {
        if (truths[i] !== 1 || truths[j] !== 0) continue;
        pairs += 1;
        wins += a > b ? 1 : a === b ? 0.5 : 0;
      }
    }
    expect(area).toBe(wins / pairs);
    expect(area).toBeGreaterThan(0.1);
    expect(area).toBeLessThan(0.9);
  });

  it('is unchanged by whatever keeps the order', () => {
    for (const map of [exp, tanh, (x: number) => 3 * x - 7, (x: number) => x * x * x]) {
      expect(of(new RocAuc(), f64(scores.map(map)), i32(truths))).toBe(area);
    }
  });

  it('becomes 1 - itself with the scores negated, or the classes swapped', () => {
    const negated = of(new RocAuc(), f64(scores.map((x) => -x)), i32(truths));
    expect(negated).toBeCloseTo(1 - area, 15);
    expect(of(new RocAuc(), f64(scores), i32(truths.map((truth) => 1 - truth)))).toBe(negated);
  });

  it('of two classes is that of the difference of their outputs', () => {
    const two = scores.flatMap((x, i) => [i / 8, i / 8 + x]);
    const differences = scores.map((x, i) => i / 8 + x - i / 8);
    const expected = of(new RocAuc(), f64(differences), i32(truths));
    expect(of(new RocAuc(), f64(two, 101, 2), i32(truths))).toBe(expected);
    const probabilities = scores.flatMap((x) => [1 / (1 + exp(x)), 1 / (1 + exp(-x))]);
    expect(of(new RocAuc(), f64(probabilities, 101, 2), i32(truths))).toBe(area);
  });

  it('of two decisions for each example counts them together', () => {
    const pairs = i32([0, 1, 1, 0], 2, 2);
    expect(of(new RocAuc(), f64([1, 3, 2, 4], 2, 2), pairs)).toBe(1 / 2);
    expectError(() => of(new RocAuc(), f64([1, 2, 3], 1, 3), i32([1])), 'shape', 'rocAuc: targets must have the shape');
  });

  it('keeps more scores than fit at first', () => {
    const many = Array.from({ length: 5000 }, (_, i) => (i * 37) % 5000);
    expect(of(new RocAuc(), f64(many), i32(many.map((x) => (x >= 1000 ? 1 : 0))))).toBe(1);
  });

  it('is NaN where a score is', () => {
    for (const truth of [0, 1]) expect(of(new RocAuc(), f64([1, 2, Number.NaN]), i32([0, 1, truth]))).toBeNaN();
  });
});

describe('metrics of regressions, by hand', () => {
  it('of one output', () => {
    const [outputs, targets] = [f64([2, 4, 8]), f64([1, 4, 4], 3, 1)];
    expect(of(new MAE(), outputs, targets)).toBe(5 / 3);
    expect(of(new RMSE(), outputs, targets)).toBe(Math.sqrt(17 / 3));
    expect(of(new R2(), outputs, targets)).toBeCloseTo(1 - 17 / 6, 15);
  });

  it('of several outputs: over all elements, and R2 as the mean of each one’s', () => {
    const [outputs, targets] = [f64([1, 0, 2, 0, 3, 3], 3, 2), f64([1, 0, 2, 0, 3, 6], 3, 2)];
    expect(of(new MAE(), outputs, targets)).toBe(3 / 6);
    expect(of(new RMSE(), outputs, targets)).toBe(Math.sqrt(9 / 6));
    expect(of(new R2(), outputs, targets)).toBeCloseTo((1 + (1 - 9 / 24)) / 2, 15);
  });

  it('of targets that are all equal', () => {
    expect(of(new R2(), f64([0.1, 0.1, 0.1]), f64([0.1, 0.1, 0.1]))).toBe(1);
    expect(of(new R2(), f64([0.1, 0.1, 0.2]), f64([0.1, 0.1, 0.1]))).toBe(0);
  });

  it('keep their digits far from 0', () => {
    const far = [1, 2, 3, 4].map((x) => x + 1e9);
    expect(of(new R2(), f64(far.map((x) => x + 0.5)), f64(far))).toBe(1 - 1 / 5);
  });
});

describe('of no examples', () => {
  it.each<[Metric, DenseArray, number]>([
    [new Accuracy(), f64([], 0, 3), Number.NaN],
    [new TopKAccuracy(), f64([], 0, 3), Number.NaN],
    [new BinaryAccuracy(), f64([], 0, 1), Number.NaN],
    [new Precision(), f64([], 0, 1), 0],
    [new Recall({ average: 'macro' }), f64([], 0, 3), 0],
    [new F1({ average: 'micro' }), f64([], 0, 3), 0],
    [new Recall({ classIndex: 1 }), f64([], 0, 3), 0],
    [new RocAuc(), f64([], 0, 1), Number.NaN],
    [new MAE(), f64([], 0, 2), Number.NaN],
    [new RMSE(), f64([], 0, 2), Number.NaN],
    [new R2(), f64([], 0, 2), Number.NaN],
  ])('$name is what its docstring says', (metric, outputs, expected) => {
    const labels = outputs.shape[1] === 3 ? i32([], 0) : f64([], ...outputs.shape);
    expect(of(metric, outputs, labels)).toBe(expected);
    expect(metric.start().result()).toBe(expected);
  });

  it('of one kind: no positive, or nothing predicted', () => {
    expect(of(new Recall(), f64([1, -1]), i32([0, 0]))).toBe(0);
    expect(of(new Precision(), f64([-1, -1]), i32([1, 0]))).toBe(0);
    expect(of(new F1(), f64([-1, -1]), i32([0, 0]))).toBe(0);
    for (const truth of [0, 1]) expect(of(new RocAuc(), f64([1, 2]), i32([truth, truth]))).toBeNaN();
    expect(of(new R2(), f64([1]), f64([1]))).toBeNaN();
  });
});

describe('a sum', () => {
  it('is independent of other sums of its metric and continues after a result', () => {
    const metric = new Accuracy();
    const [first, second] = [metric.start(), metric.start()];
    first.add(f64([1, 0], 1, 2), i32([0]));
    second.add(f64([1, 0], 1, 2), i32([1]));
    expect([first.result(), second.result()]).toEqual([1, 0]);
    first.add(f64([1, 0], 1, 2), i32([1]));
    expect(first.result()).toBe(0.5);
  });

  it('keeps no array of its caller', () => {
    const [outputs, targets] = [f64([1, 2, 3]), i32([0, 1, 1])];
    for (const metric of [new RocAuc(), new R2(), new MAE()]) {
      const sum = metric.start();
      sum.add(outputs, targets);
      const before = sum.result();
      outputs.data.fill(9);
      expect(sum.result()).toBe(before);
      outputs.data.set([1, 2, 3]);
    }
  });
});

describe('names', () => {
  it('are those of the class, or the ones given', () => {
    const metrics = [new Accuracy(), new BinaryAccuracy(), new TopKAccuracy({ k: 3 }), new Precision(), new Recall()];
    const others = [new F1(), new RocAuc(), new MAE(), new RMSE(), new R2()];
    expect([...metrics, ...others].map(({ name }) => name)).toEqual([
      ...['accuracy', 'binaryAccuracy', 'top3Accuracy', 'precision', 'recall', 'f1', 'rocAuc', 'mae', 'rmse', 'r2'],
    ]);
    for (const Class of [Accuracy, BinaryAccuracy, TopKAccuracy, Precision, Recall, F1, RocAuc, MAE, RMSE, R2]) {
      expect(new Class({ name: 'mine' }).name).toBe('mine');
      expectError(() => new Class({ name: '' }), 'argument', `${Class.name} name: expected a name`);
      expectError(() => new Class({ nam: 'x' } as never), 'argument', `${Class.name}: unknown option 'nam'`, "'name'");
    }
  });
});

describe('errors of metrics', () => {
  it('options outside their range', () => {
    for (const threshold of [-0.1, 1.1, Number.NaN, '0.5' as never]) {
      for (const Class of [BinaryAccuracy, Precision, Recall, F1]) {
        expectError(
          () => new Class({ threshold }),
          'argument',
          `${Class.name} threshold: expected a probability in [0, 1]`,
        );
      }
    }
    expectError(() => new BinaryAccuracy({ fromLogits: 1 as never }), 'argument', 'fromLogits: expected true or false');
    expectError(() => new TopKAccuracy({ k: 0 }), 'argument', 'TopKAccuracy k');
    expectError(
      () => new F1({ average: 'weighted' as never }),
      'argument',
      "F1 average: expected 'binary', 'macro' or 'micro'. Received 'weighted'.",
    );
    expectError(() => new Recall({ classIndex: -1 }), 'argument', 'Recall classIndex');
  });

  it('options that exclude each other', () => {
    expectError(
      () => new F1({ average: 'macro', threshold: 0.3 }),
      'argument',
      "threshold has no meaning with average 'macro'",
    );
    expectError(
      () => new F1({ classIndex: 1, fromLogits: true }),
      'argument',
      'fromLogits has no meaning with classIndex',
    );
    expectError(
      () => new F1({ classIndex: 1, average: 'micro' }),
      'argument',
      'average has no meaning with classIndex',
    );
  });

  it('targets other than 0 and 1, and labels outside the classes', () => {
    for (const metric of [new BinaryAccuracy(), new Precision(), new RocAuc()]) {
      expectError(
        () => of(metric, f64([1, 2]), f64([1, 0.5])),
        'data',
        `${metric.name}: expected targets of 0 or 1. Received 0.5`,
      );
    }
    for (const label of [-1, 3]) {
      expectError(
        () => of(new Accuracy(), f64([1, 2, 3], 1, 3), i32([label])),
        'data',
        `accuracy: expected labels of 0 to 2. Received ${label}`,
      );
    }
  });

  it('shapes that do not fit', () => {
    expectError(
      () => of(new MAE(), f64([1, 2]), f64([1, 2, 3])),
      'shape',
      'mae: targets must have the shape of the outputs, [2]. Received [3].',
    );
    expectError(() => of(new BinaryAccuracy(), f64([1, 2, 3, 4], 2, 2), i32([1, 0])), 'shape', '[2, 2]', '[2]');
    expectError(() => of(new Accuracy(), f64([1, 2]), i32([1, 0])), 'shape', 'outputs [2] and targets [2]');
    expectError(() => of(new Accuracy(), f64([1, 2], 1, 2), f64([1])), 'shape', 'outputs [1, 2] and targets [1]');
    expectError(
      () => of(new F1({ classIndex: 2 }), f64([1, 2], 1, 2), i32([1])),
      'argument',
      'f1 classIndex: expected a whole number in [0, 2)',
      'Received 2',
    );
  });

  it('several outputs or targets', () => {
    const y = f64([1, 2], 1, 2);
    const message = ' write a custom metric';
    expectError(
      () => of(new Accuracy(), [y, y], i32([1])),
      'argument',
      'accuracy: expected one output',
      'Received 2 and 1;',
      message,
    );
    expectError(() => of(new R2(), y, [y, y, y]), 'argument', 'r2: expected one output', 'Received 1 and 3;');
  });
});
