/** The training without a page: it yields frames for the page to draw. */
import {
  Adam,
  type Backend,
  BinaryCrossEntropy,
  Dense,
  dense,
  predict,
  Random,
  Sequential,
  Tanh,
  train,
} from '@nablajs/core';
import { drawPoints, POINTS, type Points, type Problem } from './problems.js';

/** The surface is computed at the centres of GRID x GRID cells. */
export const GRID = 64;

export interface Frame {
  readonly points: Points;
  /** The loss of every epoch so far. */
  readonly losses: readonly number[];
  /** Share of the points that are classified correctly. */
  readonly accuracy: number;
  /** Logits of class 1, [GRID, GRID], from the top left. */
  readonly surface: ArrayLike<number>;
}

/** Equal seeds give equal frames, on any machine and any number of threads. */
export async function* learn(
  backend: Backend,
  problem: Problem,
  seed: number,
  signal: AbortSignal,
): AsyncGenerator<Frame, void, undefined> {
  const points = drawPoints(problem, new Random(seed));
  using model = new Sequential(backend, {
    inputShape: [2],
    layers: [new Dense(problem.hidden), new Tanh(), new Dense(problem.hidden), new Tanh(), new Dense(1)],
    dtype: 'float32',
    seed,
  });
  using optimizer = new Adam({ learningRate: problem.learningRate });
  const [x, y, cells] = [dense(points.x, [POINTS, 2]), dense(points.y, [POINTS, 1]), gridCells()];
  const losses: number[] = [];
  const events = train(
    model,
    { length: POINTS, inputShape: [2], batch: () => ({ x, y }) },
    { loss: new BinaryCrossEntropy(), optimizer, epochs: problem.epochs, batchSize: 'full', signal },
  );
  for await (const event of events) {
    if (event.type !== 'epoch-end') continue;
    losses.push(event.loss);
    if (event.epoch % problem.epochsPerFrame !== 0) continue;
    const surface = (await predict(model, cells, { batchSize: GRID * GRID })).data;
    const right = (await predict(model, x)).data.filter((logit, at) => logit > 0 === (points.y[at] === 1));
    yield { points, losses, accuracy: right.length / POINTS, surface };
  }
}

/** The centres of the surface's cells, [GRID * GRID, 2]. */
export function gridCells() {
  const middle = (cell: number): number => (2 * cell + 1) / GRID - 1;
  const cells = Float32Array.from({ length: 2 * GRID * GRID }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? middle(cell % GRID) : -middle(Math.floor(cell / GRID));
  });
  return dense(cells, [GRID * GRID, 2]);
}
