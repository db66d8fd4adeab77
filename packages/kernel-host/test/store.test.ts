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

const fails = (): never => {
  throw new Error('it fails');
};

it('a kernel that fails loses all that it allocated, and nothing else', () => {
  const store = storeOf();
  const older = store.attempt(() => [store.allocate('float32', 5), store.allocate('float64', 5)], []);
  const before = store.memory();
  expect(before).toEqual({ buffers: 2, bytes: 60 });
  const made: unknown[] = [];
  const kernel = (length: number): void => {
    for (let i = 0; i < 3; i++) made.push(store.allocate('int32', length));
    store.release(made[1] as (typeof older)[0]);
    fails();
  };
  expect(() => store.attempt(kernel, [9])).toThrow('it fails');
  expect(store.memory()).toEqual(before);
  expect(made.map((storage) => (storage as (typeof older)[0]).owner)).toEqual([undefined, undefined, undefined]);
  expect(() => store.attempt(fails, [])).toThrow('it fails');
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
