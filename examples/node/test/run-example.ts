/** Runs an example as a reader does, on the built packages: `node FILE`. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function runExample(file: string, ...args: readonly string[]): Promise<Outcome> {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [path, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

/** The numbers in the parentheses of `pattern`, wherever it matches. */
export function numbersIn(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.map(Number));
}
