/** Runs a command from its sources in the test's process, to test its output. Tests of exits need a real process. */
import { vi } from 'vitest';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  /** The complete environment. Default: that of the process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Called after each write with all the output so far. */
  readonly onOutput?: (output: string) => void;
}

/** Run one command at a time: it replaces the process's streams, environment and working folder. */
export async function runHere(
  command: () => Promise<number>,
  { cwd = process.cwd(), env = process.env, onOutput = () => {} }: Surroundings = {},
): Promise<Said> {
  const text = { stdout: '', stderr: '' };
  const spies: { mockRestore(): void }[] = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      text[name] += chunk;
      onOutput(text.stdout + text.stderr);
      return true;
    }),
  );
  spies.push(vi.spyOn(process, 'cwd').mockReturnValue(cwd));
  const environment = process.env;
  process.env = env;
  try {
    return { code: await command(), ...text };
  } finally {
    process.env = environment;
    for (const spy of spies) spy.mockRestore();
  }
}
