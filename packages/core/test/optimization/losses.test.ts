import { describe, expect, it } from 'vitest';
import {
  BinaryCrossEntropy,
  ElementwiseLoss,
  fromConfig,
  Huber,
  LOSSES,
  type Loss,
  labelCrossEntropy,
  MeanAbsoluteError,
  MeanSquaredError,
  meanLoss,
  SoftmaxCrossEntropy,
  type Tensor,
  targetCrossEntropy,
  tensor,
  valueAndGrad,
} from '../../src/index.js';
import { OPERATION_TOLERANCE } from '../../src/testing/index.js';
import { lossAndGradient } from '../support/gradients.js';
import {
  expectClose,
  expectError,
  expectTensor,
  FLOATS,
  labels,
  newBackend,
  numbersOf,
  t,
  valuesOf,
} from '../support/index.js';
import { nameOf, readReference, readTails, unpack, uploadPacked } from '../support/reference.js';

const TOLERANCE = {
  float64: { relative: 1e-12, absolute: 1e-14 },
  float32: OPERATION_TOLERANCE.float32,
};

const reference = readReference().losses;

describe('losses match PyTorch', () => {
  const cases = FLOATS.flatMap((dtype) =>
    reference.map((loss) => ({ name: `${nameOf(loss.config)}, targets ${loss.targets.shape}`, dtype, loss })),
  );

  it.each(cases)('$name, in $dtype', async ({ dtype, loss: expected }) => {
    const backend = await newBackend();
    const loss = fromConfig('loss', LOSSES, expected.config);
    const outputs = uploadPacked(backend, expected.outputs, dtype);
    const rows = expected.outputs.shape[0] ?? 0;
    const made = lossAndGradient(loss, outputs, uploadPacked(backend, expected.targets, dtype), rows);
    expectClose(await valuesOf(made.loss), unpack({ shape: [], data: [expected.loss] }, dtype), TOLERANCE[dtype]);
    expectClose(await valuesOf(made.gradient), unpack(expected.gradient, dtype), TOLERANCE[dtype]);
  });

  it('has a reference for every built-in loss', () => {
    expect(new Set(reference.map(({ config }) => config.type))).toEqual(new Set(Object.keys(LOSSES)));
  });
});

describe('softmax cross-entropy at the edges', () => {
  it('does not see a target of 0, also where its log-probability is -Infinity', async () => {
    const backend = await newBackend();
    const logits = t(backend, [[0, Number.NEGATIVE_INFINITY]]);
    for (const targets of [labels(backend, [0]), t(backend, [[1, 0]])]) {
      const { loss, gradient } = lossAndGradient(new SoftmaxCrossEntropy(), logits, targets, 1);
      expect(await loss.item()).toBeCloseTo(0, 15);
      await expectTensor(gradient, [1, 2], [0, 0]);
    }
  });

  it('is infinite where the true class is impossible', async () => {
    const backend = await newBackend();
    const { sum } = new SoftmaxCrossEntropy().compute(
      t(backend, [[0, Number.NEGATIVE_INFINITY]]),
      labels(backend, [1]),
    );
    expect(await sum.item()).toBe(Number.POSITIVE_INFINITY);
  });

  it('keeps digits that log(softmax) would lose', async () => {
    const backend = await newBackend();
    const logits = t(backend, [[1e4, -1e4]]);
    const { loss, gradient } = lossAndGradient(new SoftmaxCrossEntropy(), logits, labels(backend, [1]), 1);
    expect(await loss.item()).toBe(2e4);
    await expectTensor(gradient, [1, 2], [1, -1]);
  });

  it('is NaN for a NaN in the logits and for a row of -Infinity', async () => {
    const backend = await newBackend();
    const low = Number.NEGATIVE_INFINITY;
    for (const row of [
      [Number.NaN, 1],
      [low, low],
    ]) {
      const logits = t(backend, [row]);
      const { loss, gradient } = lossAndGradient(new SoftmaxCrossEntropy(), logits, labels(backend, [0]), 1);
      expect(await loss.item()).toBeNaN();
      expect(await numbersOf(gradient)).toEqual([Number.NaN, Number.NaN]);
    }
  });

  it('is log(classes) for equal logits, whatever the smoothing', async () => {
    const backend = await newBackend();
    for (const labelSmoothing of [0, 0.3]) {
      const { sum } = new SoftmaxCrossEntropy({ labelSmoothing }).compute(
        t(backend, [[5, 5, 5, 5]]),
        labels(backend, [2]),
      );
      expect(await sum.item()).toBeCloseTo(Math.log(4), 14);
    }
  });

  it.each([-1, 3, -2147483648, 7])(
    'is NaN for the label %s of three classes, in the loss and in its row',
    async (label) => {
      const backend = await newBackend();
      const logits = t(backend, [
        [5, 5, 5],
        [1, 2, 3],
      ]);
      const made = lossAndGradient(new SoftmaxCrossEntropy(), logits, labels(backend, [2, label]), 1);
      expect(await made.loss.item()).toBeNaN();
      await expectTensor(made.gradient, [2, 3], [1 / 3, 1 / 3, -2 / 3, Number.NaN, Number.NaN, Number.NaN]);
    },
  );

  it('is the same for labels and for one-hot rows', async () => {
    const backend = await newBackend();
    const logits = t(backend, [
      [0.3, -1, 2],
      [1, 1.5, -0.5],
    ]);
    const byLabel = labelCrossEntropy(logits, labels(backend, [2, 0]), 0.1, 0.5);
    const rows = t(backend, [
      [0, 0, 1],
      [1, 0, 0],
    ]);
    const byTarget = valueAndGrad((y: Tensor) => targetCrossEntropy(y, rows, 0.1, 0.5), logits);
    expectClose(await valuesOf(byLabel.loss), await valuesOf(byTarget.value));
    expectClose(await valuesOf(byLabel.gradient), await valuesOf(byTarget.gradients));
  });
});

