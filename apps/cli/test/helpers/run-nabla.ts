/** Runs the built command as a separate process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/**
 * Whether this system lets a process handle a signal that another sends: not on Windows, where `kill` ends it at once.
 */
export const HAS_SIGNALS: boolean = process.platform !== 'win32';
if (!HAS_SIGNALS) console.warn('SKIPPED: tests that send a signal, which a process on Windows cannot handle.');

const ENTRY = fileURLToPath(new URL('../../bin/nabla.js', import.meta.url));
const BUILT = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A file descriptor to write to. Default: a pipe. */
  readonly stdout?: number;
  /** The command that starts it, such as `['mpirun', '-n', '2']`. Default: none. */
  readonly under?: readonly string[];
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves once stdout and stderr together match. */
  readonly sees: (pattern: RegExp) => Promise<void>;
}

/**
 * The test's own environment must not reach the command: npm's and the user's settings would change what it does. No
 * run is kept unless a test asks for one.
 */
export function cleanEnvironment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(NABLA_|npm_|NO_COLOR$|FORCE_COLOR$|CI$|NODE_OPTIONS$|VITEST)/.test(name),
  );
  return { ...Object.fromEntries(kept), NABLA_RUN: 'false' };
}

export function startNabla(args: readonly string[], { cwd, env = {}, stdout, under = [] }: RunOptions = {}): Running {
  if (!existsSync(BUILT)) {
    throw new Error(`${BUILT} is missing: build first, with npm run build`);
  }
  const options = { cwd, env: { ...cleanEnvironment(), ...env } };
  const [program, ...rest] = [...under, process.execPath, ENTRY, ...args] as [string, ...string[]];
  const child = spawn(program, rest, { ...options, stdio: ['ignore', stdout ?? 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const text = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
      for (const look of waiting) look();
    });
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => resolve({ code, signal, ...text }));
  });
  const sees = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!pattern.test(text.stdout + text.stderr)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void finished.then(({ code }) => reject(new Error(`ended with ${code} before ${pattern}: ${text.stderr}`)));
    });
  return { child, finished, sees };
}

export function nabla(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return startNabla(args, options).finished;
}

export type JsonEvent = Readonly<Record<string, unknown>>;

/** Parses each line of stdout as JSON, and fails for anything else. */
export function jsonLines({ stdout }: Pick<Finished, 'stdout'>): JsonEvent[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonEvent);
}
