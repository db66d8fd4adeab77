/** A training that saves its model goes on where nobody can read what it prints. */

import type { Output } from '@nablajs/command-line';
import { describeFailure } from '@nablajs/command-line';

export interface OutputErrors {
  /** Whether results could not be written, for another reason than that their reader has left. */
  readonly lost: boolean;
}

/**
 * From now on a write to stdout or stderr that fails does not end the process: a full disk, a closed pipe, a terminal
 * that is gone. The first failure of stdout is told on stderr. Takes the place of what `onStdoutClosed` said.
 */
export function outliveOutput(output: Pick<Output, 'warn'>): OutputErrors {
  const errors = { lost: false };
  let told = false;
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error').on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // What follows the first failure says only that there was one.
    if (told) return;
    told = true;
    const readerLeft = error.code === 'EPIPE';
    errors.lost = !readerLeft;
    const problem = readerLeft ? 'nobody reads the results any more.' : `stdout: ${describeFailure(error).message}`;
    output.warn(`${problem} Training goes on, and the model will be saved.`);
  });
  return errors;
}
