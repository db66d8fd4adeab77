/** A lock for a folder, so only one process saves to it at a time. */
import { lstat, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { NablaError } from '@nablajs/core';
import { damaged } from '../damage.js';
import { writeDurably } from './durable-files.js';
import { hasExited, isLocal, type LockHolder, newHolder, parseHolder } from './lock-holder.js';

const MAX_LOCK_BYTES = 4096;

/**
 * Waits up to `timeout` milliseconds for the lock `path`, and runs `body` while this process holds it. A lock is a
 * symbolic link whose target describes its holder, as `ls -l` shows; without symbolic links, a file with the same text.
 *
 * A lock is taken over if its holder has exited. Throws NablaError `data` that names the holder if the lock is not free
 * in time.
 */
export async function withLock<T>(path: string, timeout: number, body: () => Promise<T>): Promise<T> {
  return whileLocked(path, { timeout, until: performance.now() + timeout }, body);
}

interface Deadline {
  readonly timeout: number;
  readonly until: number;
}

/**
 * Takes the lock `path` for this process, or throws at once if it is taken. Returns a function that releases it; if the
 * process ends before, the next one takes the lock over.
 *
 * @throws NablaError `data` that names the process that holds the lock.
 *
 * @example
 * ```ts
 * const unlock = await takeLock('results/results.nabla-lock');
 * try {
 *   await writeResults();
 * } finally {
 *   await unlock();
 * }
 * ```
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  const own = await acquire(path, { timeout: 0, until: performance.now() });
  return () => release(path, own);
}

async function whileLocked<T>(path: string, deadline: Deadline, body: () => Promise<T>): Promise<T> {
  const own = await acquire(path, deadline);
  try {
    return await body();
  } finally {
    await release(path, own);
  }
}

async function acquire(path: string, deadline: Deadline): Promise<LockHolder> {
  const own = await newHolder();
  while (!(await create(path, own))) {
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (holder !== 'unreadable' && (await hasExited(holder))) {
      await removeStaleLock(path, holder, deadline);
      continue;
    }
    if (performance.now() >= deadline.until) throw await lockedError(path, holder, deadline.timeout);
    // A random pause, so two waiting processes do not retry in step.
    await pause(5 + Math.random() * 30);
  }
  return own;
}

/** Returns false if the lock is taken. */
async function create(path: string, holder: LockHolder): Promise<boolean> {
  const text = JSON.stringify(holder);
  try {
    await symlink(text, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
  }
  // This file system or user cannot create symbolic links. Any other error occurs again below.
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
 * Removes the lock of a holder that has exited. So that the slower of two processes does not remove the new lock of the
 * faster one, each first takes a second lock, named after the holder's token, and checks the first again. Second locks
 * are taken over in the same way.
 */
async function removeStaleLock(path: string, { token }: LockHolder, deadline: Deadline): Promise<void> {
  await whileLocked(`${path}.${token}`, deadline, () => removeLockOf(path, token));
}

async function removeLockOf(path: string, token: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder !== undefined && holder !== 'unreadable' && holder.token === token) await rm(path, { force: true });
}

/** Ignores errors: the work under the lock has succeeded even if the lock cannot be removed. */
async function release(path: string, { token }: LockHolder): Promise<void> {
  await removeLockOf(path, token).catch(() => undefined);
}

async function lockedError(path: string, holder: LockHolder | 'unreadable', timeout: number): Promise<NablaError> {
  const waited = `expected the lock to be free${timeout === 0 ? '' : ` within ${timeout / 1000} s`}. Received a lock`;
  if (holder === 'unreadable') {
    return damaged(path, `${waited} that nabla did not write; remove it if nothing is saving to this folder`);
  }
  const { pid, host, since } = holder;
  return damaged(
    path,
    `${waited} of process ${pid} on ${host}, which has been saving since ${since}; ${await lockRemedy(holder)}`,
  );
}

async function lockRemedy(holder: LockHolder): Promise<string> {
  if (!(await isLocal(holder))) {
    return 'it runs on another machine or in another container; wait for it, or remove the lock if it has ended';
  }
  if (holder.pid === process.pid) return 'that is this process: wait for its save, or close its store';
  return 'wait for that process, or save to another folder';
}
