/** Repeats the runs of fixtures/convnet.json: a small convolutional network that PyTorch trained. */
import {
  allocate,
  type Backend,
  type DenseArray,
  dense,
  type FloatDType,
  fromConfig,
  LOSSES,
  OPTIMIZERS,
  predict,
  type Sequential,
  type Shape,
  sequentialFromConfig,
  sizeOf,
  train,
  upload,
} from '@nablajs/core';
import { inOrder } from './run.js';
import type { ConvnetRun, ConvnetTrace } from './trace.js';
import { uniformStream } from './uniform-stream.js';

/**
 * Errors are relative to a tensor's mean magnitude. The largest ones, over both optimizers and all backends, are
 * 2.8e-14 in float64 after 100 steps, and 8e-6 in float32.
 */
export const CONVNET_GATE: Readonly<Record<FloatDType, number>> = { float64: 1e-12, float32: 1e-4 };

export type Values = ReadonlyMap<string, ArrayLike<number>>;

export interface ConvnetResult {
  readonly losses: readonly number[];
  readonly firstGradients: Values;
  readonly snapshots: ReadonlyMap<number, Values>;
  /** [rows, classes], in order. */
  readonly logits: ArrayLike<number>;
}

interface Drawn {
  readonly images: DenseArray;
  readonly labels: Int32Array;
  readonly parameters: ReadonlyMap<string, DenseArray>;
}

/** Draws images, labels and initial parameters as the script does. */
function drawn({ network, rows, classes, parameters }: ConvnetTrace, dtype: FloatDType): Drawn {
  const uniform = uniformStream();
  const shape = [rows, ...(network.inputShape as Shape)];
  const [, height, width, channels] = shape as [number, number, number, number];
  const labels = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const pixels = allocate(dtype, sizeOf(shape));
  for (let at = 0; at < pixels.length; at++) {
    const place = Math.floor(at / channels);
    const label = labels[Math.floor(place / (height * width))] as number;
    const mark = at % channels === 0 ? pattern(label, Math.floor(place / width) % height, place % width) : 0;
    pixels[at] = uniform() - 0.5 + mark;
  }
  const initial = parameters.map(
    ({ name, shape }) => [name, dense(initialValues(name, shape, uniform), shape)] as const,
  );
  return { images: dense(pixels, shape), labels, parameters: new Map(initial) };
}

/** Returns stripes along the rows, along the columns, both, or nothing. */
function pattern(label: number, y: number, x: number): number {
  const sign = [1 - 2 * (y % 2), 1 - 2 * (x % 2), 1 - 2 * ((x + y) % 2)][label] ?? 0;
  return 0.25 * sign;
}

function initialValues(name: string, shape: readonly number[], uniform: () => number): Float64Array {
  const values = new Float64Array(sizeOf(shape));
  if (name.endsWith('.runningMean')) return values;
  if (name.endsWith('.runningVariance')) return values.fill(1);
  const fanIn = values.length / (shape.at(-1) as number);
  const limit = name.endsWith('.weight') ? Math.sqrt(6 / fanIn) : 0.1;
  const center = name.endsWith('.scale') ? 1 : 0;
  return values.map(() => center + (uniform() - 0.5) * 2 * limit);
}

/** Trains as the script did, and records the same values. */
export async function repeatConvnet(
  backend: Backend,
  trace: ConvnetTrace,
  run: ConvnetRun,
  dtype: FloatDType,
): Promise<ConvnetResult> {
  const { images, labels, parameters } = drawn(trace, dtype);
  const loss = fromConfig('loss', LOSSES, { type: 'SoftmaxCrossEntropy' });
  using model = sequentialFromConfig(backend, trace.network, { dtype, parameters });
  using optimizer = fromConfig('optimizer', OPTIMIZERS, run.optimizer);
  const firstGradients = await firstGradientsOf(model, images, labels.subarray(0, trace.batch), loss);
  const losses: number[] = [];
  const snapshots = new Map<number, Values>();
  const epochs = run.losses.length / Math.ceil(trace.rows / trace.batch);
  const options = { loss, optimizer, epochs, batchSize: trace.batch, shuffle: false, stepsAhead: 0 };
  for await (const event of train(model, inOrder(images, labels), options)) {
    if (event.type !== 'batch') continue;
    losses.push(event.loss);
    if (`${losses.length}` in run.snapshots) snapshots.set(losses.length, await valuesOf(model));
  }
  return { losses, firstGradients, snapshots, logits: (await predict(model, images)).data };
}

async function valuesOf({ parameters }: Sequential): Promise<Values> {
  const values = new Map<string, ArrayLike<number>>();
  for (const { name, value } of parameters) values.set(name, await value.data());
  return values;
}

async function firstGradientsOf(
  model: Sequential,
  images: DenseArray,
  labels: Int32Array,
  loss: Parameters<Sequential['pass']>[2],
): Promise<Values> {
  const size = sizeOf(model.inputShape) * labels.length;
  using x = upload(model.backend, dense(images.data.slice(0, size), [labels.length, ...model.inputShape]));
  using targets = upload(model.backend, dense(labels, [labels.length]));
  const pass = model.pass(x, targets, loss, { seed: 0, step: 1 });
  const gradients = new Map<string, ArrayLike<number>>();
  for (const [name, gradient] of pass.gradients) gradients.set(name, await gradient.data());
  for (const tensor of [pass.loss, ...pass.gradients.values(), ...pass.updates.values()]) tensor.dispose();
  return gradients;
}
