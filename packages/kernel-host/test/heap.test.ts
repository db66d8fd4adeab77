import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from '../src/host/engine/heap.js';

const PAGE = 65536;

function heapOf(pages: number, maximum = 64): Heap {
  const memory = new WebAssembly.Memory({ initial: pages, maximum });
  return new Heap((more) => memory.grow(more), 1024, pages * PAGE, maximum * PAGE, 'wasm');
}

describe('Heap', () => {
  it('allocates separate blocks with 64 bytes of padding, and merges all of them when they are released', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.boolean()), { maxLength: 60 }), (steps) => {
        const heap = heapOf(4);
        const live = new Map<number, number>();
        for (const [bytes, releases] of steps) {
          const start = heap.allocate(bytes);
          expect(start % 64).toBe(0);
          for (const [other, size] of live)
            expect(start + bytes + 64 <= other || other + size + 64 <= start).toBe(true);
          expect(start + bytes + 64).toBeLessThanOrEqual(heap.size);
          live.set(start, bytes);
          const [first] = live.keys();
          if (releases && first !== undefined) {
            heap.release(first);
            live.delete(first);
          }
        }
        for (const start of live.keys()) heap.release(start);
        const { size } = heap;
        expect(heap.allocate(size - 1024 - 64)).toBe(1024);
        expect(heap.size).toBe(size);
      }),
    );
  });

  it('uses the smallest free range that is large enough', () => {
    const heap = heapOf(4);
    const [large, , small] = [heap.allocate(10_000), heap.allocate(1), heap.allocate(1000), heap.allocate(1)];
    heap.release(large);
    heap.release(small);
    expect(heap.allocate(900)).toBe(small);
    expect(heap.allocate(900)).toBe(large);
  });

  it('grows if no free range is large enough, and throws a clear error if it cannot', () => {
    const heap = heapOf(1, 4);
    heap.allocate(2 * PAGE);
    expect(heap.size).toBe(4 * PAGE - PAGE);
    expect(() => heap.allocate(2 * PAGE)).toThrow(
      expect.objectContaining({
        code: 'memory',
        message:
          "backend 'wasm' is out of memory: it needs another 0.1 MB, holds 0.2 MB, and may hold 0.3 MB. Use a " +
          'smaller batchSize (a network with BatchNorm computes each batch as a whole), dispose tensors, or use the ' +
          "backend 'ts'.",
      }),
    );
    expect(() => heap.allocate(1000)).not.toThrow();
  });

  it('refuses to release a block twice', () => {
    const heap = heapOf(1);
    const block = heap.allocate(10);
    heap.release(block);
    expect(() => heap.release(block)).toThrow(`release: no block at ${block}`);
  });

  it('knows its blocks after thousands of others were released', () => {
    const heap = heapOf(20);
    const blocks = Array.from({ length: 6000 }, () => heap.allocate(100));
    const kept = blocks.filter((_, at) => at % 1000 === 0);
    const released = blocks.filter((block) => !kept.includes(block));
    for (const block of released) heap.release(block);
    for (const block of released.filter((_, at) => at % 100 === 0))
      expect(() => heap.release(block)).toThrow(`release: no block at ${block}`);
    for (const block of kept) heap.release(block);
    expect(heap.allocate(20 * PAGE - 1024 - 64)).toBe(1024);
  });
});
