import { dense, matmul, upload } from '@nablajs/core';
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
