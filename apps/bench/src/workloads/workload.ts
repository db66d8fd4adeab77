/** Workloads as plain JSON: candidates in every language receive the same. */
import type { LayerConfig } from './layers.js';

export const SUITES = ['ops', 'train', 'convnet', 'sequences', 'infer', 'startup', 'memory'] as const;
export type SuiteName = (typeof SUITES)[number];

/** A file of numbers. */
export interface InputFile {
  /** A file of raw little-endian elements, row-major, in the workload's folder. */
  readonly file: string;
  readonly dtype: 'float32' | 'float64' | 'int32';
  readonly shape: readonly number[];
}

interface Common {
  readonly suite: SuiteName;
  /** Unique within the suite: `matmul 512x784x532`. */
  readonly name: string;
  /** The type to compute in; indices and labels are always int32. */
  readonly dtype: 'float32' | 'float64';
  /**
   * The floating-point operations of one execution that every candidate has to do. A product with sparse rows counts
   * only stored elements. Null if the number makes no sense.
   */
  readonly flops: number | null;
  /** How many tokens one execution learns or writes. */
  readonly tokens?: number | undefined;
  /** The curve that the workload is a point of, and its x coordinate. */
  readonly curve?: { readonly name: string; readonly x: number } | undefined;
  readonly inputs: Readonly<Record<string, InputFile>>;
}

/** op(a) op(b); op transposes if the flag is set. The result is [m, n]. */
interface Matmul extends Common {
  readonly kind: 'matmul';
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** op(x) b for x in compressed sparse rows: inputs rowOffsets, columns (int32), values, b. The result is dense. */
interface CsrMatmul extends Common {
  readonly kind: 'csr-matmul';
  readonly transposeA: boolean;
  readonly shape: readonly [number, number];
}

/** a op b, both of one shape. */
interface Binary extends Common {
  readonly kind: 'binary';
  readonly operation: 'add' | 'multiply';
}

/** f(x), elementwise. */
interface Unary extends Common {
  readonly kind: 'unary';
  readonly operation: 'exp' | 'tanh' | 'sigmoid' | 'relu';
}

/** x [m, n] over one axis. */
interface Reduce extends Common {
  readonly kind: 'reduce';
  readonly operation: 'sum' | 'max';
  readonly axis: 0 | 1;
}

/** x [m, n] over its rows. */
interface Softmax extends Common {
  readonly kind: 'softmax';
}

/** parameter - learningRate gradient; inputs parameter, gradient. The result is the parameter after one step. */
interface SgdStep extends Common {
  readonly kind: 'sgd';
  readonly learningRate: number;
}

/**
 * The first step of Adam by PyTorch's formula, from moments of 0; inputs parameter, gradient. The result is the
 * parameter.
 */
interface AdamStep extends Common {
  readonly kind: 'adam';
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

interface DenseNetwork extends Common {
  /** Weights and biases are inputs `w1` [784, h], `b1` [h], `w2` [h, 10], `b2` [10], and so on for more layers. */
  readonly hidden: readonly number[];
}

/**
 * Training with softmax cross-entropy, mean over the batch. One execution is one epoch. Inputs are x [rows, 784],
 * labels int32 [rows], the weights, and for mini batches `order` int32 [rows], for every epoch. `memory` measures the
 * memory of a new process after the epochs of the result and one more.
 */
interface Training extends DenseNetwork {
  readonly kind: 'train' | 'memory';
  /** The result is the loss of each step in this many epochs. They have at least two steps, to verify an update. */
  readonly resultEpochs: number;
  readonly optimizer: 'sgd' | 'adam';
  readonly learningRate: number;
  readonly batchSize: number | 'full';
}

/**
 * Training of `layers` with Adam and softmax cross-entropy, mean over the batch. One execution is one step, on the
 * next batch. Inputs are x [n, rows, columns, channels], labels int32 [n], order int32 [n], and every parameter by
 * name. The result is the loss of each of the first `resultSteps` steps, without dropout. Sampling trains with
 * dropout.
 */
interface Convnet extends Common {
  readonly kind: 'convnet';
  readonly layers: readonly LayerConfig[];
  readonly learningRate: number;
  readonly batchSize: number;
  readonly resultSteps: number;
}

/** The size of a GPT, as in the config of nabla's module. It is not tied. */
export interface GptSize {
  readonly vocabulary: number;
  readonly context: number;
  readonly blocks: number;
  readonly width: number;
  readonly heads: number;
}

interface SequenceTraining extends Common {
  readonly learningRate: number;
  readonly batchSize: number;
  readonly resultSteps: number;
}

/**
 * Training of a GPT without dropout, with AdamW, clipped by norm, and softmax cross-entropy, mean over the tokens. One
 * execution is one step, on the next batch. Inputs are tokens x int32 [n, time], labels int32 [n, time], order int32
 * [n], and every parameter by name. The result is the loss of each of the first `resultSteps` steps.
 */
interface GptTraining extends SequenceTraining {
  readonly kind: 'gpt';
  readonly size: GptSize;
  readonly weightDecay: number;
  readonly clipNorm: number;
}

/**
 * Training of an LSTM and a Dense layer on its last output, as `GptTraining`, but with Adam. Inputs are x [n, time,
 * width], labels int32 [n], order int32 [n], `weight`, `recurrentWeight`, `bias`, `head.weight` and `head.bias`.
 */
interface LstmTraining extends SequenceTraining {
  readonly kind: 'lstm';
}

/**
 * A GPT writes `length` tokens after a prompt, always the most likely one, and keeps keys and values. Inputs are prompt
 * int32 [length of the prompt] and every parameter by name; the result is the tokens.
 */
interface Generation extends Common {
  readonly kind: 'generate';
  readonly size: GptSize;
  readonly length: number;
}

/** Inputs x [rows, 784] and the weights; the result is the logits [rows, 10]. */
interface Inference extends DenseNetwork {
  readonly kind: 'infer';
}

/** One execution is a new process, up to its answer to `hello`. It has no inputs and no result. */
interface Startup extends Common {
  readonly kind: 'startup';
}

export type Workload =
  | Matmul
  | CsrMatmul
  | Binary
  | Unary
  | Reduce
  | Softmax
  | SgdStep
  | AdamStep
  | (Training & { readonly kind: 'train' })
  | (Training & { readonly kind: 'memory' })
  | Convnet
  | GptTraining
  | LstmTraining
  | Generation
  | Inference
  | Startup;
export type WorkloadKind = Workload['kind'];
export type WorkloadOf<K extends WorkloadKind> = Extract<Workload, { kind: K }>;

/** Returns how many executions `prepare` makes. */
export function executionsOf(workload: Workload): number {
  if ('resultSteps' in workload) return workload.resultSteps;
  return 'resultEpochs' in workload ? workload.resultEpochs : 1;
}

/** Whether executions are steps or epochs of one training run. */
export function isTraining({ kind }: Pick<Workload, 'kind'>): boolean {
  return kind === 'train' || kind === 'convnet' || kind === 'gpt' || kind === 'lstm';
}
