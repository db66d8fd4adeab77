import { expect, it } from 'vitest';
import { holdOut } from '../../src/lab/teach/hold-out.js';

it('holds out a fifth of the photos of each class', () => {
  const { training, heldOut } = holdOut([5, 11]);
  expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, at) => at));
  expect(Array.from(heldOut, (at) => (at < 5 ? 0 : 1))).toEqual([0, 1, 1]);
  expect(holdOut([5, 11])).toEqual({ training, heldOut });
});

it('holds out nothing if a class has fewer than five', () => {
  expect(holdOut([4, 20])).toEqual({
    training: Int32Array.from({ length: 24 }, (_, at) => at),
    heldOut: new Int32Array(),
  });
});
