import { add, concat, dense, gather, matmul, scatterAdd, subtract, upload } from '@nablajs/core';
import { createBackend } from 'nabla-backend-tally';
import { expect, test } from 'vitest';

test('a product of [2, 3] and [3, 1] is 6 multiplications, 6 additions and 11 numbers', async () => {
  const backend = await createBackend();
  const a = upload(backend, dense(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]));
  const b = upload(backend, dense(Float64Array.of(1, 10, 100), [3, 1]));
  expect([...(await matmul(a, b).data())]).toEqual([321, 654]);
  expect(backend.tally.entries()).toMatchObject([{ kernel: 'matmul', calls: 1, operations: 12, bytes: 11 * 8 }]);
  expect(`${backend.tally}`).toMatch(/^kernel .*\nmatmul /);
});

test('a number is no bytes, and a list of operands is read whole', async () => {
  const backend = await createBackend();
  const x = upload(backend, dense(Float64Array.of(1, 2, 3, 4), [2, 2]));
  const at = upload(backend, dense(Int32Array.of(1, 1), [2]));
  expect([...(await add(x, 1).data())]).toEqual([2, 3, 4, 5]);
  expect([...(await subtract(1, x).data())]).toEqual([0, -1, -2, -3]);
  expect([...(await concat([x, x], { axis: 1 }).data())]).toEqual([1, 2, 1, 2, 3, 4, 3, 4]);
  expect([...(await gather(x, at).data())]).toEqual([3, 4, 3, 4]);
  expect([...(await scatterAdd(x, at, 2).data())]).toEqual([0, 0, 4, 6]);
  const entries = Object.fromEntries(backend.tally.entries().map((entry) => [entry.kernel, entry]));
  expect(entries.add).toMatchObject({ operations: 4, bytes: 8 * 8 });
  expect(entries.subtract).toMatchObject({ operations: 4, bytes: 8 * 8 });
  expect(entries.concat).toMatchObject({ operations: 0, bytes: 16 * 8 });
  expect(entries.gather).toMatchObject({ operations: 0, bytes: 8 * 8 + 2 * 4 });
  expect(entries.scatterAdd).toMatchObject({ operations: 4, bytes: 8 * 8 + 2 * 4 });
});