const OUTPUTS = [
  [0.5, -1],
  [2, 0.25],
  [-3, 1],
  [0.125, 4],
];
const TARGETS = [
  [1, 0],
  [0, 0.5],
  [0.25, 0.75],
  [1, 0],
];

const losses: readonly Loss[] = [
  new SoftmaxCrossEntropy({ labelSmoothing: 0.2 }),
  new MeanSquaredError(),
  new MeanAbsoluteError(),
  new Huber(0.8),
  new BinaryCrossEntropy(),
];

describe('a loss over parts of the rows', () => {
  it.each(losses.map((loss) => ({ name: nameOf(loss.config), loss })))(
    'of $name adds up to the whole, gradients side by side',
    async ({ loss }) => {
      const backend = await newBackend();
      const whole = lossAndGradient(loss, t(backend, OUTPUTS), t(backend, TARGETS), 4);
      const parts = [0, 2].map((at) =>
        lossAndGradient(loss, t(backend, OUTPUTS.slice(at, at + 2)), t(backend, TARGETS.slice(at, at + 2)), 4),
      );
      const sum = (await Promise.all(parts.map((part) => part.loss.item()))).reduce((a, b) => a + b);
      expect(sum).toBeCloseTo(await whole.loss.item(), 14);
      const gradients = (await Promise.all(parts.map((part) => numbersOf(part.gradient)))).flat();
      await expectTensor(whole.gradient, [4, 2], gradients);
    },
  );
});

describe('literal values', () => {
  const value = async (loss: Loss, output: number, target: number): Promise<[number, number]> => {
    const backend = await newBackend();
    const made = lossAndGradient(loss, t(backend, [[output]]), t(backend, [[target]]), 1);
    return [await made.loss.item(), (await numbersOf(made.gradient))[0] ?? Number.NaN];
  };

  it('of the mean squared and absolute errors', async () => {
    expect(await value(new MeanSquaredError(), 3, 1)).toEqual([4, 4]);
    expect(await value(new MeanAbsoluteError(), -3, 1)).toEqual([4, -1]);
    expect(await value(new MeanAbsoluteError(), 1, 1)).toEqual([0, 0]);
  });

  it('of Huber on either side of delta and at it', async () => {
    const loss = new Huber(2);
    expect(await value(loss, 1, 0)).toEqual([0.5, 1]);
    expect(await value(loss, 2, 0)).toEqual([2, 2]);
    expect(await value(loss, -5, 0)).toEqual([8, -2]);
  });

  it('of binary cross-entropy far from 0', async () => {
    const loss = new BinaryCrossEntropy();
    expect(await value(loss, 1e4, 1)).toEqual([0, 0]);
    expect(await value(loss, 1e4, 0)).toEqual([1e4, 1]);
    expect(await value(loss, -1e4, 1)).toEqual([1e4, -1]);
    const [middle, slope] = await value(loss, 0, 1);
    expect(middle).toBeCloseTo(Math.LN2, 15);
    expect(slope).toBe(-0.5);
  });

  it('of outputs [n] without a second dimension', async () => {
    const backend = await newBackend();
    const { loss, gradient } = lossAndGradient(new MeanSquaredError(), t(backend, [1, 2]), t(backend, [0, 0]), 2);
    expect(await loss.item()).toBe(2.5);
    await expectTensor(gradient, [2], [1, 2]);
  });
});

describe('a NaN among the outputs', () => {
  it.each(losses)('reaches the loss and the gradient of $config.type', async (loss) => {
    const backend = await newBackend();
    const made = lossAndGradient(loss, t(backend, [[Number.NaN, 1]]), t(backend, [[0.5, 0.5]]), 1);
    expect(await made.loss.item()).toBeNaN();
    expect((await numbersOf(made.gradient))[0]).toBeNaN();
  });
});

