/** Checkpoints in a folder: two writers, damage, and files that are not nabla's. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNablaError } from '@nablajs/core';
import { describe, expect, test } from 'vitest';
import {
  type CheckpointStore,
  loadCheckpoint,
  loadModel,
  openCheckpointFolder,
  packCheckpoint,
  readCheckpointFolder,
} from '../../src/index.js';
import { bitsOf, temporaryFolder } from '../helpers.js';
import { plain, smallExtras, smallState } from '../states.js';

const MANIFEST = 'manifest.json';
const TENSORS = 'tensors.safetensors';

/** A closed store with checkpoints 0001-epoch-6 and so on; the second is the best. */
async function saved(count: number, extras: object = smallExtras): Promise<string> {
  const folder = temporaryFolder();
  const store = await openCheckpointFolder(folder, { keep: Number.POSITIVE_INFINITY });
  for (let at = 1; at <= count; at++) await store.save(smallState(at), { ...extras, best: at === 2 });
  await store.close();
  return folder;
}

async function withStore<T>(folder: string, body: (store: CheckpointStore) => Promise<T>, keep = 3): Promise<T> {
  const store = await openCheckpointFolder(folder, { keep });
  try {
    return await body(store);
  } finally {
    await store.close();
  }
}

function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

test('each is a folder of two files; nothing else is left', async () => {
  const folder = await saved(2);
  expect(readdirSync(folder).sort()).toEqual(['0001-epoch-6', '0002-epoch-6-best']);
  expect(readdirSync(join(folder, '0001-epoch-6')).sort()).toEqual([MANIFEST, TENSORS]);
});

describe('a second writer', () => {
  test('is refused while the first has the folder open, but others can read', async () => {
    const folder = await saved(1);
    await withStore(folder, async (store) => {
      await expect(openCheckpointFolder(folder)).rejects.toMatchObject({
        code: 'data',
        message: expect.stringMatching(
          /nabla-lock: expected the lock to be free\. Received a lock of process \d+ on .*; that is this process: wait/,
        ),
      });
      await store.save(smallState(9));
      expect((await readCheckpointFolder(folder).load()).entry.number).toBe(2);
    });
    await withStore(folder, (store) => store.save(smallState(10)));
    expect(await readCheckpointFolder(folder).list()).toHaveLength(3);
  });

  test('is accepted if the first failed to open the folder', async () => {
    const folder = temporaryFolder();
    await expect(openCheckpointFolder(folder, { keep: 0 })).rejects.toThrow('keep: expected');
    await withStore(folder, (store) => store.save(smallState()));
  });
});

describe('a damaged checkpoint', () => {
  test.each([MANIFEST, TENSORS])('is refused; the error names %s and the checkpoint before', async (part) => {
    const folder = await saved(3);
    damage(join(folder, '0003-epoch-6', part));
    const reader = readCheckpointFolder(folder);
    await expect(reader.load()).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(
        new RegExp(
          `^${join(folder, '0003-epoch-6')}: ${part}: .*; the checkpoint before it is 0002-epoch-6-best\\. See https`,
        ),
      ),
    });
    await expect(reader.load('0003-epoch-6', { fallBack: true })).rejects.toThrow('the checkpoint before it is');
    const { entry, state, skipped } = await reader.load('last', { fallBack: true });
    expect(entry.name).toBe('0002-epoch-6-best');
    expect(plain(state)).toEqual(plain(smallState(2)));
    expect(skipped).toMatchObject([{ name: '0003-epoch-6', error: { code: 'data' } }]);
  });

  test('with none before it is refused, and so are several damaged ones', async () => {
    const folder = await saved(2);
    rmSync(join(folder, '0001-epoch-6', TENSORS));
    damage(join(folder, '0002-epoch-6-best', MANIFEST));
    const reader = readCheckpointFolder(folder);
    await expect(reader.load('0001-epoch-6')).rejects.toThrow(/tensors\.safetensors: .*Received no file\.$/);
    await expect(reader.load('last', { fallBack: true })).rejects.toThrow(
      /0002-epoch-6-best: manifest\.json: .*; all 2 checkpoints here are damaged\. See https/,
    );
  });

  test('of a newer nabla is refused, and nothing is loaded in its place', async () => {
    const folder = await saved(2);
    const path = join(folder, '0002-epoch-6-best', MANIFEST);
    const { createHash } = await import('node:crypto');
    const text = readFileSync(path, 'utf8').replace('"version": 2', '"version": 3');
    const sealed = text.slice(0, text.lastIndexOf('  "sha256"'));
    writeFileSync(path, `${sealed}  "sha256": "${createHash('sha256').update(sealed).digest('hex')}"\n}\n`);
    for (const fallBack of [false, true]) {
      await expect(readCheckpointFolder(folder).load('last', { fallBack })).rejects.toThrow(
        'manifest.json: written by a newer nabla: version 3, this one reads up to 2; update @nablajs/checkpoint.',
      );
    }
  });
});

