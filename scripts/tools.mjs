/** Starts tools for the other scripts. */
import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const ADDED =
  /^(npm_(package|lifecycle|command|execpath|node_execpath|config_(local_prefix|userconfig))|NABLA_|INIT_CWD$)/i;

/** An environment without the variables that npm adds for its own scripts; your settings stay. */
export function withoutNpm(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ADDED.test(name)));
}

/** Runs a command line in a shell and returns its stdout. Throws an Error with all its output if it fails. */
export function run(command, cwd, { env = {}, seconds } = {}) {
  const { status, error, stdout, stderr } = spawnSync(command, {
    cwd,
    env: { ...withoutNpm(process.env), ...env },
    shell: true,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    timeout: seconds === undefined ? undefined : 1000 * seconds,
  });
  if (error?.code === 'ETIMEDOUT') throw new Error(`not done after ${seconds} s: ${command}`);
  if (error !== undefined) throw new Error(`${command}: ${error.message}`);
  if (status !== 0) throw new Error(`ended with ${status}: ${command}\n${stdout}${stderr}`);
  return stdout;
}

/** The bytes of all files in a folder; a file that is linked twice counts once. */
export function bytesIn(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => lstatSync(join(folder, name)));
  return [...new Map(files.map(({ ino, size }) => [ino, size])).values()].reduce((sum, size) => sum + size, 0);
}