describe('binary cross-entropy far from 0', () => {
  const relative = { float32: 1e-6, float64: 1e-15 };
  const cases = FLOATS.flatMap((dtype) => readTails().binaryCrossEntropy.map((expected) => ({ dtype, ...expected })));

  it.each(cases)('of x $x at t $t, in $dtype', async ({ dtype, x, t: target, loss, gradient }) => {
    const backend = await newBackend();
    const [output, targets] = [x, target].map((value) => tensor(backend, [[value]], dtype)) as [Tensor, Tensor];
    const made = lossAndGradient(new BinaryCrossEntropy(), output, targets, 1);
    const tolerance = { relative: relative[dtype], absolute: 0 };
    expectClose(await valuesOf(made.loss), unpack({ shape: [], data: [loss] }, dtype), tolerance);
    expectClose(await valuesOf(made.gradient), unpack({ shape: [1, 1], data: [gradient] }, dtype), tolerance);
  });
});

/** By the formulas of PyTorch's documentation, in numbers of this test's own. */
describe('cross-entropy of tokens and classes with weights', () => {
  const LOGITS = [
    [0.5, -1, 2],
    [1, 1, -0.5],
    [-2, 0.25, 3],
    [0, 4, 1],
  ];
  const LABELS = [2, -100, 0, 1];
  const logProbability = (row: number, of: number): number => {
    const logits = LOGITS[row] as number[];
    return (logits[of] as number) - Math.log(logits.reduce((all, x) => all + Math.exp(x), 0));
  };
  const WEIGHTS = [0.5, 2, 1.5];

  it.each([
    { labelSmoothing: 0, classWeights: undefined },
    { labelSmoothing: 0.3, classWeights: undefined },
    { labelSmoothing: 0, classWeights: WEIGHTS },
    { labelSmoothing: 0.3, classWeights: WEIGHTS },
  ])('on [2, 2, 3], with a label to ignore: %j', async ({ labelSmoothing, classWeights }) => {
    const backend = await newBackend();
    const loss = new SoftmaxCrossEntropy({ labelSmoothing, ignoreIndex: -100, ...(classWeights && { classWeights }) });
    const logits = t(backend, LOGITS).reshape([2, 2, 3]);
    const targets = labels(backend, LABELS).reshape([2, 2]);
    const weightOf = (of: number): number => classWeights?.[of] ?? 1;
    const smooth = [0, 1, 2];
    const terms = [0, 2, 3].map((row) => {
      const label = LABELS[row] as number;
      const spread = smooth.reduce((all, of) => all - weightOf(of) * logProbability(row, of), 0);
      return -(1 - labelSmoothing) * weightOf(label) * logProbability(row, label) + (labelSmoothing / 3) * spread;
    });
    const weight = [0, 2, 3].reduce((all, row) => all + weightOf(LABELS[row] as number), 0);
    const expected = terms.reduce((all, term) => all + term, 0) / weight;
    const { value, gradients } = valueAndGrad((y: Tensor) => meanLoss(loss, y, targets), logits);
    expect(await value.item()).toBeCloseTo(expected, 14);
    const gradient = await numbersOf(gradients);
    expect(gradient.slice(3, 6).map(Math.abs)).toEqual([0, 0, 0]);
    // Along the logits of the first row, by a difference.
    const moved = LOGITS.map((row) => [...row]);
    (moved[0] as number[])[1] = -1 + 1e-6;
    const other = meanLoss(loss, t(backend, moved).reshape([2, 2, 3]), targets);
    expect(((await other.item()) - expected) / 1e-6).toBeCloseTo(gradient[1] as number, 6);
  });

  it('multiplies the weights of the data set', async () => {
    const backend = await newBackend();
    const loss = new SoftmaxCrossEntropy({ classWeights: WEIGHTS, ignoreIndex: -100 });
    const [logits, targets] = [t(backend, LOGITS), labels(backend, LABELS)];
    const { sum: total, weight } = loss.compute(logits, targets, t(backend, [3, 1, 0, 2]));
    const expected = -3 * 1.5 * logProbability(0, 2) - 2 * 2 * logProbability(3, 1);
    expect(await total.item()).toBeCloseTo(expected, 13);
    expect(await (weight as Tensor).item()).toBe(3 * 1.5 + 2 * 2);
    // One weight for each sentence.
    const sentences = loss.compute(logits.reshape([2, 2, 3]), targets.reshape([2, 2]), t(backend, [2, 0]));
    expect(await sentences.sum.item()).toBeCloseTo(-2 * 1.5 * logProbability(0, 2), 13);
    expect(await (sentences.weight as Tensor).item()).toBe(3);
  });

  it('of one weight for each class alone', async () => {
    const backend = await newBackend();
    const loss = new SoftmaxCrossEntropy({ classWeights: [1, 2] });
    expectError(
      () => loss.compute(t(backend, LOGITS), labels(backend, [0, 1, 2, 0])),
      'shape',
      'classWeights: [3] has 3 elements. Received 2',
    );
    expectError(() => new SoftmaxCrossEntropy({ classWeights: [-1] }), 'argument', 'classWeights', '-1');
    expectError(() => new SoftmaxCrossEntropy({ ignoreIndex: 0.5 }), 'argument', 'ignoreIndex', 'a whole number');
  });

  it.each([3, [3, 0.5, 1]])('weighs positive targets by %j', async (positiveWeight) => {
    const backend = await newBackend();
    const wanted = [1, 0, 0.25];
    const row = LOGITS[0] as number[];
    const weightOf = (at: number) => [positiveWeight, positiveWeight, positiveWeight].flat()[at] as number;
    const expected = row.reduce((all, x, at) => {
      const [p, target] = [1 / (1 + Math.exp(-x)), wanted[at] as number];
      return all - weightOf(at) * target * Math.log(p) - (1 - target) * Math.log(1 - p);
    }, 0);
    const loss = new BinaryCrossEntropy({ positiveWeight });
    expect(await meanLoss(loss, t(backend, [row]), t(backend, [wanted])).item()).toBeCloseTo(expected / 3, 14);
    expectError(() => new BinaryCrossEntropy({ positiveWeight: 0 }), 'argument', 'positiveWeight');
  });

  it('refuses another number of weights than outputs, also where they would broadcast', async () => {
    const backend = await newBackend();
    for (const [logits, positiveWeight, expected] of [
      [[[1], [2]], [1, 2, 3], 1],
      [[1, 2], [1, 2], 1],
      [[[1, 2]], [], 2],
      [[[1, 2]], [3], 2],
    ] as const) {
      const message = `BinaryCrossEntropy positiveWeight: [${expected}] has ${expected} elements. Received `;
      const x = t(backend, logits);
      const loss = new BinaryCrossEntropy({ positiveWeight });
      expectError(() => loss.compute(x, x), 'shape', `${message}${positiveWeight.length}.`);
    }
  });
});

