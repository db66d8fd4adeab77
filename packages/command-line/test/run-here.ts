/** A command from its sources, in the test's own process: for what it says. How a process ends takes a process. */
import { vi } from 'vitest';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  /** The whole of it. */
  readonly env?: NodeJS.ProcessEnv;
}

/** One at a time: streams, environment and working folder are the process's own. */
export async function runHere(
  command: () => Promise<number>,
  { cwd = process.cwd(), env = process.env }: Surroundings = {},
): Promise<Said> {
  const text = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      text[name] += chunk;
      return true;
    }),
  );
  const [folder, environment] = [process.cwd(), process.env];
  process.env = env;
  process.chdir(cwd);
  try {
    return { code: await command(), ...text };
  } finally {
    process.chdir(folder);
    process.env = environment;
    for (const spy of spies) spy.mockRestore();
  }
}
