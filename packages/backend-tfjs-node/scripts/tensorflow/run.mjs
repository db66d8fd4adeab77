import { spawnSync } from 'node:child_process';

/**
 * Runs a program. Returns its output and exit status, which is null if it did not start or ran longer than `seconds`.
 */
export function run(command, args, { cwd, seconds, env = {} }) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: 256 * 1024 * 1024,
  });
  const failure =
    error === undefined ? '' : `\n${error.code === 'ETIMEDOUT' ? `no end after ${seconds} s` : error.message}`;
  return { status: error === undefined ? status : null, output: `${stdout ?? ''}${stderr ?? ''}${failure}` };
}

/** Returns the last line with text, where tools print their error. */
export function lastLine(output) {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}