describe('errors of losses', () => {
  it('shapes and dtypes that do not fit', async () => {
    const backend = await newBackend();
    const logits = t(backend, OUTPUTS);
    const cross = new SoftmaxCrossEntropy();
    expectError(() => cross.compute(logits, labels(backend, [0])), 'shape', 'one label', '[4, 2]', '[1]');
    expectError(() => cross.compute(logits, t(backend, [[1, 0]])), 'shape', 'SoftmaxCrossEntropy', '[1, 2]');
    expectError(() => cross.compute(t(backend, [1, 2]), labels(backend, [0, 1])), 'shape', 'rank', '[2]');
    for (const loss of [new MeanSquaredError(), new MeanAbsoluteError(), new Huber(), new BinaryCrossEntropy()]) {
      const { type } = loss.config;
      expectError(() => loss.compute(logits, t(backend, [1, 2])), 'shape', type, '[4, 2]', '[2]');
      const single = uploadPacked(backend, { shape: [4, 2], data: TARGETS.flat() }, 'float32');
      expectError(() => loss.compute(logits, single), 'dtype', 'float64', 'float32', 'cast()');
    }
  });

  it('a loss of a function without a config or a function', () => {
    const config = { type: 'Quantile' };
    const elements = (outputs: Tensor): Tensor => outputs;
    expect(new ElementwiseLoss(config, elements).config).toBe(config);
    expectError(() => new ElementwiseLoss(elements as never, elements), 'argument', 'a config and a function');
    expectError(() => new ElementwiseLoss(config, undefined as never), 'argument', 'a config and a function');
  });

  it('options outside their range', () => {
    for (const delta of [0, -1, Number.NaN]) expectError(() => new Huber(delta), 'argument', 'Huber delta');
    for (const labelSmoothing of [-0.1, 1]) {
      expectError(() => new SoftmaxCrossEntropy({ labelSmoothing }), 'argument', 'labelSmoothing', '[0, 1)');
    }
  });

  it('leaves nothing behind when it refuses', async () => {
    const backend = await newBackend();
    const logits: Tensor = t(backend, OUTPUTS);
    const wrong = uploadPacked(backend, { shape: [4, 2], data: TARGETS.flat() }, 'float32');
    const before = backend.memory().buffers;
    for (const loss of [new Huber(), new SoftmaxCrossEntropy(), new BinaryCrossEntropy()] as Loss[]) {
      expectError(() => loss.compute(logits, wrong), 'dtype');
    }
    expect(backend.memory().buffers).toBe(before);
  });
});
