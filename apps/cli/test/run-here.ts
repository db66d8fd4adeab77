/** Runs the command from its sources, in this process: for what it says. How a process ends, run-nabla.ts shows. */
import { vi } from 'vitest';
import { run } from '../src/main.js';
import { cleanEnvironment, type Finished, type RunOptions } from './run-nabla.js';

/** One at a time: streams, environment and working folder are the process's own. */
export async function nablaHere(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: Pick<RunOptions, 'cwd' | 'env'> = {},
): Promise<Omit<Finished, 'signal'>> {
  const text = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      text[name] += chunk;
      return true;
    }),
  );
  const [folder, environment] = [process.cwd(), process.env];
  process.env = { ...cleanEnvironment(), ...env };
  process.chdir(cwd);
  try {
    return { code: await run(args), ...text };
  } finally {
    process.chdir(folder);
    process.env = environment;
    for (const spy of spies) spy.mockRestore();
  }
}
