/** Finds out before the first step whether all ranks train the same. */
import type { Training } from '../callbacks/callback.js';
import type { DenseArray } from '../data/dataset.js';
import type { Output } from '../networks/module.js';
import { readSlots, takeOptimizerState } from '../optimization/optimizer-state.js';
import type { TrainOptions } from '../training/train-options.js';
import { NablaError } from '../validation/errors.js';
import type { Communicator } from './communicator.js';

/** What must be the same on every rank, by what an error says if it is not. */
type Facts = Readonly<Record<string, unknown>>;

/** Throws a NablaError of code `argument` on every rank if one of them has other weights, options or data than rank 0. */
export async function agree(
  communicator: Communicator,
  training: Training,
  options: TrainOptions<Output>,
): Promise<void> {
  const { rank, size } = communicator;
  const own = JSON.stringify(await factsOf(training, options));
  const first = new TextDecoder().decode(await communicator.broadcast(new TextEncoder().encode(own)));
  const [expected, received] = [first, own].map((text) => JSON.parse(text) as Facts);
  const names = Object.keys(expected as Facts);
  const isOther = (name: string) => JSON.stringify(expected?.[name]) !== JSON.stringify(received?.[name]);
  // For each rank the number of what differs, from 1.
  const others = new Float64Array(size);
  others[rank] = names.findIndex(isOther) + 1;
  await communicator.sum(others);
  const at = others.findIndex((other) => other > 0);
  if (at === -1) return;
  throw new NablaError(
    'argument',
    `shards: rank ${at} has ${names[(others[at] as number) - 1]} than rank 0. ` +
      'Give every rank the same network, data set and options and, to resume, the same state.',
  );
}

async function factsOf(training: Training, options: TrainOptions<Output>): Promise<Facts> {
  const { model, run, progress } = training;
  const { epochs, validateEvery, validation, validationSplit, loss } = options;
  const parameters = await readSlots(new Map(model.parameters.map(({ name, value }) => [name, value])));
  const { slots, ...optimizer } = await takeOptimizerState(training.optimizer);
  const arrays = (all: ReadonlyMap<string, DenseArray>) =>
    Array.from(all, ([name, { shape, data }]) => [name, shape, data.constructor.name, checksum(data)]);
  const { epoch, step, steps } = progress;
  return {
    'different options or a different number of examples': {
      ...{ ...run, epochs, validateEvery, validationSplit },
      validation: validation?.length,
    },
    'a different loss': loss.config,
    'a different position in the run': { epoch, step, steps },
    'a different network or different weights': arrays(parameters),
    'a different optimizer': optimizer,
    'a different optimizer state': arrays(slots),
  };
}

/** FNV-1a, 32 bits, word by word: it notices what differs by accident. */
function checksum({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
  let hash = 0x811c9dc5;
  for (const word of new Uint32Array(buffer, byteOffset, byteLength / 4)) hash = Math.imul(hash ^ word, 0x01000193);
  return hash;
}
