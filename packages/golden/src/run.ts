/** Repeats a recorded run on a backend, through the public trainer. */
import {
  allocate,
  type Backend,
  type Dataset,
  Dense,
  type DenseArray,
  type FloatDType,
  fit,
  type HostArray,
  predict,
  ReLU,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  sliceRows,
  upload,
} from '@nablajs/core';
import { type MnistPixels, pixelArray } from './pixels.js';
import type { MnistTrace, SmallTrace } from './trace.js';
import { uniformStream } from './uniform-stream.js';

/**
 * Returns the initial weights of the traces. They come from one xorshift32 stream with seed 1: w = (u - 1/2) 2 sqrt(6 /
 * fan_in), W1 row by row, then W2, in the notebook's layout [out, in]. Biases are zero. The result has core's layout
 * [in, out].
 */
export function initialParameters(sizes: readonly number[]): Map<string, DenseArray> {
  const uniform = uniformStream();
  const parameters = new Map<string, DenseArray>();
  for (const [at, inputs] of sizes.slice(0, -1).entries()) {
    const outputs = sizes[at + 1] as number;
    const scale = Math.sqrt(6 / inputs);
    const weight = new Float64Array(inputs * outputs);
    for (let i = 0; i < weight.length; i++) {
      weight[(i % inputs) * outputs + Math.floor(i / inputs)] = (uniform() - 0.5) * 2 * scale;
    }
    parameters.set(`${2 * at}.weight`, { layout: 'dense', shape: [inputs, outputs], data: weight });
    parameters.set(`${2 * at}.bias`, { layout: 'dense', shape: [outputs], data: new Float64Array(outputs) });
  }
  return parameters;
}

export interface RunOptions {
  readonly sizes: readonly [number, number, number];
  readonly learningRate: number;
  readonly epochs: number;
  readonly dtype: FloatDType;
  readonly x: HostArray;
  readonly labels: Int32Array;
  /** The inputs to predict with the final weights. */
  readonly testX: HostArray;
}

/** The result of a run. Tensors are in the notebook's order and layout: W1 [hidden, in], b1, W2 [out, hidden], b2. */
export interface RunResult {
  readonly losses: readonly number[];
  readonly firstGradients: readonly ArrayLike<number>[];
  readonly final: readonly ArrayLike<number>[];
  /** [test rows, out] */
  readonly logits: ArrayLike<number>;
}

export async function repeatRun(backend: Backend, options: RunOptions): Promise<RunResult> {
  const { sizes, learningRate, epochs, dtype, x, labels } = options;
  using model = new Sequential(backend, {
    inputShape: [sizes[0]],
    layers: [new Dense(sizes[1]), new ReLU(), new Dense(sizes[2])],
    dtype,
    parameters: initialParameters(sizes),
  });
  using optimizer = new SGD({ learningRate });
  const loss = new SoftmaxCrossEntropy();
  const firstGradients = await gradientsOf(model, x, labels, loss);
  const dataset = inOrder(x, labels);
  const history = await fit(model, dataset, { loss, optimizer, epochs, batchSize: 'full' });
  const final: ArrayLike<number>[] = [];
  for (const { value } of model.parameters) final.push(outIn(await value.data(), value.shape));
  return { losses: history.loss, firstGradients, final, logits: (await predict(model, options.testX)).data };
}

async function gradientsOf(
  model: Sequential,
  x: HostArray,
  labels: Int32Array,
  loss: SoftmaxCrossEntropy,
): Promise<ArrayLike<number>[]> {
  using input = upload(model.backend, x);
  using targets = upload(model.backend, { layout: 'dense', shape: [labels.length], data: labels });
  const pass = model.pass(input, targets, loss, { seed: 0, step: 1 });
  pass.loss.dispose();
  const gradients: ArrayLike<number>[] = [];
  for (const tensor of pass.gradients.values()) {
    gradients.push(outIn(await tensor.data(), tensor.shape));
    tensor.dispose();
  }
  return gradients;
}

/** Transposes [in, out] to [out, in]; a bias stays as it is. */
function outIn(data: ArrayLike<number>, shape: readonly number[]): ArrayLike<number> {
  const [inputs, outputs] = shape;
  if (inputs === undefined || outputs === undefined) return data;
  return Float64Array.from(data, (_, i) => data[(i % inputs) * outputs + Math.floor(i / inputs)] as number);
}

/** A dataset that returns consecutive rows, which is enough for batches in order. */
export function inOrder(x: HostArray, labels: Int32Array): Dataset {
  return {
    length: labels.length,
    inputShape: x.shape.slice(1),
    batch: (indices) => {
      const start = indices[0] ?? 0;
      const end = start + indices.length;
      return {
        x: sliceRows(x, start, end),
        y: { layout: 'dense', shape: [indices.length], data: labels.subarray(start, end) },
      };
    },
  };
}

/** Repeats the run of seed-small.json, which tests on its training data. */
export function repeatSmallRun(
  backend: Backend,
  { sizes, lr, epochs, x: rows, labels }: SmallTrace,
  dtype: FloatDType,
): Promise<RunResult> {
  const data = allocate(dtype, rows.length * sizes[0]);
  data.set(rows.flat());
  const x = { layout: 'dense', shape: [rows.length, sizes[0]], data } as const;
  return repeatRun(backend, { sizes, learningRate: lr, epochs, dtype, x, labels: Int32Array.from(labels), testX: x });
}

/** Repeats the run of seed-mnist-1024.json on images in one of the layouts. */
export function repeatMnistRun(
  backend: Backend,
  { sizes, lr, epochs }: Pick<MnistTrace, 'sizes' | 'lr' | 'epochs'>,
  { train, test }: MnistPixels,
  dtype: FloatDType,
  layout: 'dense' | 'csr',
): Promise<RunResult> {
  return repeatRun(backend, {
    ...{ sizes, learningRate: lr, epochs, dtype, labels: train.labels },
    x: pixelArray(train.images, dtype, layout),
    testX: pixelArray(test.images, dtype, layout),
  });
}
