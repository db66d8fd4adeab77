/** Workloads as plain JSON: candidates in every language receive the same. */
import { z } from 'zod';
import type { LayerConfig } from './layers.js';

export const SUITES = ['ops', 'train', 'convnet', 'infer', 'startup', 'memory'] as const;
export type SuiteName = (typeof SUITES)[number];

const inputSchema = z.strictObject({
  /** A file of raw little-endian elements, row-major, in the workload's folder. */
  file: z.string(),
  dtype: z.enum(['float32', 'float64', 'int32']),
  shape: z.array(z.int().nonnegative()),
});

/** A file of numbers. */
export type InputFile = z.infer<typeof inputSchema>;

const common = {
  suite: z.enum(SUITES),
  /** Unique within the suite: `matmul 512x784x532`. */
  name: z.string(),
  /** The type to compute in; indices and labels are always int32. */
  dtype: z.enum(['float32', 'float64']),
  /**
   * The floating-point operations of one execution that every candidate has to do. A product with sparse rows, such as
   * that of a network's first layer, counts only stored elements. Null if the number makes no sense.
   */
  flops: z.number().positive().nullable(),
  /** The curve that the workload is a point of, and its x coordinate. */
  curve: z.strictObject({ name: z.string(), x: z.number().positive() }).optional(),
  inputs: z.record(z.string(), inputSchema),
};

const network = {
  /** Weights and biases are inputs `w1` [784, h], `b1` [h], `w2` [h, 10], `b2` [10], and so on for more layers. */
  hidden: z.array(z.int().positive()),
};

/**
 * One execution is one epoch. Inputs are x [rows, 784], labels int32 [rows], the weights, and for mini batches `order`
 * int32 [rows]: the order of the rows in every epoch.
 */
const training = {
  ...network,
  /** The result is the loss of each step in this many epochs. They have at least two steps, to verify an update. */
  resultEpochs: z.int().positive(),
  optimizer: z.enum(['sgd', 'adam']),
  learningRate: z.number().positive(),
  batchSize: z.union([z.int().positive(), z.literal('full')]),
};

const workloadSchema = z.discriminatedUnion('kind', [
  /** op(a) op(b); op transposes if the flag is set. The result is [m, n]. */
  z.strictObject({ ...common, kind: z.literal('matmul'), transposeA: z.boolean(), transposeB: z.boolean() }),
  /** op(x) b for x in compressed sparse rows: inputs rowOffsets, columns (int32), values, b. The result is dense. */
  z.strictObject({
    ...common,
    kind: z.literal('csr-matmul'),
    transposeA: z.boolean(),
    shape: z.tuple([z.int(), z.int()]),
  }),
  /** a op b, both of one shape. */
  z.strictObject({ ...common, kind: z.literal('binary'), operation: z.enum(['add', 'multiply']) }),
  /** f(x), elementwise. */
  z.strictObject({ ...common, kind: z.literal('unary'), operation: z.enum(['exp', 'tanh', 'sigmoid', 'relu']) }),
  /** x [m, n] over one axis. */
  z.strictObject({
    ...common,
    kind: z.literal('reduce'),
    operation: z.enum(['sum', 'max']),
    axis: z.union([z.literal(0), z.literal(1)]),
  }),
  /** x [m, n] over its rows. */
  z.strictObject({ ...common, kind: z.literal('softmax') }),
  /** parameter - learningRate gradient; inputs parameter, gradient. The result is the parameter after one step. */
  z.strictObject({ ...common, kind: z.literal('sgd'), learningRate: z.number() }),
  /**
   * The first step of Adam by PyTorch's formula, from moments of 0; inputs parameter, gradient. The result is the
   * parameter.
   */
  z.strictObject({
    ...common,
    kind: z.literal('adam'),
    learningRate: z.number(),
    beta1: z.number(),
    beta2: z.number(),
    epsilon: z.number(),
  }),
  /** Training with softmax cross-entropy, mean over the batch. Sampling continues after the epochs of the result. */
  z.strictObject({ ...common, ...training, kind: z.literal('train') }),
  /**
   * Training of `layers` with Adam and softmax cross-entropy, mean over the batch. One execution is one step, on the
   * next batch. Inputs are x [n, rows, columns, channels], labels int32 [n], order int32 [n], and every parameter by
   * name. The result is the loss of each of the first `resultSteps` steps, without dropout. Sampling trains with
   * dropout.
   */
  z.strictObject({
    ...common,
    kind: z.literal('convnet'),
    layers: z.array(z.custom<LayerConfig>()),
    learningRate: z.number().positive(),
    batchSize: z.int().positive(),
    resultSteps: z.int().positive(),
  }),
  /** Inputs x [rows, 784] and the weights; the result is the logits [rows, 10]. */
  z.strictObject({ ...common, ...network, kind: z.literal('infer') }),
  /** One execution is a new process, up to its answer to `hello`. It has no inputs and no result. */
  z.strictObject({ ...common, kind: z.literal('startup') }),
  /** Like `train`, but measures the memory of a new process after the epochs of the result and one more. */
  z.strictObject({ ...common, ...training, kind: z.literal('memory') }),
]);

export type Workload = z.infer<typeof workloadSchema>;
export type WorkloadKind = Workload['kind'];
export type WorkloadOf<K extends WorkloadKind> = Extract<Workload, { kind: K }>;

/** Returns how many executions `prepare` makes. */
export function executionsOf(workload: Workload): number {
  if (workload.kind === 'convnet') return workload.resultSteps;
  return workload.kind === 'train' || workload.kind === 'memory' ? workload.resultEpochs : 1;
}

/** Whether executions are steps or epochs of one training run. */
export function isTraining({ kind }: Pick<Workload, 'kind'>): boolean {
  return kind === 'train' || kind === 'convnet';
}
