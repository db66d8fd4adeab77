/** The verdict on one tensor, at its edges. */
import { describe, expect, it } from 'vitest';
import type { ElementCheck } from '../src/comparison/differences.js';
import { judge } from '../src/comparison/judge.js';
import type { Gate } from '../src/options.js';

const { POSITIVE_INFINITY: infinity, NaN: nan } = Number;

const verdict = (
  pairs: readonly (readonly [analytic: number, expected: number, moved?: number])[],
  gate: Partial<Gate>,
  noise = 0,
) => {
  const elements = pairs.map(([analytic, expected, moved = 0], index): ElementCheck => {
    return { index, analytic, expected, moved };
  });
  const variable = { name: 'w', shape: [elements.length], values: new Float64Array(elements.length) };
  return judge(variable, elements, { atol: 0, rtol: 0, worstRelativeError: undefined, ...gate }, noise);
};

describe('an element', () => {
  it.each([
    [3, 2, { atol: 1 }, true],
    [3.5, 2, { atol: 1 }, false],
    [6, 4, { rtol: 0.5 }, true],
    [7, 4, { atol: 1, rtol: 0.5 }, true],
    [7.5, 4, { atol: 1, rtol: 0.5 }, false],
    [-6, -4, { rtol: 0.5 }, true],
    [0, 0, {}, true],
    [1, infinity, { atol: 1, rtol: 1 }, false],
    [infinity, 1, { atol: 1, rtol: 1 }, false],
    [nan, 1, { atol: 1, rtol: 1 }, false],
    [1, nan, { atol: 1, rtol: 1 }, false],
  ])('of %d where %d is expected, within %j', (analytic, expected, gate, ok) => {
    const { report, problem } = verdict([[analytic, expected]], gate);
    expect(report.ok).toBe(ok);
    expect(problem === undefined).toBe(ok);
  });

  it('furthest past its gate is the worst, the first of several', () => {
    const pairs = [
      [1010, 1000],
      [1, 2],
      [3, 2],
      [0.5, 0],
    ] as const;
    const { report, problem } = verdict(pairs, { atol: 0.5, rtol: 0.1 });
    expect(report.worst).toMatchObject({ index: [1], absoluteError: 1, relativeError: 0.5 });
    expect(problem).toBe(
      'w at [1]: the gradient is 1, expected 2; error 1.000e+0, gate 7.000e-1. 2 of 4 elements are wrong.',
    );
  });

  it('is the worst under gates of 0 too, behind one that is right', () => {
    const pairs = [
      [0, 0],
      [1, 2],
    ] as const;
    expect(verdict(pairs, {}).report.worst?.index).toEqual([1]);
  });

  it('of the largest error is the worst where none is past its gate, the first of several', () => {
    const { report } = verdict(
      [
        [1, 1],
        [10, 12],
        [12, 10],
      ],
      { rtol: 1 },
    );
    expect(report.worst).toMatchObject({ index: [1], absoluteError: 2, relativeError: 2 / 12 });
  });

  it('counts as moved where it was', () => {
    const { report } = verdict(
      [
        [1, 1, 4e-6],
        [1, 1],
        [1, 1, -4e-6],
      ],
      {},
    );
    expect(report).toMatchObject({ checked: 3, moved: 2 });
  });
});

describe('a tensor', () => {
  it.each([
    [[[3, 4]], 0.25, 0, 0.25, true],
    [[[3, 4]], 0.24, 0, 0.25, false],
    [
      [
        [3, 4],
        [8, 8],
      ],
      0.125,
      0,
      0.125,
      true,
    ],
    [
      [
        [-3, -4],
        [0, 0],
      ],
      0.25,
      0,
      0.25,
      true,
    ],
    [[[1, 2]], 0, 2, 0, true],
    [[[1, 2]], 0, 1.9, 0.5, false],
    [[[2, 2]], 0, 0, 0, true],
  ] as const)('of %j under %d, noise %d', (pairs, worstRelativeError, noise, found, ok) => {
    const { report } = verdict(pairs, { atol: 100, worstRelativeError }, noise);
    expect(report).toMatchObject({ worstRelativeError: found, ok });
  });

  it('past its own gate is told with its worst element', () => {
    const { problem } = verdict([[3, 4]], { atol: 100, worstRelativeError: 0.1 });
    expect(problem).toBe(
      'w at [0]: the gradient is 3, expected 4; error 1.000e+0, ' +
        'which is 2.500e-1 of the largest gradient of the tensor, gate 1e-1.',
    );
  });

  it('of no elements is right', () => {
    const { report, problem } = verdict([], { worstRelativeError: 0 });
    expect(report).toEqual({
      name: 'w',
      shape: [0],
      checked: 0,
      moved: 0,
      worstRelativeError: 0,
      worst: undefined,
      ok: true,
    });
    expect(problem).toBeUndefined();
  });
});
