/** A long training needs no more memory than its second step. */
import { expect, it } from 'vitest';
import { convnetMemory } from '../support/convnet-memory.js';

it('the memory does not grow in 1,000 steps', async () => {
  const { sizes, tensors } = await convnetMemory(2, 16, 1000);
  expect(sizes.length).toBe(1000);
  expect(new Set(sizes.slice(1)).size).toBe(1);
  expect(new Set(tensors.slice(1)).size).toBe(1);
});
