import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { withLock } from '../../src/files/folder-lock.js';
import { hasExited, type LockHolder, newHolder, startByPs } from '../../src/files/lock-holder.js';
import { loadModel, saveModel } from '../../src/index.js';
import { bitsOf, modelOf, temporaryFolder } from '../helpers.js';

const files = vi.hoisted(() => ({ links: true }));
/** Called after a process has found that the holder of a lock has exited. */
const found = vi.hoisted(() => ({ ended: async () => {} }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const refused = () => Promise.reject(Object.assign(new Error('EPERM'), { code: 'EPERM' }));
  return {
    ...real,
    symlink: (target: string, path: string) => (files.links ? real.symlink(target, path) : refused()),
    // A slow disk: much can happen between the decision to remove a lock and its removal.
    rm: async (path: string) => {
      await pause(3);
      await real.rm(path, { force: true });
    },
  };
});

vi.mock('../../src/files/lock-holder.js', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../src/files/lock-holder.js')>();
  return {
    ...real,
    hasExited: async (holder: LockHolder) => {
      const ended = await real.hasExited(holder);
      if (ended) await found.ended();
      return ended;
    },
  };
});

const LOCK = 'model.json.nabla-lock';

function lockOf(folder: string): string {
  const path = join(folder, LOCK);
  return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : readFileSync(path, 'utf8');
}

async function plant(folder: string, change: Partial<LockHolder>): Promise<void> {
  const text = JSON.stringify({ ...(await newHolder()), ...change });
  if (files.links) symlinkSync(text, join(folder, LOCK));
  else writeFileSync(join(folder, LOCK), text);
}

/** The id of a process that has exited. */
let known: number | undefined;
const ended = (): number => {
  known ??= spawnSync(process.execPath, ['--version']).pid;
  return known;
};

async function expectSaved(folder: string): Promise<void> {
  await saveModel(folder, modelOf('float32', 2), { lockTimeout: 0 });
  expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(modelOf('float32', 2).parameters));
  expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.safetensors']);
}

/** The save does not happen, and neither the lock nor the model changes. */
async function expectBusy(folder: string, message: string | RegExp): Promise<void> {
  const lock = lockOf(folder);
  await expect(saveModel(folder, modelOf('float32', 2), { lockTimeout: 0 })).rejects.toMatchObject({
    code: 'data',
    message: expect.stringMatching(message),
  });
  expect(lockOf(folder)).toBe(lock);
  expect(readdirSync(folder).sort()).toEqual(['model.json', LOCK, 'weights.safetensors']);
  expect(bitsOf((await loadModel(folder)).parameters)).toEqual(bitsOf(modelOf('float32', 1).parameters));
}

