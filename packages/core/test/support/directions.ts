/** Along what gradients are compared with differences. */
import type { TypedArray } from '../../src/index.js';

export type Direction = readonly number[];

/**
 * Returns two directions in which every element moves, by 1 to 1.5 of either sign: a wrong element shows in both, and
 * what cancels in one does not in the other. The nightly run moves each element alone.
 */
export function directionsOf(size: number): Direction[] {
  const isNightly = process.env['NABLA_SLOW'] === '1';
  if (isNightly || size <= 2) return Array.from({ length: size }, (_, at) => indices(size, (i) => (i === at ? 1 : 0)));
  return [2.3, 5.9].map((seed) =>
    indices(size, (i) => {
      const wave = Math.sin(seed * (i + 1) + i * i);
      return wave / 2 + Math.sign(wave);
    }),
  );
}

/** The slope along a direction that a gradient tells. */
export function along(gradient: TypedArray, direction: Direction): number {
  return direction.reduce((sum, part, i) => sum + part * (gradient[i] as number), 0);
}

const indices = (size: number, of: (i: number) => number): number[] => Array.from({ length: size }, (_, i) => of(i));
