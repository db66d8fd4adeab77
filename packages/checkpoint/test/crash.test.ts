/** A save that stops at any of its operations on the disk leaves the old model or the new one. */
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { loadModel, type SavedModel, saveModel } from '../src/index.js';
import { bitsOf, modelOf, temporaryFolder } from './helpers.js';

/** What the disk was told to do; once `left` are done the machine stops, a write in the middle, and all later ones fail. */
const disk = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY, log: [] as string[], failing: '' }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const operation = (name: string, path: string): void => {
    if (disk.left === 0) throw new Error('the machine stopped');
    if (`${name} ${basename(path)}` === disk.failing) throw new Error('the disk is full');
    disk.left -= 1;
    disk.log.push(`${name} ${basename(path)}`);
  };
  return {
    ...real,
    rename: async (from: string, to: string) => {
      operation('rename', from);
      await real.rename(from, to);
    },
    rm: async (path: string) => {
      operation('rm', path);
      await real.rm(path, { force: true });
    },
    open: async (path: string, flags: string) => {
      if (flags === 'w') operation('open', path);
      const file = await real.open(path, flags);
      const { writeFile: write, sync } = file;
      file.writeFile = async (data) => {
        const stops = disk.left === 0;
        const half = typeof data === 'string' ? data.slice(0, 60) : (data as Uint8Array).subarray(0, 60);
        await write.call(file, stops ? half : data);
        operation('write', path);
      };
      file.sync = async () => {
        operation('sync', flags === 'w' ? path : 'folder');
        await sync.call(file);
      };
      return file;
    },
  };
});

const OPERATIONS = [
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
];
/** From the rename of model.json on the new model counts. */
const COMMIT = OPERATIONS.indexOf('rename model.json.nabla-new');
const stops = OPERATIONS.map((operation, index) => [index, operation] as const);

const model = (first: number): SavedModel => modelOf('float32', first);

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

test('a save syncs contents, then names, before it counts', async () => {
  await saveModel(temporaryFolder(), model(1));
  expect(disk.log).toEqual(OPERATIONS);
});

test.each(stops)('stopped after %i operations, before: %s', async (operations) => {
  const folder = temporaryFolder();
  await saveModel(folder, model(1));
  await stopSave(folder, model(2), operations);
  await expectModel(folder, operations <= COMMIT ? 1 : 2);
});

test.each(stops)('stopped twice, first after %i operations, before: %s', async (operations) => {
  const first = operations <= COMMIT ? 1 : 2;
  for (let again = 0; again < OPERATIONS.length; again++) {
    const folder = temporaryFolder();
    await saveModel(folder, model(1));
    await stopSave(folder, model(2), operations);
    await stopSave(folder, model(3), again);
    // The second save first puts the weights of the first in their place where that is still to do: a rename and a sync.
    const extra = operations === COMMIT + 1 || operations === COMMIT + 2 ? 2 : 0;
    await expectModel(folder, again <= COMMIT + extra ? first : 3);
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

test('a write that fails while the machine goes on leaves the old model and nothing else', async () => {
  const folder = temporaryFolder();
  await saveModel(folder, model(1));
  disk.failing = 'write model.json.nabla-new';
  await expect(saveModel(folder, model(2))).rejects.toThrow('the disk is full');
  disk.failing = '';
  await expectModel(folder, 1);
  expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.safetensors']);
});

test('pending files of another model are not believed', async () => {
  const [folder, other] = [temporaryFolder(), temporaryFolder()];
  await saveModel(folder, model(1));
  await stopSave(other, model(2), COMMIT);
  const { readFile } = await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises');
  for (const name of ['weights.safetensors.nabla-new', 'model.json.nabla-new']) {
    await writeFile(join(folder, name), await readFile(join(other, name)));
  }
  await expectModel(folder, 1);
  await saveModel(folder, model(3));
  await expectModel(folder, 3);
});
