/** What the parts of the release share: how they refuse, speak, and run tools. `to` is, in all of them: `root`, `signal`, the options. */
import { delimiter, join } from 'node:path';
import { execute, outputOf } from './execute.mjs';

/** What keeps a release from starting, as opposed to a step that failed. */
export class Refusal extends Error {}

export function say(words) {
  process.stderr.write(`release: ${words}\n`);
}

/** A step that a person watches. */
export async function step(to, name, command, args, options = {}) {
  say(name);
  const { status } = await execute(command, args, { ...toolOptions(to), ...options, heard: true });
  if (status !== 0) throw new Error(`${name}: failed, see above`);
}

export function tool(to, command, args) {
  return execute(command, args, toolOptions(to));
}

export function toolOptions({ root, signal }) {
  const PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { cwd: root, env: { ...process.env, PATH }, signal };
}

/** Not interrupted: it is short, and half of it would be worse. */
export function git({ root }, args) {
  return outputOf('git', args, { cwd: root, shell: false });
}
