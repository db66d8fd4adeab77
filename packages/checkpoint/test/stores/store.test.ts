/** The behaviour of all stores, wherever they save. */
import { join } from 'node:path';
import type { TrainState } from '@nablajs/core';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type CheckpointStore,
  exportCheckpoint,
  importCheckpoint,
  memoryCheckpoints,
  openCheckpointFolder,
  type StoreOptions,
} from '../../src/index.js';
import { openCheckpointDatabase } from '../../src/portable.js';
import { temporaryFolder } from '../helpers.js';
import { plain, smallExtras, smallState } from '../states.js';
import { becomeBrowser } from './fake-browser.js';

/** After an epoch, or after some steps of it. */
function stateAt(epoch: number, step?: number): TrainState {
  const state = smallState(epoch * 100 + (step ?? 0));
  const position = { ...state.position, epoch, step: step ?? 200, epochEnded: step === undefined };
  return { ...state, position };
}

let opened = 0;
beforeEach(() => void becomeBrowser());

type Open = (options?: StoreOptions) => Promise<CheckpointStore> | CheckpointStore;

describe.each<[string, Open]>([
  ['in memory', memoryCheckpoints],
  ['in a folder', (options) => openCheckpointFolder(join(temporaryFolder(), 'a', 'checkpoints'), options)],
  ['in a database', (options) => openCheckpointDatabase(`run ${++opened}`, options)],
])('a store %s', (_where, open) => {
  const namesIn = async (store: CheckpointStore) => (await store.list()).map(({ name }) => name);

  test('loads the last, the best, and any checkpoint by its name', async () => {
    const store = await open();
    const first = await store.save(stateAt(1), { ...smallExtras, best: true });
    const second = await store.save(stateAt(2, 120));
    expect([first, second]).toEqual([
      { name: '0001-epoch-1-best', number: 1, epoch: 1, step: undefined, best: true },
      { name: '0002-epoch-2-step-120', number: 2, epoch: 2, step: 120, best: false },
    ]);
    expect(await store.list()).toEqual([first, second]);

    const last = await store.load();
    expect(plain(last.state)).toEqual(plain(stateAt(2, 120)));
    expect([last.entry, last.skipped, last.model]).toEqual([second, [], undefined]);
    for (const which of ['best', '0001-epoch-1-best']) {
      const { state, model, note, entry } = await store.load(which);
      expect(plain(state)).toEqual(plain(stateAt(1)));
      expect({ model, note, entry }).toEqual({ ...smallExtras, entry: first });
    }
    await store.close();
  });

  test('keeps the last checkpoints and the best one', async () => {
    const store = await open({ keep: 2 });
    for (const epoch of [1, 2, 3, 4, 5]) await store.save(stateAt(epoch), { best: epoch === 1 || epoch === 2 });
    expect(await namesIn(store)).toEqual(['0002-epoch-2-best', '0004-epoch-4', '0005-epoch-5']);
    await store.save(stateAt(6), { best: true });
    expect(await namesIn(store)).toEqual(['0005-epoch-5', '0006-epoch-6-best']);
    await store.close();
  });

  test('keeps 3 by default, and all with Infinity', async () => {
    const [some, all] = [await open(), await open({ keep: Number.POSITIVE_INFINITY })];
    for (const store of [some, all]) {
      for (const epoch of [1, 2, 3, 4, 5]) await store.save(stateAt(epoch));
      await store.close();
    }
    expect(await namesIn(some)).toEqual(['0003-epoch-3', '0004-epoch-4', '0005-epoch-5']);
    expect(await namesIn(all)).toHaveLength(5);
  });

  test('counts saves, so that a run that went back to an earlier epoch continues there', async () => {
    const store = await open();
    for (const epoch of [7, 8, 7]) await store.save(stateAt(epoch));
    expect(await namesIn(store)).toEqual(['0001-epoch-7', '0002-epoch-8', '0003-epoch-7']);
    expect((await store.load('last')).entry.number).toBe(3);
    await store.close();
  });

  test('saves in the order of the calls, and close waits for all', async () => {
    const store = await open();
    const saves = [1, 2, 3].map((epoch) => store.save(stateAt(epoch)));
    await store.close();
    expect(await namesIn(store)).toEqual(['0001-epoch-1', '0002-epoch-2', '0003-epoch-3']);
    expect((await Promise.all(saves)).map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    await store.close();
    await expect(store.save(stateAt(4))).rejects.toMatchObject({
      code: 'disposed',
      message: expect.stringMatching(/: save after close\(\); open it again\.$/),
    });
  });

  test('works on after a state that cannot be saved', async () => {
    const store = await open();
    const bad = { ...stateAt(1), history: [{ loss: 'low' }] } as unknown as TrainState;
    const saves = [store.save(bad), store.save(stateAt(2))];
    await expect(saves[0]).rejects.toMatchObject({ code: 'argument' });
    await expect(saves[1]).resolves.toMatchObject({ name: '0001-epoch-2' });
    await expect(store.save(undefined as unknown as TrainState)).rejects.toMatchObject({ code: 'argument' });
    await store.close();
  });

  test('exports a checkpoint as a file, and imports it', async () => {
    const [from, to] = [await open(), await open()];
    await from.save(stateAt(1), { ...smallExtras, best: true });
    await from.save(stateAt(2));
    const bytes = await exportCheckpoint(from, 'best');
    expect(await importCheckpoint(to, bytes)).toMatchObject({ name: '0001-epoch-1' });
    const { state, model, note } = await to.load();
    expect([plain(state), { model, note }]).toEqual([plain(stateAt(1)), smallExtras]);
    await importCheckpoint(to, await exportCheckpoint(from), { best: true });
    expect((await to.load('best')).entry.name).toBe('0002-epoch-2-best');
    await expect(importCheckpoint(to, bytes.subarray(512), { name: 'a.tar' })).rejects.toThrow(/^a\.tar: /);
    expect(await namesIn(to)).toHaveLength(2);
    for (const store of [from, to]) await store.close();
  });

  test('lists the checkpoints when asked for another', async () => {
    const store = await open();
    for (const which of ['last', 'best', 'x']) {
      await expect(store.load(which)).rejects.toMatchObject({
        code: 'data',
        message: expect.stringMatching(/: expected a checkpoint\. Received none; save one first\. See https/),
      });
    }
    await store.save(stateAt(1));
    await expect(store.load('best')).rejects.toThrow(
      /: expected a checkpoint saved as the best, .*\. Received none; load "last"\.$/,
    );
    for (const which of ['0001-epoch-2', '../0001-epoch-1', 'constructor']) {
      await expect(store.load(which)).rejects.toMatchObject({
        code: 'argument',
        message: expect.stringMatching(`: expected "last", "best" or one of 0001-epoch-1. Received "${which}".`),
      });
    }
    await store.close();
  });

  test.each([0, -1, 1.5, Number.NaN, '3'])('does not keep %j', async (keep) => {
    const opening = async () => open({ keep: keep as number });
    await expect(opening()).rejects.toMatchObject({
      code: 'argument',
      message: `keep: expected a whole number of at least 1, or Infinity. Received ${keep}.`,
    });
  });
});
