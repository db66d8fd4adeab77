/** If the machine stops at any disk operation of a save, the old model or the new one is left. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { loadModel, type SavedModel, saveModel } from '../../src/index.js';
import { bitsOf, modelOf, temporaryFolder } from '../helpers.js';

/**
 * What the disk was told to do; once `left` are done the machine stops, a write in the middle, and all later ones fail.
 */
const disk = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY, log: [] as string[], failing: '', ended: 0 }));

/** The names of pending files, without their random parts. */
const nameOf = vi.hoisted(() => (path: string) => path.replace(/.*\//, '').replace(/-[0-9a-f]{16}$/, ''));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const operation = (name: string, path: string): void => {
    if (disk.left === 0) throw new Error('the machine stopped');
    if (`${name} ${nameOf(path)}` === disk.failing) throw new Error('the disk is full');
    disk.left -= 1;
    disk.log.push(`${name} ${nameOf(path)}`);
  };
  return {
    ...real,
    // With the machine the process stops that holds the lock: it says the id of a process that has ended.
    symlink: async (target: string, path: string) => {
      if (disk.left === 0) throw new Error('the machine stopped');
      await real.symlink(target.replace(/"pid":\d+/, `"pid":${disk.ended}`), path);
      operation('lock', path);
    },
    rename: async (from: string, to: string) => {
      operation('rename', from);
      await real.rename(from, to);
    },
    rm: async (path: string) => {
      operation('rm', path);
      await real.rm(path, { force: true });
    },
    open: async (path: string, flags: string) => {
      if (flags === 'wx') operation('open', path);
      const file = await real.open(path, flags);
      const { writeFile: write } = file;
      file.writeFile = async (data) => {
        const stops = disk.left === 0;
        const half = typeof data === 'string' ? data.slice(0, 60) : (data as Uint8Array).subarray(0, 60);
        await write.call(file, stops ? half : data);
        operation('write', path);
      };
      file.sync = async () => {
        operation('sync', flags === 'wx' ? path : 'folder');
      };
      return file;
    },
  };
});

const OPERATIONS = [
  'lock model.json.nabla-lock',
  'open weights.safetensors.nabla-new',
  'write weights.safetensors.nabla-new',
  'sync weights.safetensors.nabla-new',
  'open model.json.nabla-new',
  'write model.json.nabla-new',
  'sync model.json.nabla-new',
  'sync folder',
  'rename model.json.nabla-new',
  'sync folder',
  'rename weights.safetensors.nabla-new',
  'sync folder',
  'rm model.json.nabla-lock',
];
/** From the rename of model.json on, the new model counts. */
const COMMIT = OPERATIONS.indexOf('rename model.json.nabla-new');
/** Without the last operation: a save succeeds even if its lock cannot be removed. */
const stops = OPERATIONS.slice(0, -1).map((operation, index) => [index, operation] as const);

const model = (first: number): SavedModel => modelOf('float32', first);

beforeAll(() => {
  disk.ended = spawnSync(process.execPath, ['--version']).pid;
});
beforeEach(() => restart());

function restart(): void {
  disk.left = Number.POSITIVE_INFINITY;
  disk.log.length = 0;
}

async function stopSave(folder: string, saved: SavedModel, operations: number): Promise<void> {
  disk.left = operations;
  await expect(saveModel(folder, saved)).rejects.toMatchObject({
    code: 'data',
    message: `saveModel: cannot write to ${folder}: the machine stopped.`,
  });
  restart();
}

async function expectModel(folder: string, first: number): Promise<void> {
  expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(model(first).parameters));
}

test('a save syncs contents, then names, before the new model counts', async () => {
  await saveModel(temporaryFolder(), model(1));
  expect(disk.log).toEqual(OPERATIONS);
});

test.each(stops)('a save stopped after %i operations, before: %s', async (operations) => {
  const folder = temporaryFolder();
  await saveModel(folder, model(1));
  await stopSave(folder, model(2), operations);
  await expectModel(folder, operations <= COMMIT ? 1 : 2);
});

/**
 * The slow tests stop the second save after every operation, `npm test` after every sixth, from another one on each
 * time.
 */
const STRIDE = process.env['NABLA_SLOW'] === '1' ? 1 : 6;

test.each(stops)('two saves stopped, the first after %i operations, before: %s', async (operations) => {
  let saved = false;
  for (let again = operations % STRIDE; !saved; again += STRIDE) {
    const folder = temporaryFolder();
    await saveModel(folder, model(1));
    await stopSave(folder, model(2), operations);
    disk.left = again;
    saved = await saveModel(folder, model(3)).then(
      () => true,
      () => false,
    );
    // The second save first takes over the lock, and finishes or removes what the first one left: operations of its
    // own.
    const first = operations <= COMMIT ? 1 : 2;
    const renamed = disk.log.lastIndexOf('rename model.json.nabla-new');
    const own = disk.log.lastIndexOf('open model.json.nabla-new');
    restart();
    await expectModel(folder, own >= 0 && renamed > own ? 3 : first);
    await saveModel(folder, model(4));
    await expectModel(folder, 4);
    expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.safetensors']);
  }
});

test.each(stops)('the first save, stopped after %i operations, is cleaned up by the next', async (operations) => {
  const folder = temporaryFolder();
  await stopSave(folder, model(1), operations);
  if (operations > COMMIT) await expectModel(folder, 1);
  else await expect(loadModel(folder)).rejects.toThrow(`no model in ${folder}: expected model.json`);
  await saveModel(folder, model(2));
  await expectModel(folder, 2);
  expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.safetensors']);
});

test('a failed write leaves the old model and nothing else', async () => {
  const folder = temporaryFolder();
  await saveModel(folder, model(1));
  disk.failing = 'write model.json.nabla-new';
  await expect(saveModel(folder, model(2))).rejects.toThrow('the disk is full');
  disk.failing = '';
  await expectModel(folder, 1);
  expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.safetensors']);
});

test('pending files of another model are ignored', async () => {
  const [folder, other] = [temporaryFolder(), temporaryFolder()];
  await saveModel(folder, model(1));
  await stopSave(other, model(2), COMMIT);
  const pending = readdirSync(other).filter((name) => name.includes('.nabla-new-'));
  expect(pending).toHaveLength(2);
  for (const name of pending) await writeFile(join(folder, name), readFileSync(join(other, name)));
  await expectModel(folder, 1);
  await saveModel(folder, model(3));
  await expectModel(folder, 3);
});

test('weights that someone put there after a crash are not replaced with those of the crashed save', async () => {
  const folder = temporaryFolder();
  await saveModel(folder, model(1));
  await stopSave(folder, model(2), COMMIT + 1);
  await writeFile(join(folder, 'weights.safetensors'), 'of someone');
  await expectModel(folder, 2);
  await expect(saveModel(folder, model(3))).rejects.toThrow(
    /weights\.safetensors: model\.json names other weights; move it/,
  );
  expect(readFileSync(join(folder, 'weights.safetensors'), 'utf8')).toBe('of someone');
  await expectModel(folder, 2);
});
