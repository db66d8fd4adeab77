import { CommandError, CountingBar, EXIT, Interruption, type Output, onStdoutClosed } from '@nablajs/command-line';

export interface Supervision {
  /** Aborted by Ctrl-C, SIGTERM or a closed terminal. */
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** If a signal stops `body`, throws a CommandError with the signal's exit code: half a check proves nothing. */
export async function supervised<T>(
  output: Output,
  unit: string,
  body: (supervision: Supervision) => Promise<T>,
): Promise<T> {
  // A check runs to its exit code even if stdout is closed: `nabla conformance | head` must fail if the check fails.
  onStdoutClosed(() => {});
  using interruption = new Interruption({ onStop: () => {}, exit: (code) => process.exit(code) });
  const bar = output.showsProgress ? new CountingBar(unit) : undefined;
  if (bar !== undefined) {
    bar.resume();
    output.drawAround(bar);
  }
  try {
    const result = await body({ signal: interruption.signal, onProgress: (done, total) => bar?.update(done, total) });
    const exitCode = await interruption.settled();
    if (exitCode !== undefined) throw stopped(exitCode);
    return result;
  } catch (error) {
    if (error instanceof CommandError || interruption.exitCode === undefined) throw error;
    throw stopped(interruption.exitCode, error);
  } finally {
    output.clear();
  }
}

const CAUSES: Readonly<Record<number, string>> = {
  [EXIT.SIGHUP]: 'a closed terminal (SIGHUP)',
  [EXIT.SIGINT]: 'Ctrl-C',
  [EXIT.SIGTERM]: 'SIGTERM',
};

function stopped(exitCode: number, cause?: unknown): CommandError {
  return new CommandError(
    exitCode,
    `stopped by ${CAUSES[exitCode]} before the check was complete, so it proves nothing.`,
    {
      cause,
    },
  );
}