describe('other files', () => {
  test('in the folder are left alone', async () => {
    const folder = await saved(1);
    for (const name of [
      'notes.txt',
      '.nabla-new-1',
      '01-epoch-1',
      '00001-epoch-1',
      '0002-epoch-01',
      '0003-epoch-1-x',
    ]) {
      writeFileSync(join(folder, name), 'mine');
    }
    const before = readdirSync(folder);
    await withStore(folder, (store) => store.save(smallState()));
    expect(readdirSync(folder).sort()).toEqual([...before, '0002-epoch-6'].sort());
  });

  test('in a checkpoint prevent its removal', async () => {
    const folder = await saved(1);
    writeFileSync(join(folder, '0001-epoch-6', 'notes.txt'), 'mine');
    await withStore(folder, (store) => store.save(smallState(5)), 1);
    expect(readdirSync(folder).sort()).toEqual(['0001-epoch-6', '0002-epoch-6']);
    expect(plain((await readCheckpointFolder(folder).load('0001-epoch-6')).state)).toEqual(plain(smallState(1)));
  });

  test('that killed saves left are removed when the folder is opened for saving', async () => {
    const folder = await saved(1);
    const [fresh, old] = ['.nabla-new-0123456789abcdef', '.nabla-old-0123456789abcdef'];
    for (const name of [fresh, old]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, fresh, MANIFEST), '{');
    writeFileSync(join(folder, 'checkpoints.nabla-lock.0123456789abcdef'), '');
    expect(await readCheckpointFolder(folder).list()).toHaveLength(1);
    await withStore(folder, async () => expect(readdirSync(folder).sort()[0]).toBe('0001-epoch-6'));
    expect(readdirSync(folder)).toEqual(['0001-epoch-6']);
  });

  test('in place of the folder or its parent are reported', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const message = `${file}: expected a folder. Received a file.`;
    await expect(openCheckpointFolder(file)).rejects.toMatchObject({ code: 'data', message });
    await expect(openCheckpointFolder(join(file, 'a'))).rejects.toMatchObject({ code: 'data' });
    await expect(readCheckpointFolder(file).list()).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(`cannot read ${file}: ENOTDIR`),
    });
  });
});

describe.skipIf(process.platform === 'win32')('a symbolic link', () => {
  test('in place of a checkpoint is not followed, removed or overwritten', async () => {
    const folder = await saved(2);
    const elsewhere = temporaryFolder();
    renameSync(join(folder, '0001-epoch-6'), join(elsewhere, 'it'));
    symlinkSync(join(elsewhere, 'it'), join(folder, '0001-epoch-6'));
    symlinkSync(join(elsewhere, 'it'), join(folder, '0007-epoch-6'));
    const reader = readCheckpointFolder(folder);
    for (const name of ['0001-epoch-6', '0007-epoch-6']) {
      await expect(reader.load(name)).rejects.toThrow(
        `${join(folder, name)}: expected a folder. Received a symbolic link, which is not followed`,
      );
    }
    await withStore(folder, (store) => store.save(smallState()), 1);
    expect(readdirSync(folder).sort()).toEqual(['0001-epoch-6', '0002-epoch-6-best', '0007-epoch-6', '0008-epoch-6']);
    expect(readdirSync(join(elsewhere, 'it')).sort()).toEqual([MANIFEST, TENSORS]);
  });

  test.each([MANIFEST, TENSORS])('in place of its %s is not followed', async (part) => {
    const folder = await saved(2);
    const path = join(folder, '0002-epoch-6-best', part);
    const other = join(temporaryFolder(), part);
    renameSync(path, other);
    symlinkSync(other, path);
    await expect(readCheckpointFolder(folder).load()).rejects.toThrow(
      `${path}: expected a file. Received a symbolic link, which is not followed; ` +
        'the checkpoint before it is 0001-epoch-6.',
    );
  });

  test('that leads to the folder itself is fine', async () => {
    const folder = await saved(1);
    const link = join(temporaryFolder(), 'link');
    symlinkSync(folder, link);
    await withStore(link, (store) => store.save(smallState()));
    expect(await readCheckpointFolder(folder).list()).toHaveLength(2);
  });
});

