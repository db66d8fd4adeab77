/** The training of worker.html, shared by the page, its worker and the tests. */
import {
  Adam,
  type Backend,
  BinaryCrossEntropy,
  type Dataset,
  Dense,
  type DenseArray,
  dense,
  Random,
  Sequential,
  Tanh,
} from '@nablajs/core';
import { cos, sin } from '@nablajs/core/math';

export const HIDDEN = 48;
export const TRAINING_POINTS = 4000;
const VALIDATION_POINTS = 1000;

/** Which points: those for training, or those for validation. */
export type Part = 'training' | 'validation';

/** Points of two spirals in the square [-1, 1] x [-1, 1]. */
export interface Points {
  /** [n, 2] */
  readonly x: Float32Array;
  /** [n, 1] 0 or 1 */
  readonly y: Float32Array;
}

export function spiralPoints(seed: number, part: Part): Points {
  const isTraining = part === 'training';
  const random = new Random(isTraining ? seed : 2 ** 32 + seed);
  const count = isTraining ? TRAINING_POINTS : VALIDATION_POINTS;
  const x = new Float32Array(2 * count);
  const y = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const label = at % 2;
    const radius = 0.06 + 0.88 * random.uniform();
    const angle = 13 * radius + label * Math.PI;
    const blur = (): number => 0.02 * random.normal();
    x.set([radius * cos(angle) + blur(), radius * sin(angle) + blur()], 2 * at);
    y[at] = label;
  }
  return { x, y };
}

export function spirals(seed: number, part: Part): Dataset {
  const { x, y } = spiralPoints(seed, part);
  const pick = (data: Float32Array, width: number, indices: Int32Array): DenseArray => {
    const from = (at: number): number => (indices[Math.floor(at / width)] as number) * width + (at % width);
    const picked = Float32Array.from({ length: indices.length * width }, (_, at) => data[from(at)] as number);
    return dense(picked, [indices.length, width]);
  };
  return {
    length: y.length,
    inputShape: [2],
    batch: (indices) => ({ x: pick(x, 2, indices), y: pick(y, 1, indices) }),
  };
}

/** Creates the network, with weights drawn from the seed or given ones. */
export const newNetwork = (backend: Backend, seed: number, parameters?: ReadonlyMap<string, DenseArray>): Sequential =>
  new Sequential(backend, {
    inputShape: [2],
    layers: [new Dense(HIDDEN), new Tanh(), new Dense(HIDDEN), new Tanh(), new Dense(1)],
    dtype: 'float32',
    seed,
    ...(parameters && { parameters }),
  });

/** The options of `train` and `trainInWorker`, except the data. */
export const settings = (seed: number, epochs: number) => ({
  loss: new BinaryCrossEntropy(),
  optimizer: new Adam({ learningRate: 0.004 }),
  metrics: [{ type: 'BinaryAccuracy' }],
  ...{ epochs, batchSize: 32, seed },
});
