/** The problems to learn: points of the square [-1, 1] x [-1, 1] in two classes. */
import type { Random } from '@nablajs/core';
import { cos, sin } from '@nablajs/core/math';

export interface Problem {
  readonly name: string;
  /** Width of both hidden layers. */
  readonly hidden: number;
  readonly learningRate: number;
  readonly epochs: number;
  readonly epochsPerFrame: number;
  /** Draws the class and coordinates of a point. */
  draw(random: Random, at: number): readonly [x: number, y: number, label: 0 | 1];
}

export const PROBLEMS = {
  xor: {
    name: 'XOR',
    hidden: 16,
    learningRate: 0.02,
    epochs: 200,
    epochsPerFrame: 2,
    draw(random) {
      // Avoids the axes, where the class changes.
      const side = (): number => (0.06 + 0.9 * random.uniform()) * (random.uniform() < 0.5 ? -1 : 1);
      const [x, y] = [side(), side()];
      return [x, y, x * y < 0 ? 1 : 0];
    },
  },
  spirals: {
    name: 'two spirals',
    hidden: 24,
    learningRate: 0.02,
    epochs: 600,
    epochsPerFrame: 5,
    draw(random, at) {
      const label = at % 2 === 0 ? 0 : 1;
      const radius = 0.06 + 0.88 * random.uniform();
      const angle = 13 * radius + label * Math.PI;
      const blur = (): number => 0.02 * random.normal();
      return [radius * cos(angle) + blur(), radius * sin(angle) + blur(), label];
    },
  },
} satisfies Record<string, Problem>;

export interface Points {
  /** [n, 2] */
  readonly x: Float32Array;
  /** [n, 1] 0 or 1 */
  readonly y: Float32Array;
}

export const POINTS = 400;

export function drawPoints(problem: Problem, random: Random, count = POINTS): Points {
  const x = new Float32Array(2 * count);
  const y = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const [first, second, label] = problem.draw(random, at);
    x.set([first, second], 2 * at);
    y[at] = label;
  }
  return { x, y };
}
