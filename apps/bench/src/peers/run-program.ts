import { spawn } from 'node:child_process';

export interface Outcome {
  /** The exit code; null if the program did not start or did not end in time. */
  readonly code: number | null;
  /** Everything that it printed. */
  readonly output: string;
}

interface Options {
  /** After how many seconds to kill the program. */
  readonly seconds: number;
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program and waits until it ends. Never rejects. */
export function runProgram(command: string, args: readonly string[], options: Options): Promise<Outcome> {
  const { seconds, cwd, env } = options;
  // Windows starts scripts such as npm only through a shell.
  const shell = /\.(cmd|bat)$/i.test(command);
  return new Promise((resolve) => {
    const child = spawn(shell ? `"${command}"` : command, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell,
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({ code, output: signal === null ? output : `${output}\nended by ${signal} (limit ${seconds} s)` });
    });
  });
}

/** Returns the line of a tool's output that contains an error, or its last line. */
export function failureLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.find((line) => /\berror\b(?! code)/i.test(line)) ?? lines.at(-1) ?? 'it printed nothing';
}
