/** Runs an example on the built packages, as a user does: `node FILE`. */
import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const runExample = (file: string, ...args: readonly string[]): Promise<Outcome> => run([pathOf(file), ...args]);

/** Runs an example with this number of epochs in the place of its own, and with at most so many images. */
export const runBriefly = (file: string, epochs: number, images?: number): Promise<Outcome> =>
  run(['--import', new URL('brief.js', import.meta.url).href, pathOf(file)], {
    EPOCHS: `${epochs}`,
    ...(images !== undefined && { IMAGES: `${images}` }),
  });

const pathOf = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const env = { ...process.env, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

/** Runs an example with a closed pipe: `node FILE | true`. */
export function runUnread(file: string, ...args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [pathOf(file), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code: code ?? 1, stdout: '', stderr }));
  });
}

/** Returns the numbers in the capturing groups of `pattern`, for every match. */
export function numbersIn(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.map(Number));
}
