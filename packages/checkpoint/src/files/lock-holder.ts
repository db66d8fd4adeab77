/** Which process holds a lock, and whether it still runs. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { z } from 'zod';

/** What a lock says of the process that holds it. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Where process ids are counted: two containers of one host name have two. Empty where the system does not say. */
  readonly namespace: string;
  /** When the process started, in the system's own words; empty where the system does not say. */
  readonly start: string;
  /** When it took the lock, for people. */
  readonly since: string;
  /** No two locks have the same one. */
  readonly token: string;
}

const holderSchema: z.ZodType<LockHolder> = z.strictObject({
  pid: z.int().positive(),
  host: z.string(),
  namespace: z.string(),
  start: z.string(),
  since: z.string(),
  token: z.string().regex(/^[0-9a-f]{16}$/),
});

/** A record of this process for one lock. */
export async function newHolder(): Promise<LockHolder> {
  const { pid } = process;
  const start = await startOf(pid);
  return {
    pid,
    host: hostname(),
    namespace: await ownNamespace(),
    start: typeof start === 'string' ? start : '',
    since: new Date().toISOString(),
    token: randomBytes(8).toString('hex'),
  };
}

/** The record in `text`, or undefined where the text is anything else. */
export function parseHolder(text: string): LockHolder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Whether the holder has ended for certain. False for a process of another machine, which cannot be asked; true where
 * the process id was given to another process since.
 */
export async function hasEnded(holder: LockHolder): Promise<boolean> {
  if (!(await isHere(holder))) return false;
  if (!exists(holder.pid)) return true;
  const start = await startOf(holder.pid);
  if (start === ENDED) return true;
  return start !== undefined && holder.start !== '' && start !== holder.start;
}

/** Whether the holder's process id means anything to this process. */
export async function isHere({ host, namespace }: LockHolder): Promise<boolean> {
  return host === hostname() && namespace === (await ownNamespace());
}

async function ownNamespace(): Promise<string> {
  return process.platform === 'linux' ? readlink('/proc/self/ns/pid').catch(() => '') : '';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** A zombie: it has a process id until its parent asks for its exit code, and does nothing any more. */
const ENDED: unique symbol = Symbol('ended');

/** When a process started; undefined where the system does not say. */
async function startOf(pid: number): Promise<string | typeof ENDED | undefined> {
  if (process.platform === 'win32') return undefined;
  return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
}

/** Clock ticks since the machine was booted, and which boot that was. */
async function startOnLinux(pid: number): Promise<string | typeof ENDED | undefined> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // proc(5): the second field is the name in parentheses, which may hold anything; state is the third, starttime the
    // 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return ENDED;
    return `${boot.trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

const run = promisify(execFile);

/** For macOS and the BSDs. */
export async function startByPs(pid: number): Promise<string | typeof ENDED | undefined> {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const { stdout } = await run('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', `${pid}`], { env });
    const [state = '', ...start] = stdout.trim().split(/\s+/);
    if (state.startsWith('Z')) return ENDED;
    return start.length === 0 ? undefined : start.join(' ');
  } catch {
    return undefined;
  }
}
