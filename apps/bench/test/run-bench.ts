/** Runs the built command in its own process, or the sources in this one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPackage } from '@nablajs/command-line';
import { onTestFinished } from 'vitest';
import { runHere, type Said } from '../../../packages/command-line/test/run-here.js';
import { main } from '../src/main.js';

const ENTRY = fileURLToPath(new URL('../bin/nabla-bench.js', import.meta.url));
const BUILT = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** The URL of backend-ts, for backends in test files. */
const TS: string = findPackage('@nablajs/backend-ts', '.') ?? 'not built';

/** The shortest run that gives a ratio. */
export const SHORT: readonly string[] = ['--quick', '--launches', '1', '--rounds', '2'];

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function startBench(
  args: readonly string[],
  cwd = tmpdir(),
  environment: Readonly<Record<string, string>> = {},
): { child: ChildProcess; finished: Promise<Finished> } {
  if (!existsSync(BUILT)) throw new Error(`${BUILT} is missing: build first, with npm run build`);
  const child = spawn(process.execPath, [ENTRY, ...args], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, ...text }));
  });
  return { child, finished };
}

/** Runs the sources in this process. Does not work for measurements, which start processes of the built files. */
export const benchHere = (args: readonly string[], cwd = tmpdir()): Promise<Said> => runHere(() => main(args), { cwd });

export const bench = (args: readonly string[], cwd?: string): Promise<Finished> => startBench(args, cwd).finished;

/** Creates a folder with these files, which is removed after the test. */
export function temporaryFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nabla-bench-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Creates the folder of a project whose backend-native has this source. */
export function projectWithNative(source: string): string {
  const folder = temporaryFolder();
  const own = join(folder, 'node_modules/@nablajs/backend-native');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
  writeFileSync(join(own, 'index.js'), source);
  return folder;
}

/** Returns the source of a backend like ts, with `changes`. */
export const altered = (changes: string): string => `
  import { createBackend as createTs } from '${TS}';
  export async function createBackend() {
    const ts = await createTs();
    return { ...ts, name: 'altered', ${changes} };
  }`;
