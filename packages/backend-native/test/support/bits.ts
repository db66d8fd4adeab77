import type { TypedArray } from '@nablajs/core';
import { expect } from 'vitest';
import { bytesOf } from '../../../backend-wasm/test/support/image-bits.js';

/** Expects the bits of two arrays to be equal, except those of NaN. */
export function expectSameBits(received: TypedArray, expected: TypedArray): void {
  // Comparing bytes is fast. Where they differ, the elements may still be the same NaN.
  if (received.constructor === expected.constructor && bytesOf(received).equals(bytesOf(expected))) return;
  expect(received.constructor).toBe(expected.constructor);
  expect(received.length).toBe(expected.length);
  const at = received.findIndex((value: number, i: number) => !Object.is(value, expected[i]));
  if (at === -1) return;
  const wrong = Array.from(received).filter((value, i) => !Object.is(value, expected[i])).length;
  expect.fail(
    `element ${at}: expected ${expected[at]}, received ${received[at]}; ${wrong} of ${expected.length} elements differ`,
  );
}
