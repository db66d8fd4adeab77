import { dense, Random } from '@nablajs/core';
import { cos, sin } from '@nablajs/core/math';

/**
 * Draws two to four spirals in the square from -1 to 1: x [count, 2], y [count].
 * @param {{ count: number, classes: number, noise: number, seed: number }} options
 */
export function spirals({ count, classes, noise, seed }) {
  const random = new Random(seed);
  const x = new Float32Array(2 * count);
  const y = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    y[at] = at % classes;
    const radius = 0.05 + 0.9 * random.uniform();
    const angle = 10 * radius + (2 * Math.PI * (at % classes)) / classes;
    x[2 * at] = radius * cos(angle) + noise * random.normal();
    x[2 * at + 1] = radius * sin(angle) + noise * random.normal();
  }
  return { x: dense(x, [count, 2]), y: dense(y, [count]) };
}
