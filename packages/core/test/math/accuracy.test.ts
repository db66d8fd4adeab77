import { describe, expect, it } from 'vitest';
import { cos, erf, exp, expm1, log, log1p, normalCdf, pow, sigmoid, sin, tanh } from '../../src/math/index.js';
import { errorInUlp, type ReferencePoint, readReference } from './reference.js';

type Elementary = (...args: [number, number]) => number;

/** The bound that each docstring gives, in ULP; all are within the gates (1, 1.5, 1, 1.5, 1, 1, 2, 2, 4, 5 and 2). */
const BOUNDS: readonly [name: string, bound: number, f: Elementary][] = [
  ['exp', 0.76, exp],
  ['expm1', 0.65, expm1],
  ['log', 0.52, log],
  ['log1p', 0.52, log1p],
  ['sin', 0.85, sin],
  ['cos', 0.85, cos],
  ['tanh', 1.7, tanh],
  ['sigmoid', 1.7, sigmoid],
  ['erf', 0.95, erf],
  ['normalCdf', 5, normalCdf],
  ['pow', 0.76, pow],
];

describe('against correctly rounded references', () => {
  it.each(BOUNDS)('%s is at most %f ULP off', (name, bound, f) => {
    const points = readReference(name);
    expect(points.length).toBeGreaterThan(1900);
    expect(worst(f, points).error, `at ${worst(f, points).at}`).toBeLessThanOrEqual(bound);
  });

  it('sees an error of one ULP', () => {
    const nextAfterExp = (x: number): number => exp(x) * (1 + 2 ** -52);
    expect(worst(nextAfterExp, readReference('exp')).error).toBeGreaterThan(1);
  });
});

function worst(f: Elementary, points: ReferencePoint[]): { error: number; at: string } {
  return points
    .map((point) => ({ error: errorInUlp(f(...point.args), point), at: point.args.join(', ') }))
    .reduce((a, b) => (b.error > a.error ? b : a));
}
