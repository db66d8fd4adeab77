/** The state of a fine-tuning, for `resume`. */
import type { Callback, DenseArray, Network, Parameters, TrainEvent, Training, TrainState } from '@nablajs/core';
import { dense, NablaError, unexpected } from '@nablajs/core';
import { takeState } from '@nablajs/core/callbacks';
import type { StageReport } from './events.js';

/** Where a fine-tuning is. It holds what is trained, and nothing of the frozen base. */
export interface FineTuneState {
  /** The stage under way, or the next one. */
  readonly stage: number;
  /** The stages before it. */
  readonly stages: readonly StageReport[];
  /** What was trained so far, as it was before the stage, by its name in the whole network. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
  /** Where the stage is; undefined if it has not begun. */
  readonly training?: TrainState | undefined;
}

type Given = Readonly<Record<string, unknown>> | null | undefined;

const isArray = (value: unknown): boolean =>
  ArrayBuffer.isView((value as Given)?.['data']) && Array.isArray((value as Given)?.['shape']);

const isArrays = (value: unknown): boolean => value instanceof Map && Array.from(value.values()).every(isArray);

const isReport = (report: Given, at: number): boolean =>
  report?.['stage'] === at &&
  report['name'] === (at === 0 ? 'head' : report['name']) &&
  typeof report['kept'] === 'boolean' &&
  Number.isSafeInteger(report['freed']);

const isTraining = (training: Given): boolean =>
  isArrays(training?.['parameters']) &&
  Array.isArray(training?.['history']) &&
  ['run', 'position', 'optimizer', 'callbacks'].every((key) => typeof (training?.[key] ?? 0) === 'object');

/** Whether a state's parameters fit is checked where they are taken. */
export function checkState(state: FineTuneState): void {
  const { stage, stages, parameters, training } = { ...state };
  const isState =
    Array.isArray(stages) &&
    stages.every((report: Given, at) => isReport(report, at)) &&
    stage === stages.length &&
    isArrays(parameters) &&
    (training === undefined || isTraining(training as unknown as Given));
  if (!isState) throw unexpected('fineTune resume', 'a state that save got', state);
}

/** Throws unless the parameters of a state have all that is trained. */
export function checkComplete(parameters: ReadonlyMap<string, DenseArray>, trained: readonly string[]): void {
  const lacking = trained.find((name) => !parameters.has(name));
  if (lacking === undefined) return;
  const remedy = 'Pass one that save got with the same features and options.';
  throw new NablaError('argument', `fineTune resume: the state lacks '${lacking}'. ${remedy}`);
}

/** Copies to the host what is trained, by name. */
export async function readTrained({ parameters }: Network): Promise<Map<string, DenseArray>> {
  const reading = parameters.trainable.map(
    async ({ name, value }) => [name, dense(await value.data(), value.shape)] as const,
  );
  return new Map(await Promise.all(reading));
}

/** Zeros of the same shapes. */
export const zerosLike = (parameters: ReadonlyMap<string, DenseArray>): Map<string, DenseArray> =>
  new Map(Array.from(parameters, ([name, { data, shape }]) => [name, dense(data.slice().fill(0), shape)]));

/** The state of a training without what is frozen, which is not read from the device. */
async function takeTrainedState(training: Training): Promise<TrainState> {
  const { model, optimizer, progress, callbacks, run } = training;
  const { frozen, tensors } = model.parameters;
  const parameters = { frozen, tensors, read: () => readTrained(model) } as unknown as Parameters;
  const seen = { model: { parameters }, optimizer, progress, callbacks, run, settle: () => training.settle() };
  return takeState(seen as unknown as Training);
}

/** What `Saver` calls. */
type Save = (state: TrainState) => void | Promise<void>;

/** Saves after each epoch, every so many steps, and when the signal stops the stage. */
export class Saver implements Callback {
  readonly name = 'fineTuneSaver';
  readonly #save: Save;
  readonly #everySteps: number | undefined;
  #savedAt = -1;

  constructor(save: Save, everySteps: number | undefined) {
    this.#save = save;
    this.#everySteps = everySteps;
  }

  async onSettled(training: Training, event: TrainEvent): Promise<void> {
    const isEpoch = event.type === 'epoch-end';
    // The last step of an epoch is saved by its end.
    const isStep = event.type === 'batch' && event.step < event.steps;
    if (isEpoch || (isStep && training.steps % (this.#everySteps as number) === 0)) await this.#take(training);
  }

  async onTrainEnd(training: Training): Promise<void> {
    if (training.isInterrupted && training.steps !== this.#savedAt) await this.#take(training);
  }

  async #take(training: Training): Promise<void> {
    this.#savedAt = training.steps;
    await this.#save(await takeTrainedState(training));
  }
}
