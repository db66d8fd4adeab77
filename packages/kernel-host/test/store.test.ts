/** What a kernel that fails leaves behind. */
import { expect, it } from 'vitest';
import type { Engine } from '../src/host/engine/engine.js';
import { Heap } from '../src/host/engine/heap.js';
import { Store } from '../src/host/storage/storage.js';

const PAGE = 65536;

function storeOf(): Store {
  const heap = new Heap(() => {}, PAGE, 4 * PAGE, 4 * PAGE, 'wasm');
  return new Store({ heap } as Engine);
}

it('a kernel that fails loses all that it allocated, and nothing else', () => {
  const store = storeOf();
  store.begin();
  const older = [store.allocate('float32', 5), store.allocate('float64', 5)];
  const before = store.memory();
  expect(before).toEqual({ buffers: 2, bytes: 60 });
  store.begin();
  const made = [9, 9, 9].map((length) => store.allocate('int32', length));
  store.release(made[1] as (typeof older)[0]);
  store.rollBack();
  expect(store.memory()).toEqual(before);
  expect(made.map(({ owner }) => owner)).toEqual([undefined, undefined, undefined]);
  store.begin();
  store.rollBack();
  expect(store.memory()).toEqual(before);
  for (const storage of older) store.release(storage);
  expect(store.memory()).toEqual({ buffers: 0, bytes: 0 });
  // Everything is free again.
  expect(store.engine.heap.allocate(3 * PAGE - 64)).toBe(PAGE);
});

it('refuses a storage that is not live, or not its own', () => {
  const [store, other] = [storeOf(), storeOf()];
  const storage = store.allocate('float32', 1);
  for (const bad of [storage, undefined, 'x']) {
    expect(() => other.release(bad as typeof storage)).toThrow('release: expected a live storage of this backend.');
  }
  store.release(storage);
  expect(() => store.release(storage)).toThrow(expect.objectContaining({ code: 'argument' }));
  expect([store.memory(), other.memory()]).toEqual(Array(2).fill({ buffers: 0, bytes: 0 }));
});
