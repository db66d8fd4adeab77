/** `nabla train --distributed`: the same training on every rank. Rank 0 decides, prints and saves. */
import { Output, type TextStream } from '@nablajs/command-line';
import { fail } from '../fail.js';
import type { TrainSettings } from '../settings/settings.js';
import { trainModel } from '../training/train-model.js';
import { afterFirstRank } from './first-word.js';
import type { Mpi } from './mpi.js';
import { Ranks } from './ranks.js';

const NOWHERE: TextStream = { write: () => {} };

/**
 * Trains on all ranks with the settings that `read` returns on rank 0. Resolves to the exit code of this rank. If a
 * rank fails, it prints one line that names it and ends the processes of all ranks, which would wait for it forever.
 */
export async function trainOnRanks(mpi: Mpi, read: () => TrainSettings): Promise<number> {
  try {
    const code = await train(await Ranks.of(mpi), read);
    await mpi.close();
    return code;
  } catch (error) {
    if (mpi.size === 1) {
      await mpi.close();
      throw error;
    }
    await afterFirstRank(mpi.rank);
    return mpi.abort(fail(error, 'nabla train', `rank ${mpi.rank}: `));
  }
}

async function train(ranks: Ranks, read: () => TrainSettings): Promise<number> {
  const settings = await ranks.fromFirst(read);
  ranks.checkParts(settings);
  if (ranks.isFirst) return await trainModel(settings, new Output(settings), ranks);
  const unwritten = { out: undefined, tensorboard: false, ui: false, json: false, quiet: true };
  const silent = new Output({ quiet: true, stdout: NOWHERE, stderr: NOWHERE });
  return await trainModel({ ...settings, ...unwritten }, silent, ranks);
}
