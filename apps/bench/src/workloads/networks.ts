/** Workloads of networks such as that of the main job: training, inference, memory. */
import { epochOrder, type FloatDType, initialize, parameterRandom } from '@nablajs/core';
import { floats, type InputArray, integers } from './arrays.js';
import type { Digits } from './digits.js';
import type { PlannedWorkload } from './plan.js';

const CLASSES = 10;
const MAIN_JOB = [532];

/** Returns w1, b1, w2, b2, ...: He-normal weights from a fixed seed, biases 0. */
function weights(dtype: FloatDType, pixels: number, hidden: readonly number[]): Record<string, InputArray> {
  const sizes = [pixels, ...hidden, CLASSES];
  const entries = sizes.slice(1).flatMap((outputs, layer): [string, InputArray][] => {
    const shape = [sizes[layer] as number, outputs];
    const values = initialize('heNormal', shape, parameterRandom(0, `${2 * layer}.weight`));
    return [
      [`w${layer + 1}`, floats(dtype, shape, (i) => values[i] as number)],
      [`b${layer + 1}`, floats(dtype, [outputs], () => 0)],
    ];
  });
  return Object.fromEntries(entries);
}

/**
 * Counts the operations that every candidate has to do. The first layer counts only pixels that are not black; other
 * layers count every product. `first` and `others` are the numbers of products of a layer's size, forward and for
 * gradients.
 */
function usefulFlops(
  digits: Digits,
  { rows, hidden }: Pick<Training, 'rows' | 'hidden'>,
  times: { readonly first: number; readonly others: number },
): number {
  const others = hidden.reduce((sum, inputs, layer) => sum + rows * inputs * (hidden[layer + 1] ?? CLASSES), 0);
  return 2 * (times.first * digits.stored(rows) * (hidden[0] ?? CLASSES) + times.others * others);
}

/**
 * Products per layer in training: forward, the gradient of the weights and, except in the first layer, of the input.
 */
const TRAINING = { first: 2, others: 3 };
const FORWARD = { first: 1, others: 1 };

interface Training {
  readonly rows: number;
  readonly hidden: readonly number[];
  readonly batchSize: number | 'full';
  readonly optimizer: 'sgd' | 'adam';
  readonly curve?: { readonly name: string; readonly x: number };
  readonly label: string;
}

function trainingFields({ rows, hidden, batchSize, optimizer }: Training) {
  const steps = batchSize === 'full' ? 1 : Math.ceil(rows / batchSize);
  return {
    hidden: [...hidden],
    optimizer,
    learningRate: optimizer === 'sgd' ? 0.03 : 0.001,
    batchSize,
    resultEpochs: steps > 1 ? 1 : 2,
  };
}

function trainingInputs(digits: Digits, dtype: FloatDType, { rows, hidden, batchSize }: Training) {
  return async () => ({
    x: digits.dense(rows, dtype),
    labels: digits.labels(rows),
    ...(batchSize === 'full' ? {} : { order: integers(epochOrder(1, 1, rows)) }),
    ...weights(dtype, digits.pixels, hidden),
  });
}

function epoch(digits: Digits, dtype: FloatDType, training: Training): PlannedWorkload {
  return {
    workload: {
      suite: 'train',
      name: training.label,
      kind: 'train',
      dtype,
      flops: usefulFlops(digits, training, TRAINING),
      ...(training.curve === undefined ? {} : { curve: training.curve }),
      ...trainingFields(training),
    },
    inputs: trainingInputs(digits, dtype, training),
  };
}

const thousands = (count: number): string => count.toLocaleString('en-US');

function fullBatch(rows: number, hidden: number, curve?: Training['curve']): Training {
  const label = `full batch, ${thousands(rows)} rows, ${hidden} hidden`;
  return {
    rows,
    hidden: [hidden],
    batchSize: 'full',
    optimizer: 'sgd',
    label,
    ...(curve === undefined ? {} : { curve }),
  };
}

function miniBatch(rows: number, batchSize: number): Training {
  const label = `shuffled batches of ${batchSize}, ${thousands(rows)} rows, Adam`;
  return { rows, hidden: MAIN_JOB, batchSize, optimizer: 'adam', label };
}

export function training(digits: Digits, quick: boolean): PlannedWorkload[] {
  if (quick) return [epoch(digits, 'float32', fullBatch(2000, 532)), epoch(digits, 'float32', miniBatch(1280, 128))];
  const byRows = [2000, 6000, 20_000, 60_000].map((rows) => fullBatch(rows, 532, { name: 'epoch by rows', x: rows }));
  const byHidden = [64, 128, 256, 512, 1024].map((hidden) =>
    fullBatch(6000, hidden, { name: 'epoch of 6,000 rows by hidden units', x: hidden }),
  );
  return [
    ...byRows.map((one) => epoch(digits, 'float32', one)),
    epoch(digits, 'float64', fullBatch(60_000, 532)),
    ...byHidden.map((one) => epoch(digits, 'float32', one)),
    ...[32, 128, 512].map((batchSize) => epoch(digits, 'float32', miniBatch(12_800, batchSize))),
    epoch(digits, 'float64', miniBatch(12_800, 128)),
  ];
}

export function inference(digits: Digits, quick: boolean): PlannedWorkload[] {
  return (quick ? [1, 1000] : [1, 10_000]).map((rows) => ({
    workload: {
      suite: 'infer',
      name: rows === 1 ? 'latency of one image' : `${thousands(rows)} images`,
      kind: 'infer',
      dtype: 'float32',
      flops: usefulFlops(digits, { rows, hidden: MAIN_JOB }, FORWARD),
      hidden: MAIN_JOB,
    },
    inputs: async () => ({ x: digits.dense(rows, 'float32'), ...weights('float32', digits.pixels, MAIN_JOB) }),
  }));
}

export function startup(): PlannedWorkload[] {
  return [
    {
      workload: { suite: 'startup', name: 'import and start', kind: 'startup', dtype: 'float32', flops: null },
      inputs: async () => ({}),
    },
  ];
}

export function memory(digits: Digits, quick: boolean): PlannedWorkload[] {
  const job = fullBatch(quick ? 2000 : 60_000, 532);
  return [
    {
      workload: {
        suite: 'memory',
        name: job.label,
        kind: 'memory',
        dtype: 'float32',
        flops: null,
        ...trainingFields(job),
      },
      inputs: trainingInputs(digits, 'float32', job),
    },
  ];
}
