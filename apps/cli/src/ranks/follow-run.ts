/** The run of a distributed training: rank 0 opens and writes it, the others only know it. */
import type { TrainingRun } from '../runs/training-run.js';
import type { Ranks } from './ranks.js';

/** Opens the run on rank 0, and tells the other ranks its folder and where it continues. */
export async function openRunOnRanks(
  ranks: Ranks,
  open: () => Promise<TrainingRun | undefined>,
): Promise<TrainingRun | undefined> {
  let own: TrainingRun | undefined;
  const told = await ranks.fromFirst(async () => {
    own = await open();
    return own && { folder: own.folder, resumption: own.resumption };
  });
  return ranks.isFirst || told === undefined ? own : { ...told, ...UNWRITTEN };
}

const UNWRITTEN = {
  problem: undefined,
  write: () => {},
  save: async () => {},
  close: async () => {},
} satisfies Omit<TrainingRun, 'folder' | 'resumption'>;
