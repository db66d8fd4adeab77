/** The checkpoints of a fine-tuning: what is trained, and nothing of the frozen base. */
import { createHash } from 'node:crypto';
import { workError } from '@nablajs/command-line';
import type { DenseArray, JsonValue, TrainState } from '@nablajs/core';
import type { FineTuneState, StageReport } from '@nablajs/finetune';
import type { TrainingRun } from '../runs/training-run.js';

/** Beside the states of the callbacks, a checkpoint has one under this name. */
const NAME = 'nablaFineTune';

export class FineTuneCheckpoints {
  readonly #run: TrainingRun;
  readonly #base: string;
  /** The training of the last stage that began. */
  #training: TrainState | undefined;

  /** `base`: the digest of the base's weights. */
  constructor(run: TrainingRun, base: string) {
    this.#run = run;
    this.#base = base;
    this.#training = run.resumption?.state;
  }

  /** Where a resumed run goes on; undefined for a new one. Throws a CommandError for another base. */
  get resume(): FineTuneState | undefined {
    const state = this.#run.resumption?.state;
    if (state === undefined) return undefined;
    const { [NAME]: own, ...callbacks } = state.callbacks;
    const { base, stage, stages, begun } = { ...own?.values } as Partial<Values>;
    if (own === undefined || stage === undefined || stages === undefined) {
      throw workError('--resume: the run did not fine-tune a network. Start a new run.');
    }
    if (base !== this.#base) {
      throw workError('--resume: the network of --from has changed since the run began. Start a new run.');
    }
    const training = begun === true ? { ...state, callbacks } : undefined;
    return { stage, stages: stages as unknown as readonly StageReport[], parameters: own.tensors, training };
  }

  /** `isDue`: whether the state is to be saved; the end of a stage needs those before it. Never rejects. */
  async save({ stage, stages, parameters: tensors, training }: FineTuneState, isDue: boolean): Promise<void> {
    this.#training = training ?? this.#training;
    if (this.#training === undefined || !isDue) return;
    const begun = training !== undefined;
    const values: Values = { base: this.#base, stage, stages: stages as unknown as JsonValue[], begun };
    const { callbacks, parameters, optimizer, ...rest } = this.#training;
    const { [NAME]: _, ...others } = callbacks;
    const state: TrainState = {
      ...{ ...rest, callbacks: { ...others, [NAME]: { values: { ...values }, tensors } } },
      // Of a stage that has ended, nothing else is needed.
      ...(begun ? { parameters, optimizer } : { parameters: new Map(), optimizer: { ...optimizer, slots: new Map() } }),
    };
    const { epoch, steps } = state.position;
    await this.#run.save(state, { epoch, steps, best: false }, undefined);
  }
}

interface Values {
  readonly base: string;
  readonly stage: number;
  readonly stages: readonly JsonValue[];
  /** Whether the stage has begun. */
  readonly begun: boolean;
}

export function weightsDigest(parameters: ReadonlyMap<string, DenseArray>): string {
  const hash = createHash('sha256');
  for (const [name, { data, shape }] of parameters) {
    hash.update(`${name} ${shape.join(',')}\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
