/** Runs an example on the built packages. */
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BriefOptions {
  /** Texts of its source, such as `epochs: 60`, and what takes their place. */
  readonly changes?: Readonly<Record<string, string>>;
  /** The most images that a dataset has. Default: all. */
  readonly images?: number;
  readonly args?: readonly string[];
}

/** A few epochs show that a program works; what it learns in all of them takes a minute of the slow tests. */
export const WHOLE: boolean = process.env['NABLA_SLOW'] === '1';

/** Runs an example as a user does: `node FILE`. */
export function runExample(file: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [pathOf(file), ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

/** Runs an example whole and in a process of its own in the slow tests, otherwise as the options say, beside others. */
export const run = (file: string, options: BriefOptions = {}): Promise<Outcome> =>
  WHOLE ? runExample(file) : runBriefly(file, options);

let child: ChildProcess | undefined;
let runs = 0;

/** Runs an example in a process that runs all of them, one after another. */
export function runBriefly(file: string, { changes = {}, images, args = [] }: BriefOptions = {}): Promise<Outcome> {
  const url = new URL(`../${file}`, import.meta.url);
  // Each run needs an address of its own, because Node runs a module only once.
  url.searchParams.set('run', `${++runs}`);
  url.searchParams.set('changes', JSON.stringify(changes));
  if (images !== undefined) url.searchParams.set('images', `${images}`);
  const program = programs();
  return new Promise((resolve, reject) => {
    const fail = (code: number | null) => reject(new Error(`${file} ended the process of all programs: ${code}`));
    program.once('exit', fail).once('message', (outcome) => {
      program.off('exit', fail);
      resolve(outcome as Outcome);
    });
    program.send({ url: url.href, args });
  });
}

function programs(): ChildProcess {
  if (child?.connected !== true) {
    child = fork(fileURLToPath(new URL('programs.js', import.meta.url)), { execArgv: [] });
    // It ends with the process of the tests.
    child.unref();
    child.channel?.unref();
  }
  return child;
}

const pathOf = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** Runs a source in the folder of the examples with a closed pipe, and returns its code and standard error. */
export function runUnread(source: string): Promise<[code: number | null, stderr: string]> {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const options = ['--input-type=module', '--eval', source];
  const child = spawn(process.execPath, options, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve([code, stderr]));
  });
}

/** Returns the numbers in the capturing groups of `pattern`, for every match. */
export function numbersIn(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.map(Number));
}
