import type { TypedArray } from '@nablajs/core';
import { expect } from 'vitest';

const bytesOf = ({ buffer, byteOffset, byteLength }: TypedArray): Buffer => Buffer.from(buffer, byteOffset, byteLength);

/** Expects the bits of two arrays to be equal, except those of NaN. `what` begins the message. */
export function expectSameBits(received: TypedArray, expected: TypedArray, what = ''): void {
  // Comparing bytes is fast. Where they differ, the elements may still be the same NaN.
  if (received.constructor === expected.constructor && bytesOf(received).equals(bytesOf(expected))) return;
  expect(received.constructor, what).toBe(expected.constructor);
  expect(received.length, what).toBe(expected.length);
  const at = received.findIndex((value: number, i: number) => !Object.is(value, expected[i]));
  if (at === -1) return;
  const wrong = Array.from(received).filter((value, i) => !Object.is(value, expected[i])).length;
  expect.fail(
    `${what} element ${at}: expected ${expected[at]}, received ${received[at]}; ${wrong} of ${expected.length} elements differ`,
  );
}