describe.each(['a symbolic link', 'a file, where there are no links,'])('%s as the lock', (kind) => {
  beforeEach(() => {
    files.links = kind === 'a symbolic link';
    found.ended = async () => {};
  });

  async function savedFolder(): Promise<string> {
    const folder = temporaryFolder();
    await saveModel(folder, modelOf('float32', 1));
    return folder;
  }

  test('names its holder during a save, and is gone after it', async () => {
    const folder = await savedFolder();
    let lock = '';
    await saveModel(folder, modelOf('float32', 2), {
      mayReplace: () => {
        expect(lstatSync(join(folder, LOCK)).isSymbolicLink()).toBe(files.links);
        lock = lockOf(folder);
      },
    });
    const { start, since, ...holder } = JSON.parse(lock) as LockHolder;
    expect(holder).toMatchObject({ pid: process.pid, host: hostname() });
    expect(start).not.toBe(process.platform === 'win32' ? undefined : '');
    expect(Math.abs(Date.parse(since) - Date.now())).toBeLessThan(60_000);
    expect(readdirSync(folder).sort()).toEqual(['model.json', 'weights.safetensors']);
  });

  test('of a running process is respected', async () => {
    const folder = await savedFolder();
    await plant(folder, {});
    const message = `expected the lock to be free. Received a lock of process ${process.pid} on ${hostname()}`;
    await expectBusy(folder, message);
    await expectBusy(folder, /; that is this process: wait for its save, or close its store\.$/);
  });

  test('is reported with the seconds of waiting', async () => {
    const folder = await savedFolder();
    await plant(folder, {});
    const waiting = withLock(join(folder, LOCK), 20, () => expect.unreachable());
    await expect(waiting).rejects.toThrow('to be free within 0.02 s.');
  });

  test('is waited for', async () => {
    const folder = await savedFolder();
    const order: string[] = [];
    const whileLocked = withLock(join(folder, LOCK), 0, async () => {
      await pause(60);
      order.push('first');
    });
    await pause(20);
    const saving = saveModel(folder, modelOf('float32', 2)).then(() => order.push('second'));
    await Promise.all([whileLocked, saving]);
    expect(order).toEqual(['first', 'second']);
  });

  test('of a process that has ended is taken over', async () => {
    const folder = await savedFolder();
    await plant(folder, { pid: ended() });
    await expectSaved(folder);
  });

  test.skipIf(process.platform === 'win32')('of a process whose id has another one now is taken over', async () => {
    const folder = await savedFolder();
    await plant(folder, { start: 'at another time' });
    await expectSaved(folder);
  });

  test.each<Partial<LockHolder>>([{ host: 'elsewhere' }, { namespace: 'pid:[1]' }])(
    'of %j, whose processes are not ours to ask, is respected',
    async (change) => {
      const folder = await savedFolder();
      await plant(folder, { ...change, pid: ended() });
      await expectBusy(
        folder,
        /runs on another machine or in another container; wait for it, or remove the lock if it has ended\.$/,
      );
    },
  );

  test.each(['', 'junk', '{"pid": 1}', `"${'x'.repeat(3000)}"`])('with the text %j is respected', async (text) => {
    const folder = await savedFolder();
    if (files.links && text !== '') symlinkSync(text, join(folder, LOCK));
    else writeFileSync(join(folder, LOCK), text);
    await expectBusy(folder, /a lock that nabla did not write; remove it if nothing is saving to this folder\.$/);
  });

  test('is taken over by only one of many processes that find it stale', async () => {
    const folder = temporaryFolder();
    await plant(folder, { pid: ended() });
    const takers = 8;
    let [arrived, inside, most, done] = [0, 0, 0, 0];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    // All have read the stale lock before the first one acts, and each acts a little later than the one before.
    found.ended = async () => {
      const turn = arrived++;
      if (arrived === takers) open();
      await gate;
      await pause(turn * 4);
    };
    const take = () =>
      withLock(join(folder, LOCK), 60_000, async () => {
        inside++;
        most = Math.max(most, inside);
        await pause(10);
        inside--;
        done++;
      });
    await Promise.all(Array.from({ length: takers }, take));
    expect([most, done]).toEqual([1, takers]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a lock that is not a link', () => {
  test.each([
    ['a file of 4096 bytes is read', 4096, /a lock of process \d+ on /],
    ['a longer one is not', 4097, /a lock that nabla did not write/],
  ])('%s', async (_, bytes, message) => {
    const path = join(temporaryFolder(), LOCK);
    writeFileSync(path, JSON.stringify(await newHolder()).padEnd(bytes));
    await expect(withLock(path, 0, () => expect.unreachable())).rejects.toThrow(message);
  });

  test('a folder is not a lock of nabla', async () => {
    const path = join(temporaryFolder(), LOCK);
    mkdirSync(path);
    await expect(withLock(path, 0, () => expect.unreachable())).rejects.toThrow('that nabla did not write');
  });

  test('if it cannot be created, the error says why', async () => {
    files.links = false;
    const path = join(temporaryFolder(), 'none', LOCK);
    await expect(withLock(path, 0, () => expect.unreachable())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('if it cannot be read, the error says why', async () => {
    files.links = true;
    const path = join(temporaryFolder(), 'file', LOCK);
    writeFileSync(join(path, '..'), '');
    await expect(withLock(path, 0, () => expect.unreachable())).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});

describe.skipIf(process.platform === 'win32')('a process', () => {
  test('that is a zombie has exited', async () => {
    // The shell starts one that ends, and replaces itself by one that never asks for its exit code.
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    const holder = { ...(await newHolder()), pid: Number(pid), start: '' };
    while (!(await hasExited(holder))) await pause(10);
    expect(await hasExited({ ...holder, pid: parent.pid ?? 0 })).toBe(false);
  });

  test('has a start time in ps; one that has exited has none', async (context) => {
    if (spawnSync('ps', ['-p', `${process.pid}`]).error !== undefined) context.skip('there is no ps on this machine');
    const start = await startByPs(process.pid);
    expect(start).toMatch(/^\w{3} \w{3} \d+ \d\d:\d\d:\d\d \d{4}$/);
    expect(await startByPs(process.pid)).toBe(start);
    expect(await startByPs(ended())).toBeUndefined();
  });
});
