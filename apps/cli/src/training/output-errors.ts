/** Lets a training that saves its model continue when its output fails. */

import type { Output } from '@nablajs/command-line';
import { describeFailure } from '@nablajs/command-line';

export interface OutputErrors {
  /** Whether results could not be written, for a reason other than a closed pipe. */
  readonly lost: boolean;
}

/**
 * From now on, a failed write to stdout or stderr (a full disk, a closed pipe, a closed terminal) does not end the
 * process. Warns of the first failure of stdout on stderr. Replaces earlier error handlers of both streams.
 */
export function surviveOutputErrors(output: Pick<Output, 'warn'>): OutputErrors {
  const errors = { lost: false };
  let hasWarned = false;
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error').on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Later failures only follow from the first.
    if (hasWarned) return;
    hasWarned = true;
    const isClosed = error.code === 'EPIPE';
    errors.lost = !isClosed;
    const problem = isClosed ? 'stdout was closed.' : `stdout: ${describeFailure(error).message}`;
    output.warn(`${problem} Training continues, and the model will be saved.`);
  });
  return errors;
}
