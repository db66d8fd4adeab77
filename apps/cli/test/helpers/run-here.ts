/** Runs `nabla` in this process. */
import { runHere, type Said } from '../../../../packages/command-line/test/run-here.js';
import { run } from '../../src/main.js';
import { cleanEnvironment, type RunOptions } from './run-nabla.js';

export function nablaHere(args: readonly string[], { cwd, env }: Pick<RunOptions, 'cwd' | 'env'> = {}): Promise<Said> {
  return runHere(() => run(args), { env: { ...cleanEnvironment(), ...env }, ...(cwd === undefined ? {} : { cwd }) });
}

/** Like `nablaHere`, but once the output matches `pattern`, this process receives `signal`. */
export function nablaStopped(
  args: readonly string[],
  [pattern, signal]: readonly [RegExp, 'SIGINT' | 'SIGTERM' | 'SIGHUP'],
  { cwd, env }: Pick<RunOptions, 'cwd' | 'env'> = {},
): Promise<Said> {
  let isSent = false;
  const onOutput = (output: string): void => {
    if (isSent || !pattern.test(output)) return;
    isSent = true;
    setImmediate(() => process.emit(signal, signal));
  };
  const surroundings = { env: { ...cleanEnvironment(), ...env }, onOutput };
  return runHere(() => run(args), { ...surroundings, ...(cwd === undefined ? {} : { cwd }) });
}
