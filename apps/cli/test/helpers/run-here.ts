/** Runs `nabla` in this process. */
import { runHere, type Said } from '../../../../packages/command-line/test/run-here.js';
import { run } from '../../src/main.js';
import { cleanEnvironment, type RunOptions } from './run-nabla.js';

/** The networks of tests are small: starting a second thread takes longer than most commands. `ts` has none. */
const threadsFor = (args: readonly string[]): Record<string, string> =>
  args.includes('ts') ? {} : { NABLA_THREADS: '1' };

export function nablaHere(args: readonly string[], { cwd, env }: Pick<RunOptions, 'cwd' | 'env'> = {}): Promise<Said> {
  return runHere(() => run(args), {
    env: { ...cleanEnvironment(), ...threadsFor(args), ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
}

interface StopOptions extends Pick<RunOptions, 'cwd' | 'env'> {
  /** Called just before the signal. */
  readonly before?: () => void;
}

/** Like `nablaHere`, but once the output matches `pattern`, this process receives `signal`. */
export function nablaStopped(
  args: readonly string[],
  [pattern, signal]: readonly [RegExp, 'SIGINT' | 'SIGTERM' | 'SIGHUP'],
  { cwd, env, before = () => {} }: StopOptions = {},
): Promise<Said> {
  let isSent = false;
  const onOutput = (output: string): void => {
    if (isSent || !pattern.test(output)) return;
    isSent = true;
    before();
    setImmediate(() => process.emit(signal, signal));
  };
  const surroundings = { env: { ...cleanEnvironment(), ...threadsFor(args), ...env }, onOutput };
  return runHere(() => run(args), { ...surroundings, ...(cwd === undefined ? {} : { cwd }) });
}
