/** Everything written is on disk, and no file stays open. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { removeQuietly, renameDurably, sizeOfFile, syncFolder, writeDurably } from '../../src/files/durable-files.js';
import { temporaryFolder } from '../helpers.js';

/** The operations on files, in order. */
const asked = vi.hoisted((): string[] => []);
const failing = vi.hoisted(() => ({ sync: false }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const open = async (path: string, flags: string) => {
    const handle = await real.open(path, flags);
    asked.push(`open ${flags}`);
    return new Proxy(handle, {
      get: (target, name: keyof FileHandle) => {
        const method = target[name] as ((...args: unknown[]) => unknown) | undefined;
        // `await` looks up `then` on the handle.
        if (method === undefined) return undefined;
        return (...args: unknown[]) => {
          asked.push(String(name));
          if (failing.sync && name === 'sync') throw new Error('EIO');
          return method.apply(target, args);
        };
      },
    });
  };
  return { ...real, open };
});

beforeEach(() => {
  asked.length = 0;
  failing.sync = false;
});

describe('a file', () => {
  test('is written, synchronised and closed', async () => {
    const path = join(temporaryFolder(), 'a');
    await writeDurably(path, 'text');
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(asked).toEqual(['open wx', 'writeFile', 'sync', 'close']);
  });

  test('is closed and removed if that fails', async () => {
    failing.sync = true;
    const path = join(temporaryFolder(), 'a');
    await expect(writeDurably(path, 'text')).rejects.toThrow('EIO');
    expect(existsSync(path)).toBe(false);
    expect(asked.at(-1)).toBe('close');
  });

  test('that already exists is not changed', async () => {
    const path = join(temporaryFolder(), 'a');
    writeFileSync(path, 'old');
    await expect(writeDurably(path, 'new')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(path, 'utf8')).toBe('old');
  });
});

// Windows cannot open a folder: the code does nothing there.
describe.skipIf(process.platform === 'win32')('a folder', () => {
  test('is synchronised and closed after a rename', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), 'text');
    await renameDurably(join(folder, 'a'), join(folder, 'b'));
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('text');
    expect(asked).toEqual(['open r', 'sync', 'close']);
  });

  test('is closed if that fails', async () => {
    failing.sync = true;
    await expect(syncFolder(temporaryFolder())).rejects.toThrow('EIO');
    expect(asked).toEqual(['open r', 'sync', 'close']);
  });

  test('is not opened on Windows', async () => {
    const { platform } = process;
    Object.defineProperty(process, 'platform', { value: 'win32' });
    try {
      await syncFolder(temporaryFolder());
    } finally {
      Object.defineProperty(process, 'platform', { value: platform });
    }
    expect(asked).toEqual([]);
  });
});

test('errors of a removal are ignored', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'full'));
  await removeQuietly(join(folder, 'full'));
  await removeQuietly(join(folder, 'none'));
  expect(existsSync(join(folder, 'full'))).toBe(true);
});

describe('the size of', () => {
  test.each([
    ['a file', 'file', 4],
    ['nothing', 'none', undefined],
    ['a file in a file', 'file/in', undefined],
  ])('%s', async (_, name, size) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'text');
    expect(await sizeOfFile(join(folder, name))).toBe(size);
  });

  test('a folder is refused', async () => {
    await expect(sizeOfFile(temporaryFolder())).rejects.toMatchObject({ code: 'data' });
  });

  // On Windows few users may make a link.
  test.skipIf(process.platform === 'win32')('a link to itself is the system’s error', async () => {
    const path = join(temporaryFolder(), 'loop');
    symlinkSync(path, path);
    await expect(sizeOfFile(path)).rejects.toMatchObject({ code: 'ELOOP' });
  });
});
