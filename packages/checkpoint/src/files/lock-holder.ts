/** Describes the process that holds a lock, and checks whether it still runs. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

/** What a lock records about the process that holds it. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** The pid namespace, which tells containers with the same host name apart; empty if the system has none. */
  readonly namespace: string;
  /** When the process started, as the system reports it; empty if it does not. */
  readonly start: string;
  /** When it took the lock, for messages. */
  readonly since: string;
  /** Unique to this lock. */
  readonly token: string;
}

const TEXTS = ['host', 'namespace', 'start', 'since', 'token'] as const;

function isHolder(value: unknown): value is LockHolder {
  if (typeof value !== 'object' || value === null) return false;
  const holder = value as Readonly<Record<string, unknown>>;
  return (
    Object.keys(holder).length === TEXTS.length + 1 &&
    TEXTS.every((name) => typeof holder[name] === 'string') &&
    /^[0-9a-f]{16}$/.test(String(holder['token'])) &&
    Number.isSafeInteger(holder['pid']) &&
    Number(holder['pid']) > 0
  );
}

/** Describes this process for a new lock. */
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

/** Parses the description of a holder. Returns undefined for any other text. */
export function parseHolder(text: string): LockHolder | undefined {
  try {
    const holder: unknown = JSON.parse(text);
    return isHolder(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether the holder has certainly exited. False for a process on another machine. True if another process has its id
 * by now.
 */
export async function hasExited(holder: LockHolder): Promise<boolean> {
  if (!(await isLocal(holder))) return false;
  if (!exists(holder.pid)) return true;
  const start = await startOf(holder.pid);
  if (start === EXITED) return true;
  return start !== undefined && holder.start !== '' && start !== holder.start;
}

/** Whether the holder runs on this machine and in this pid namespace, so its process id can be checked. */
export async function isLocal({ host, namespace }: LockHolder): Promise<boolean> {
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
    // EPERM: the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** A zombie: it has exited, but keeps its process id until its parent asks for its exit code. */
const EXITED: unique symbol = Symbol('exited');

/** Returns when a process started, or undefined if the system does not say. */
async function startOf(pid: number): Promise<string | typeof EXITED | undefined> {
  if (process.platform === 'win32') return undefined;
  return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
}

/** Returns the boot's id and the clock ticks between the boot and the start of the process. */
async function startOnLinux(pid: number): Promise<string | typeof EXITED | undefined> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // proc(5): field 2 is the name in parentheses, which may hold anything; field 3 is the state, field 22 the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return EXITED;
    return `${boot.trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

const run = promisify(execFile);

/** For macOS and the BSDs. */
export async function startByPs(pid: number): Promise<string | typeof EXITED | undefined> {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const { stdout } = await run('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', `${pid}`], { env });
    const [state = '', ...start] = stdout.trim().split(/\s+/);
    if (state.startsWith('Z')) return EXITED;
    return start.length === 0 ? undefined : start.join(' ');
  } catch {
    return undefined;
  }
}
