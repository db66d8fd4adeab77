import { type Output, workError } from '@nablajs/command-line';
import type { TrainingData } from '../data/training-data.js';
import { RESUME_GUIDE } from '../settings/resume-settings.js';
import type { RunRecord } from './run-record.js';

/**
 * Throws a CommandError if the data are not those that the run, or the search of the run, was started with. Warns if an
 * older nabla did not record them.
 */
export function checkSameData(
  what: 'run' | 'search',
  { dataDigest }: RunRecord,
  data: Pick<TrainingData, 'digest'>,
  output: Output,
): void {
  if (dataDigest === undefined) {
    output.warn(`an older nabla started this ${what}, so whether its data have changed since then is not known.`);
    return;
  }
  if (dataDigest === data.digest()) return;
  throw workError(
    `--resume: the data have changed since the ${what} began, so it cannot continue. Restore them, or start a new ` +
      `${what} without --resume.${RESUME_GUIDE}`,
  );
}
