/** The points of federated.html: two spirals, of which each page has the half on one side. */
import { type Dataset, dense, evaluate, type Network, Random, SoftmaxCrossEntropy } from '@nablajs/core';
import { cos, sin } from '@nablajs/core/math';
import type { Points } from '../spirals-run.js';

/** Which points of the spirals a page has. */
export type Half = 'left' | 'right';

const OWN_POINTS = 500;
const TEST_POINTS = 1000;

/** Draws points of two spirals in the square [-1, 1] x [-1, 1], those that `isKept` accepts by their x. */
function spirals(count: number, seed: number, isKept: (x: number) => boolean): Points {
  const random = new Random(seed);
  const [x, y]: [number[], number[]] = [[], []];
  while (y.length < count) {
    const label = y.length % 2;
    const radius = 0.06 + 0.88 * random.uniform();
    const angle = 7 * radius + label * Math.PI;
    const [across, up] = [radius * cos(angle) + 0.02 * random.normal(), radius * sin(angle) + 0.02 * random.normal()];
    if (!isKept(across)) continue;
    x.push(across, up);
    y.push(label);
  }
  return { x: Float32Array.from(x), y: Float32Array.from(y) };
}

/** The points that a page has. */
export const pointsOf = (half: Half): Points =>
  half === 'left' ? spirals(OWN_POINTS, 1, (x) => x < 0) : spirals(OWN_POINTS, 2, (x) => x > 0);

export const halfOfSpirals = (half: Half): Dataset => datasetOf(pointsOf(half));

const test = datasetOf(spirals(TEST_POINTS, 3, () => true));

/** The share of right answers for points of both halves that no page has learned. */
export async function accuracyOf(model: Network): Promise<number> {
  const { classification } = await evaluate(model, test, { loss: new SoftmaxCrossEntropy() });
  return classification?.accuracy ?? Number.NaN;
}

function datasetOf({ x, y }: Points): Dataset {
  const batch: Dataset['batch'] = (rows) => ({
    x: dense(
      Float32Array.from({ length: 2 * rows.length }, (_, at) => x[2 * (rows[at >> 1] ?? 0) + (at % 2)] ?? 0),
      [rows.length, 2],
    ),
    y: dense(
      Int32Array.from(rows, (row) => y[row] ?? 0),
      [rows.length],
    ),
  });
  return { length: y.length, inputShape: [2], batch };
}
