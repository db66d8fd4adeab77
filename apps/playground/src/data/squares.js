import { dense, Random } from '@nablajs/core';

/**
 * Draws points of a board of four by four squares from -1 to 1, whose classes take turns: x [count, 2], y [count].
 *
 * @param {{ count: number, classes: number, noise: number, seed: number }} options
 */
export function squares({ count, classes, noise, seed }) {
  const random = new Random(seed);
  const x = new Float32Array(2 * count);
  const y = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const [right, up] = [4 * random.uniform(), 4 * random.uniform()];
    y[at] = (Math.floor(right) + Math.floor(up)) % classes;
    x[2 * at] = right / 2 - 1 + noise * random.normal();
    x[2 * at + 1] = up / 2 - 1 + noise * random.normal();
  }
  return { x: dense(x, [count, 2]), y: dense(y, [count]) };
}
