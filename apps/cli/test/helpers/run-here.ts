/** Runs `nabla` in this process. */
import { runHere, type Said } from '../../../../packages/command-line/test/run-here.js';
import { run } from '../../src/main.js';
import { cleanEnvironment, type RunOptions } from './run-nabla.js';

export function nablaHere(args: readonly string[], { cwd, env }: Pick<RunOptions, 'cwd' | 'env'> = {}): Promise<Said> {
  return runHere(() => run(args), { env: { ...cleanEnvironment(), ...env }, ...(cwd === undefined ? {} : { cwd }) });
}