test('if a checkpoint is removed while it is read, the store looks again', async () => {
  const folder = await saved(1);
  await withStore(
    folder,
    async (store) => {
      let ended = false;
      const saves = (async () => {
        for (let at = 2; at <= 12; at++) await store.save(smallState(at));
        ended = true;
      })();
      let last = 0;
      while (!ended) {
        const { entry, state } = await readCheckpointFolder(folder).load();
        expect(state.position.steps).toBe(entry.number);
        expect(entry.number).toBeGreaterThanOrEqual(last);
        last = entry.number;
      }
      await saves;
    },
    1,
  );
});

describe('one checkpoint', () => {
  test('is loaded from its folder or from a packed file', async () => {
    const folder = await saved(1);
    const path = join(folder, '0001-epoch-6');
    expect(plain((await loadCheckpoint(path)).state)).toEqual(plain(smallState(1)));
    const files = [MANIFEST, TENSORS].map((name) => [name, readFileSync(join(path, name))] as const);
    const packed = join(temporaryFolder(), 'a.tar');
    writeFileSync(packed, packCheckpoint(new Map(files)));
    expect(plain((await loadCheckpoint(packed)).state)).toEqual(plain(smallState(1)));
    damage(packed);
    await expect(loadCheckpoint(packed)).rejects.toMatchObject({ code: 'data' });
    await expect(loadCheckpoint(folder)).rejects.toThrow(`${folder}: manifest.json: expected a file. Received none.`);
    await expect(loadCheckpoint(join(folder, 'x'))).rejects.toThrow(/^loadCheckpoint: cannot read .*x: ENOENT/);
  });

  test('is a model if it was saved with one', async () => {
    const folder = await saved(3);
    const of = (steps: number) => ({ ...smallExtras.model, parameters: bitsOf(smallState(steps).parameters) });
    const loaded = async (...args: Parameters<typeof loadModel>) => {
      const { parameters, ...model } = await loadModel(...args);
      return { ...model, parameters: bitsOf(parameters) };
    };
    expect(await loaded(folder)).toEqual(of(2));
    expect(await loaded(folder, { checkpoint: 'last' })).toEqual(of(3));
    expect(await loaded(folder, { checkpoint: '0001-epoch-6' })).toEqual(of(1));
    expect(await loaded(join(folder, '0003-epoch-6'))).toEqual(of(3));
    rmSync(join(folder, '0002-epoch-6-best'), { recursive: true });
    expect(await loaded(folder)).toEqual(of(3));
    await expect(loadModel(folder, { checkpoint: 'best' })).rejects.toThrow('expected a checkpoint saved as the best');
  });

  test('is not a model if it was saved without one', async () => {
    const folder = await saved(1, {});
    const error: unknown = await loadModel(folder).catch((reason: unknown) => reason);
    expect(isNablaError(error) && error.message).toBe(
      `${join(folder, '0001-epoch-6')}: expected a model, saved with save(state, { model: { config, dtype } }). ` +
        'Received only the state of a training.',
    );
    const empty = temporaryFolder();
    await expect(loadModel(empty, { checkpoint: 'last' })).rejects.toThrow(
      `${empty}: expected a folder of checkpoints, to load "last". Received none.`,
    );
  });
});
