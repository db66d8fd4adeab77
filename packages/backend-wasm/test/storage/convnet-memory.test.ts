/** The memory of a training step. */
import { expect, it } from 'vitest';
import { convnetMemory } from '../support/convnet-memory.js';

it.each([1, 2])(
  'a step of a convolutional network needs little besides its activations, %i threads',
  async (threads) => {
    const { needed, live, sizes, tensors } = await convnetMemory(threads, 128, 4);
    expect(sizes.length).toBe(4);
    expect(live).toBeGreaterThan(0.9 * needed);
    expect(live).toBeLessThanOrEqual(1.5 * needed);
    expect(sizes[3]).toBeGreaterThanOrEqual(live);
    expect(sizes[3]).toBeLessThanOrEqual(2.5 * needed);
    expect(sizes.slice(2)).toEqual([sizes[1], sizes[1]]);
    expect(tensors.slice(2)).toEqual([tensors[1], tensors[1]]);
  },
);
