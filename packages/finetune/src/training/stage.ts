/** Trains one stage of a fine-tuning. */
import {
  type Callback,
  type Dataset,
  type EpochLog,
  type HostTargets,
  type Network,
  type OptimizerOptions,
  type TrainOptions,
  type TrainState,
  train,
} from '@nablajs/core';
import { EarlyStopping, resumeFrom } from '@nablajs/core/callbacks';
import type { FineTuneEvent, StageReport } from './events.js';
import { type Checked, type FineTuneData, PASSED } from './options.js';
import { Saver } from './state.js';

/** What a stage trains, and how. */
export interface Stage extends Pick<StageReport, 'stage' | 'name' | 'freed'> {
  readonly network: Network;
  readonly data: FineTuneData;
  readonly rates: OptimizerOptions;
  /** Where it goes on. */
  readonly resume: TrainState | undefined;
  readonly save: ((state: TrainState) => void | Promise<void>) | undefined;
}

/** A held-out loss falls if it is lower by this much. */
export const LEAST_FALL = 0.001;

/** Yields the events of a stage; returns how it went, and undefined if it was interrupted. */
export async function* runStage(
  stage: Stage,
  options: Checked,
): AsyncGenerator<FineTuneEvent, Omit<StageReport, 'kept'> | undefined, undefined> {
  const { network, data, name, freed, resume } = stage;
  using optimizer = options.optimizer(stage.rates);
  const { patience } = options;
  const watch = { name: 'fineTuneStopping', patience, minDelta: LEAST_FALL };
  const stopping = data.validation && new EarlyStopping(watch);
  const logs: EpochLog[] = [...(resume?.history ?? [])];
  const trainOptions: TrainOptions = {
    ...{ ...passed(options), optimizer, ...validationOf(data) },
    callbacks: callbacksOf(stage, options, stopping),
    ...(resume && { resume: resumeFrom(resume) }),
  };
  let isAborted = false;
  for await (const event of train(network, data.train as Dataset<HostTargets>, trainOptions)) {
    if (event.type === 'epoch-end') logs.push(event.log);
    if (event.type === 'done') isAborted = event.aborted;
    yield { ...event, stage: stage.stage, name };
  }
  if (isAborted) return undefined;
  const bestEpoch = stopping?.bestEpoch || logs.length;
  const log = logs[bestEpoch - 1] ?? {};
  const loss = stopping?.best ?? log['loss'] ?? Number.NaN;
  return { stage: stage.stage, name, freed, epochs: logs.length, bestEpoch, loss, log };
}

/** What all trainings of a run have in common. */
export const passed = (options: Checked): Omit<TrainOptions, 'optimizer'> & { readonly epochs: number } => ({
  ...Object.fromEntries(PASSED.map((key) => [key, options[key]]).filter(([, value]) => value !== undefined)),
  ...{ loss: options.loss, epochs: options.epochs },
});

const validationOf = ({ validation }: FineTuneData): Pick<TrainOptions, 'validation'> =>
  validation === undefined ? {} : { validation };

/** The state is taken last, when the other callbacks have seen the epoch. */
function callbacksOf(stage: Stage, options: Checked, stopping: EarlyStopping | undefined): Callback[] {
  const own = options.callbacks?.({ stage: stage.stage, name: stage.name }) ?? [];
  const saver = stage.save && new Saver(stage.save, options.saveEverySteps);
  return [...(stopping ? [stopping] : []), ...own, ...(saver ? [saver] : [])];
}
