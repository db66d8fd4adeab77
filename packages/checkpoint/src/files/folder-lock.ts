/** One save to a folder at a time, whichever processes save. */
import { lstat, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { NablaError } from '@nablajs/core';
import { damaged } from '../damage.js';
import { writeDurably } from './durable-files.js';
import { hasEnded, isHere, type LockHolder, newHolder, parseHolder } from './lock-holder.js';

const MAX_LOCK_BYTES = 4096;

/**
 * Runs `body` while this process holds the lock `path`, and waits at most `timeout` milliseconds for it. A lock is a
 * symbolic link that leads nowhere: its target, written in the same moment, names the holder (`ls -l` shows it). Where
 * there are no symbolic links it is a file with the same text.
 *
 * A lock whose holder has ended is taken over. Throws a NablaError of code `data` that names the holder where the time
 * is up.
 */
export async function withLock<T>(path: string, timeout: number, body: () => Promise<T>): Promise<T> {
  return holding(path, { timeout, until: performance.now() + timeout }, body);
}

interface Patience {
  readonly timeout: number;
  readonly until: number;
}

/**
 * Takes the lock `path` for this process, or throws at once. Call what it returns to let go. When the process ends before
 * that, the next one takes the lock over.
 *
 * ```ts
 * const unlock = await takeLock('results/results.nabla-lock');
 * try {
 *   await writeResults();
 * } finally {
 *   await unlock();
 * }
 * ```
 *
 * Rejects with a NablaError of code `data` that names the process which holds the lock.
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  const own = await acquire(path, { timeout: 0, until: performance.now() });
  return () => release(path, own);
}

async function holding<T>(path: string, patience: Patience, body: () => Promise<T>): Promise<T> {
  const own = await acquire(path, patience);
  try {
    return await body();
  } finally {
    await release(path, own);
  }
}

async function acquire(path: string, patience: Patience): Promise<LockHolder> {
  const own = await newHolder();
  while (!(await create(path, own))) {
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (holder !== 'unreadable' && (await hasEnded(holder))) {
      await takeAway(path, holder, patience);
      continue;
    }
    if (performance.now() >= patience.until) throw await busy(path, holder, patience.timeout);
    // Random, so that two that wait do not ask in step.
    await pause(5 + Math.random() * 30);
  }
  return own;
}

/** False where the lock is taken. */
async function create(path: string, holder: LockHolder): Promise<boolean> {
  const text = JSON.stringify(holder);
  try {
    await symlink(text, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
  }
  // No symbolic links on this file system, or not for this user; any other reason stops this too.
  try {
    await writeDurably(path, text);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<LockHolder | 'unreadable' | undefined> {
  try {
    const status = await lstat(path);
    if (status.isSymbolicLink()) return parseHolder(await readlink(path)) ?? 'unreadable';
    if (!status.isFile() || status.size > MAX_LOCK_BYTES) return 'unreadable';
    return parseHolder(await readFile(path, 'utf8')) ?? 'unreadable';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Removes the lock of a holder that has ended. Two may want to at once, and the slower must not remove the lock that
 * the faster has made meanwhile: so whoever removes a lock holds another first, which is named after it and taken over
 * in the same way, and looks again.
 */
async function takeAway(path: string, { token }: LockHolder, patience: Patience): Promise<void> {
  await holding(`${path}.${token}`, patience, () => removeOwn(path, token));
}

async function removeOwn(path: string, token: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder !== undefined && holder !== 'unreadable' && holder.token === token) await rm(path, { force: true });
}

/** What was done under the lock is done: that the lock cannot be removed must not turn it into a failure. */
async function release(path: string, { token }: LockHolder): Promise<void> {
  await removeOwn(path, token).catch(() => undefined);
}

async function busy(path: string, holder: LockHolder | 'unreadable', timeout: number): Promise<NablaError> {
  const waited = `expected the lock to be free${timeout === 0 ? '' : ` within ${timeout / 1000} s`}. Received a lock`;
  if (holder === 'unreadable') {
    return damaged(path, `${waited} that nabla did not write; remove it if nothing is saving to this folder`);
  }
  const { pid, host, since } = holder;
  return damaged(
    path,
    `${waited} of process ${pid} on ${host}, which has been saving since ${since}; ${await remedyOf(holder)}`,
  );
}

async function remedyOf(holder: LockHolder): Promise<string> {
  if (!(await isHere(holder))) {
    return 'that process cannot be asked from here; wait for it, or remove the lock if it has ended';
  }
  if (holder.pid === process.pid) return 'that is this process: wait for its save, or close its store';
  return 'wait for that process, or save to another folder';
}
