/** The data and the network: replace them by your own. The page, its Worker and the test share this file. */
import {
  Adam,
  type Backend,
  BinaryCrossEntropy,
  Dense,
  type DenseArray,
  dense,
  Random,
  Sequential,
  Tanh,
} from '@nablajs/core';

export const POINTS = 600;
export const EPOCHS = 120;

/** Points of two spirals in the square from -1 to 1. */
export interface Points {
  /** [POINTS, 2] */
  readonly x: DenseArray;
  /** [POINTS, 1]: 0 or 1, the spiral of each point. */
  readonly y: DenseArray;
}

/** Draws the points. Another seed gives other points of the same spirals. */
export function spirals(seed: number): Points {
  const random = new Random(seed);
  const [x, y] = [new Float32Array(2 * POINTS), new Float32Array(POINTS)];
  for (let at = 0; at < POINTS; at++) {
    const label = at % 2;
    const radius = 0.1 + 0.8 * random.uniform();
    const angle = 7 * radius + label * Math.PI;
    x[2 * at] = radius * Math.cos(angle) + 0.02 * random.normal();
    x[2 * at + 1] = radius * Math.sin(angle) + 0.02 * random.normal();
    y[at] = label;
  }
  return { x: dense(x, [POINTS, 2]), y: dense(y, [POINTS, 1]) };
}

/** The seed decides the weights that the network begins with. */
export function createNetwork(backend: Backend, seed: number): Sequential {
  const layers = [new Dense(24), new Tanh(), new Dense(24), new Tanh(), new Dense(1)];
  return new Sequential(backend, { inputShape: [2], layers, seed });
}

/** How to train, for `fit` and `trainInWorker`. */
export function options(seed: number) {
  return {
    loss: new BinaryCrossEntropy(),
    optimizer: new Adam({ learningRate: 0.005 }),
    metrics: [{ type: 'BinaryAccuracy' }],
    ...{ epochs: EPOCHS, batchSize: 32, seed },
  };
}
