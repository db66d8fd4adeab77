/**
 * A save that stops at any of its operations on the disk leaves the checkpoints before whole, or the new one beside
 * them.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openCheckpointFolder, readCheckpointFolder } from '../../src/index.js';
import { temporaryFolder } from '../helpers.js';
import { plain, smallState } from '../states.js';

/**
 * What the disk was told to do. After `left` operations the machine stops, a write in the middle; `failing` ones fail.
 */
const disk = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY, log: [] as string[], failing: /^$/ }));

/** The last two parts of a path, without what is random in them. */
const nameOf = vi.hoisted(
  () => (path: string) =>
    path
      .split(/[\\/]/)
      .filter((part) => /^(\.nabla|0|manifest|tensors)/.test(part))
      .join('/')
      .replace(/-[0-9a-f]{16}/, '') || 'folder',
);

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const operation = (name: string, path: string): void => {
    if (disk.left === 0) throw new Error('the machine stopped');
    if (disk.failing.test(`${name} ${nameOf(path)}`)) {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }
    disk.left -= 1;
    disk.log.push(`${name} ${nameOf(path)}`);
  };
  return {
    ...real,
    mkdir: async (path: string) => {
      operation('mkdir', path);
      await real.mkdir(path);
    },
    rename: async (from: string, to: string) => {
      operation('rename', from);
      await real.rename(from, to);
    },
    rm: async (path: string, options: object) => {
      if (!path.endsWith('.nabla-lock')) operation('rm', path);
      await real.rm(path, options);
    },
    open: async (path: string, flags: string | number) => {
      if (flags === 'wx') operation('open', path);
      const file = await real.open(path, flags);
      const { writeFile: write } = file;
      file.writeFile = async (data) => {
        await write.call(file, disk.left === 0 ? (data as Uint8Array).subarray(0, 60) : data);
        operation('write', path);
      };
      file.sync = async () => operation('sync', path);
      return file;
    },
  };
});

const NEW = '.nabla-new';
const OPERATIONS = [
  `mkdir ${NEW}`,
  `open ${NEW}/manifest.json`,
  `write ${NEW}/manifest.json`,
  `sync ${NEW}/manifest.json`,
  `open ${NEW}/tensors.safetensors`,
  `write ${NEW}/tensors.safetensors`,
  `sync ${NEW}/tensors.safetensors`,
  `sync ${NEW}`,
  `rename ${NEW}`,
  'sync folder',
  'rename 0001-epoch-6',
  'rm .nabla-old',
];
/** From this rename on, the new checkpoint exists. Only after it is the old one removed. */
const COMMIT = OPERATIONS.indexOf(`rename ${NEW}`);

beforeEach(() => restart());

function restart(): void {
  disk.left = Number.POSITIVE_INFINITY;
  disk.log.length = 0;
  disk.failing = /^$/;
}

/** With checkpoints 1 and 2; a third save, with `keep: 2`, removes the first. */
async function twoSaved() {
  const folder = temporaryFolder();
  const store = await openCheckpointFolder(folder, { keep: 2 });
  await store.save(smallState(1));
  await store.save(smallState(2));
  restart();
  return { folder, store };
}

/** All checkpoints in the folder are intact. */
async function numbersIn(folder: string): Promise<number[]> {
  const reader = readCheckpointFolder(folder);
  const entries = await reader.list();
  for (const { name, number } of entries) {
    expect(plain((await reader.load(name)).state)).toEqual(plain(smallState(number)));
  }
  return entries.map(({ number }) => number);
}

test.skipIf(process.platform === 'win32')('a save syncs contents, then names, before old ones go', async () => {
  const { folder, store } = await twoSaved();
  await store.save(smallState(3));
  expect(disk.log).toEqual(OPERATIONS);
  expect(await numbersIn(folder)).toEqual([2, 3]);
});

test.each(OPERATIONS.map((operation, index) => [index, operation] as const))(
  'a save stopped after %i operations, before: %s',
  async (operations) => {
    const { folder, store } = await twoSaved();
    disk.left = operations;
    const saved = await store.save(smallState(3)).then(
      () => true,
      () => false,
    );
    const wasRemoved = operations > OPERATIONS.indexOf('rename 0001-epoch-6');
    expect(saved).toBe(operations > COMMIT + 1);
    restart();
    expect(await numbersIn(folder)).toEqual([...(wasRemoved ? [] : [1]), 2, ...(operations > COMMIT ? [3] : [])]);

    await store.close();
    const next = await openCheckpointFolder(folder, { keep: 1 });
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    await next.save(smallState(operations > COMMIT ? 4 : 3));
    await next.close();
    expect(readdirSync(folder)).toEqual([operations > COMMIT ? '0004-epoch-6' : '0003-epoch-6']);
  },
);

describe('a disk that is full', () => {
  test.each([
    /^mkdir/,
    /^open .*manifest/,
    /^write .*manifest/,
    /^write .*tensors/,
    /^sync .*tensors/,
    /^rename .nabla-new/,
  ])('at %s is reported, and earlier checkpoints stay', async (failing) => {
    const { folder, store } = await twoSaved();
    disk.failing = failing;
    await expect(store.save(smallState(3))).rejects.toMatchObject({
      code: 'data',
      message: `cannot save to ${folder}: ENOSPC: no space left on device, write; earlier checkpoints are unchanged.`,
    });
    restart();
    expect(await numbersIn(folder)).toEqual([1, 2]);
    expect(readdirSync(folder).sort()).toEqual(['0001-epoch-6', '0002-epoch-6', 'checkpoints.nabla-lock']);
    await store.save(smallState(3));
    expect(await numbersIn(folder)).toEqual([2, 3]);
    await store.close();
  });

  test('with a small file system, and one that is read-only', async (context) => {
    const folder = temporaryFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
    if (mounted.status !== 0) context.skip('a small file system cannot be mounted here: that takes root on Linux');
    onTestFinished(() => void spawnSync('umount', [folder]));
    const store = await openCheckpointFolder(folder);
    await store.save(smallState(1));
    const large = join(folder, 'large');
    expect(() => writeFileSync(large, Buffer.alloc(300_000))).toThrow(/ENOSPC/);
    await expect(store.save(smallState(2))).rejects.toThrow(
      /^cannot save to .*: ENOSPC: .*; earlier checkpoints are unchanged\.$/,
    );
    expect(await numbersIn(folder)).toEqual([1]);
    rmSync(large);
    await store.save(smallState(2));

    const remount = (how: string) => spawnSync('mount', ['-o', `remount,${how}`, folder]);
    remount('ro');
    await expect(store.save(smallState(3))).rejects.toThrow(/^cannot save to .*: EROFS: .*; earlier checkpoints are/);
    remount('rw');
    await store.close();
    remount('ro');
    await expect(openCheckpointFolder(folder)).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(/^cannot save checkpoints to .*: EROFS: read-only file system/),
    });
    expect(await numbersIn(folder)).toEqual([1, 2]);
  });
});

test('an old checkpoint that cannot be removed is removed by the next save', async () => {
  const { folder, store } = await twoSaved();
  disk.failing = /^rename 0001/;
  await store.save(smallState(3));
  expect(await numbersIn(folder)).toEqual([1, 2, 3]);
  restart();
  await store.save(smallState(4));
  expect(await numbersIn(folder)).toEqual([3, 4]);
  await store.close();
});
