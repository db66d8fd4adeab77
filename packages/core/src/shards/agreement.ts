/** Checks before the first step that all ranks train the same. */

import type { Output } from '../modules/module.js';
import { takeOptimizerState } from '../optimizers/optimizer-state.js';
import type { DenseArray } from '../tensors/host-array.js';
import type { Training } from '../training/callback.js';
import { identityOf } from '../training/run-state.js';
import type { TrainOptions } from '../training/train-options.js';
import { NablaError } from '../validation/errors.js';
import type { Communicator } from './communicator.js';

/** What must be the same on every rank, by its name in errors. */
type Facts = Readonly<Record<string, unknown>>;

/** Throws NablaError `argument` on every rank if one has other weights, options or data than rank 0. */
export async function agree(
  communicator: Communicator,
  training: Training,
  options: TrainOptions<Output>,
): Promise<void> {
  const { rank, size } = communicator;
  const facts = await factsOf(training, options);
  const own = Object.values(facts).map((fact) => JSON.stringify(fact));
  const bytes = await communicator.broadcast(new TextEncoder().encode(JSON.stringify(own)));
  const first = JSON.parse(new TextDecoder().decode(bytes)) as string[];
  // For each rank, the position of its first fact that differs, from 1; or 0.
  const others = new Float64Array(size);
  others[rank] = own.findIndex((text, at) => text !== first[at]) + 1;
  await communicator.sum(others);
  const at = others.findIndex((other) => other > 0);
  if (at === -1) return;
  throw new NablaError(
    'argument',
    `shards: rank ${at} has ${Object.keys(facts)[(others[at] as number) - 1]} than rank 0. ` +
      'Give every rank the same network, data set and options and, to resume, the same state.',
  );
}

async function factsOf(training: Training, options: TrainOptions<Output>): Promise<Facts> {
  const { model, progress } = training;
  const { frozen, tied, ...run } = identityOf(training);
  const { epochs, validateEvery, validation, validationSplit, loss, transforms = [], metrics = [] } = options;
  const parameters = await model.parameters.read();
  const { slots, ...optimizer } = await takeOptimizerState(training.optimizer);
  const arrays = (all: ReadonlyMap<string, DenseArray>) =>
    Array.from(all, ([name, { shape, data }]) => [name, shape, data.constructor.name, checksum(data)]);
  const { epoch, step, steps } = progress;
  return {
    'different options or a different number of examples': {
      ...{ ...run, epochs, validateEvery, validationSplit },
      validation: validation?.length,
      transforms: transforms.map(({ config }) => config),
      metrics: metrics.map(({ name }) => name),
    },
    'a different loss': loss.config,
    'a different position in the run': { epoch, step, steps },
    'a different network or different weights': arrays(parameters),
    'other frozen or tied parameters': { frozen, tied },
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
