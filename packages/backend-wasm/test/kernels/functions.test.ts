/** Checks every bit of the elementary functions of float32 against core's, which define them. */
import type { Backend, Operand } from '@nablajs/core';
import { float32 } from '@nablajs/core/math';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend({ threads: 2 });
});
afterAll(() => backend.dispose());

/** Bit patterns of all signs and exponents, an odd number of them; the last ones are special, at the end of an item. */
const NUMBERS = new Float32Array(Int32Array.from({ length: 12_293 }, (_, i) => Math.imul(i, 349_373)).buffer);
const SPECIAL = [0, 0.5, 1, 4, 9.5, 88.72284, 103.98, 1e30, 1e-40, Number.POSITIVE_INFINITY, Number.NaN];
NUMBERS.set([...SPECIAL, ...SPECIAL.map((x) => -x)], NUMBERS.length - 2 * SPECIAL.length);

it.each(Object.entries(float32))('%s', async (name, definition) => {
  const place = (storage: unknown): Operand => ({ storage, shape: [NUMBERS.length], dtype: 'float32' });
  const x = place(backend.upload(NUMBERS, [NUMBERS.length], 'float32'));
  const kernels = { ...backend, ...backend.fused } as Partial<Record<string, unknown>>;
  const kernel = kernels[name] as (x: Operand) => unknown;
  const y = place(kernel(x));
  const received = await backend.download(y);
  for (const { storage } of [x, y]) backend.release(storage);
  const wrong = NUMBERS.findIndex((one, i) => !Object.is(received[i], definition(one)));
  expect(wrong, `of ${NUMBERS[wrong]}: ${received[wrong]}`).toBe(-1);
  expect(backend.memory().buffers).toBe(0);
});
