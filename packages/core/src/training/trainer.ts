/** Training as a stream of events; it prints nothing. */

import { checkDataset } from '../data/check-dataset.js';
import type { Dataset, HostTargets } from '../data/dataset.js';
import { isPowerOfTwo } from '../data/parts.js';
import { split } from '../data/subset.js';
import { checkRun } from '../evaluation/check-run.js';
import { type Evaluation, evaluateFeed } from '../evaluation/evaluate.js';
import { Feed } from '../evaluation/feed.js';
import { vectorOf } from '../losses/objective.js';
import { range } from '../math/range.js';
import { startMetrics } from '../metrics/metric-sums.js';
import { type Blueprint, joined, type Module, type Output, type OutputOf } from '../modules/module.js';
import type { Network } from '../networks/network.js';
import { adoptUnless, finiteCheck } from '../ops/fused/gate.js';
import { multiply, where } from '../ops/ops.js';
import { checkOptimizer } from '../optimizers/check-optimizer.js';
import { epochOrder } from '../random/random-streams.js';
import { disposeAll, keep, scope } from '../tensors/scope.js';
import { isTensor, type Tensor } from '../tensors/tensor.js';
import { checkPositiveInteger, checkSeed, checkWhole } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { NablaError, seePage } from '../validation/errors.js';
import { checkDistinct } from '../validation/kinds.js';
import { BatchGradients, type BatchPass, disposePass, type Ranks } from './batch-gradients.js';
import type { Callback, Training } from './callback.js';
import type { Gradients } from './gradient-transforms.js';
import { inTraining } from './in-training.js';
import type { StepReport } from './step-report.js';
import type { BatchEvent, TrainEvent } from './train-events.js';
import type { TrainOptions } from './train-options.js';
import type { EpochLog, RunIdentity, RunProgress } from './train-state.js';

/** The most elements of validation data that stay on the backend. */
const KEPT_ELEMENTS = 16_777_216;

/** The options of `train`, and `onEvent` of `fit`. */
const OPTIONS: readonly (keyof TrainOptions | 'onEvent')[] = [
  ...(['loss', 'optimizer', 'epochs', 'batchSize', 'shuffle', 'seed', 'signal', 'stepsAhead', 'parts'] as const),
  ...(['step', 'penalty', 'schedule', 'transforms', 'validation', 'validationSplit', 'validateEvery'] as const),
  ...(['metrics', 'callbacks', 'resume', 'distribution', 'onEvent'] as const),
];

const NO_SUMS: RunProgress['sums'] = { names: [], numbers: [] };

const seconds = (since: number): number => (performance.now() - since) / 1000;

/**
 * Trains `model` in place and yields an event for every step, validation and epoch. The last event is `done`. Use `fit`
 * if you do not need the events.
 *
 * Throws NablaError `non-finite` that names epoch and step if a loss, gradient or weight is not finite. The network
 * then has its last good weights: those before that step or, if an update overflowed, at the start of the epoch.
 * Continue with a new optimizer.
 *
 * A network can be in one training at a time; a second one throws NablaError `argument`. Leaving the `for await` loop
 * ends a training.
 *
 * @example
 * ```ts
 * const options = { loss: new MeanSquaredError(), optimizer: new SGD(), epochs: 10 };
 * for await (const event of train(model, trainSet, options)) {
 *   if (event.type === 'batch') console.log(event.epoch, event.step, event.loss);
 * }
 * ```
 */
export async function* train<M extends Module>(
  model: Network<M>,
  dataset: Dataset<HostTargets>,
  options: TrainOptions<OutputOf<M>>,
): AsyncGenerator<TrainEvent, void, undefined> {
  const trainer = options?.distribution?.trainer?.(model, dataset, options) ?? new Trainer(model, dataset, options);
  if (inTraining.has(model)) {
    throw new NablaError('argument', 'train: this network is in another training. Await that one first.');
  }
  inTraining.add(model);
  try {
    yield* trainer.events();
  } finally {
    inTraining.delete(model);
    trainer.dispose();
  }
}

/** Whether any part of the network must see each batch as a whole. */
const needsWholeBatch = (
  { wholeBatch = false, parameters = {}, children = {} }: Blueprint,
  frozen: readonly string[],
  path = '',
): boolean =>
  (wholeBatch && !isFrozen(Object.keys(parameters), frozen, path)) ||
  Object.entries(children).some(([name, child]) => needsWholeBatch(child, frozen, joined(path, name)));

const isFrozen = (names: readonly string[], frozen: readonly string[], path: string): boolean =>
  names.length > 0 && names.every((name) => frozen.includes(joined(path, name)));

type Hook = 'onTrainBegin' | 'onEpochBegin' | 'onBatchEnd' | 'onEpochEnd' | 'onTrainEnd' | 'onSettled';

export class Trainer implements Training {
  readonly model: Network;
  readonly callbacks: readonly Callback[];
  run: RunIdentity;
  readonly progress: RunProgress;
  readonly #options: TrainOptions<Output>;
  /** The data set without `validationSplit`. */
  readonly #examples: Dataset<HostTargets>;
  readonly #validation: Feed | undefined;
  readonly #stepsAhead: number;
  readonly #batches: BatchGradients;
  readonly #ranks: Ranks | undefined;
  readonly #unread: StepReport[] = [];
  /** Finite weights at the start of the epoch, or where it resumed. */
  #copies: Map<Tensor, Tensor> = new Map();
  #order: Int32Array = new Int32Array();
  #isStopped = false;

  constructor(model: Network, dataset: Dataset<HostTargets>, options: TrainOptions<Output>, ranks?: Ranks) {
    checkRun('train', model, dataset, options, OPTIONS, '{ loss, optimizer, epochs: 10 }');
    const { loss, optimizer, epochs, batchSize = 32, shuffle = true, seed = 0, step, schedule, penalty } = options;
    const { distribution, validateEvery, validationSplit, callbacks = [] } = options;
    if (distribution !== undefined) throw unexpected('train distribution', 'shards()', distribution);
    checkOptimizer('train', optimizer);
    checkPositiveInteger('train epochs', epochs);
    if (validateEvery !== undefined) checkPositiveInteger('train validateEvery', validateEvery);
    if (step !== undefined && typeof step !== 'function') throw unexpected('train step', 'a function', step);
    checkDistinct('train callbacks', callbacks);
    startMetrics('train', options.metrics ?? []);
    if (dataset.length === 0) throw new NablaError('data', 'train: the data set is empty.');
    if (validationSplit !== undefined && options.validation !== undefined) {
      throw new NablaError('argument', 'train: expected validation or validationSplit. Received both.');
    }
    const { first: examples, last: validation } =
      validationSplit === undefined
        ? { first: dataset, last: options.validation }
        : split('train validationSplit', dataset, validationSplit);
    if (validation !== undefined) checkDataset('train validation', validation);
    const { length } = examples;
    const size = batchSize === 'full' ? length : Math.min(checkPositiveInteger('train batchSize', batchSize), length);
    const { parts = needsWholeBatch(model.blueprint, model.parameters.frozen) ? 0 : 1 } = options;
    if (parts !== 0 && !isPowerOfTwo(parts)) throw unexpected('train parts', 'a power of two: 1, 2, 4, …', parts);
    this.model = model;
    this.callbacks = callbacks;
    this.run = {
      seed: checkSeed('train seed', seed),
      examples: length,
      batchSize: size,
      shuffle: shuffle && size < length,
      parts,
      schedule: schedule?.config ?? null,
    };
    this.progress = {
      ...{ epoch: 0, step: 0, steps: 0, sums: NO_SUMS, learningRate: optimizer.learningRate, epochEnded: true },
      ...{ validatedAt: 0, unreported: [], history: [] },
    };
    this.#options = options;
    this.#ranks = ranks;
    this.#examples = examples;
    this.#validation = validation && new Feed(model, validation, KEPT_ELEMENTS, loss.ignoreIndex);
    const { stepsAhead = model.backend.stepsAhead ?? 0 } = options;
    this.#stepsAhead = checkWhole('train stepsAhead', stepsAhead, 0, 1000, '[0, 1000)');
    this.#batches = new BatchGradients(model, examples, {
      ...{ loss, penalty, parts, seed, ranks, step, metrics: options.metrics },
      keep: size === length,
    });
  }

  get optimizer(): TrainOptions['optimizer'] {
    return this.#options.optimizer;
  }

  get epoch(): number {
    return this.progress.epoch;
  }

  get steps(): number {
    return this.progress.steps;
  }

  get learningRate(): number {
    return this.#options.schedule === undefined ? this.optimizer.learningRate : this.progress.learningRate;
  }

  set learningRate(value: number) {
    this.optimizer.learningRate = value;
    this.progress.learningRate = value;
  }

  get isInterrupted(): boolean {
    return this.#ranks?.isInterrupted ?? this.#options.signal?.aborted === true;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async settle(): Promise<void> {
    await this.#read(0);
  }

  async *events(): AsyncGenerator<TrainEvent, void, undefined> {
    const { progress } = this;
    const { epochs, resume } = this.#options;
    const start = performance.now();
    await this.#notify('onTrainBegin');
    await resume?.(this);
    while (!this.#isEnding && !(progress.epochEnded && progress.epoch >= epochs)) {
      const epochStart = performance.now();
      if (progress.epochEnded) yield* this.#beginEpoch();
      yield* this.#steps();
      if (progress.step < this.#stepsPerEpoch) break;
      yield* this.#endEpoch(seconds(epochStart));
    }
    await this.#notify('onTrainEnd');
    const completed = progress.epoch - (progress.epochEnded ? 0 : 1);
    const aborted = this.isInterrupted && completed < epochs;
    const loss = progress.history.at(-1)?.['loss'];
    yield { type: 'done', epochs: completed, steps: progress.steps, loss, seconds: seconds(start), aborted };
  }

  dispose(): void {
    this.#batches.dispose();
    this.#validation?.dispose();
    for (const report of this.#unread.splice(0)) disposeReport(report);
    this.#dropCopies();
    for (const callback of this.callbacks) callback.dispose?.();
  }

  /** What training may change: all parameters that are not frozen. */
  get #changing(): readonly Tensor[] {
    return this.model.parameters.list.flatMap(({ value, frozen }) => (frozen ? [] : [value]));
  }

  #dropCopies(): void {
    disposeAll(this.#copies.values());
    this.#copies.clear();
  }

  get #isEnding(): boolean {
    return this.#isStopped || this.isInterrupted;
  }

  get #stepsPerEpoch(): number {
    return Math.ceil(this.run.examples / this.run.batchSize);
  }

  async *#beginEpoch(): AsyncGenerator<TrainEvent, void, undefined> {
    const { progress } = this;
    const epoch = progress.epoch + 1;
    Object.assign(progress, { epoch, step: 0, sums: NO_SUMS, epochEnded: false, validatedAt: 0 });
    await this.#notify('onEpochBegin');
    const { epochs } = this.#options;
    yield* this.#send({ type: 'epoch-start', epoch, epochs, steps: this.#stepsPerEpoch });
  }

  /** Runs the rest of an epoch, until training is stopped. The weights after it are finite. */
  async *#steps(): AsyncGenerator<TrainEvent, void, undefined> {
    const { progress, run } = this;
    this.#order = run.shuffle
      ? epochOrder(run.seed, progress.epoch, run.examples, this.#examples.order?.bind(this.#examples))
      : range(0, run.examples);
    this.#copies = new Map(this.#changing.map((value) => [value, keep(multiply(value, 1))]));
    // A resumed run may have steps to report.
    yield* this.#report();
    while (progress.step < this.#stepsPerEpoch) {
      if (this.#isValidationDue(progress.step)) yield* this.#validateWithin();
      if (this.#isEnding) break;
      await this.#update();
      await this.#read(this.#stepsAhead);
      yield* this.#report();
    }
    await this.#read(0);
    yield* this.#report();
    // Finite losses and gradients can still overflow a weight; such weights must not become the result.
    if (!(await this.#weightsAreFinite())) await this.#fail('a weight became NaN or infinite', progress.step);
    this.#dropCopies();
  }

  /** Validates and records an epoch whose steps are done. */
  async *#endEpoch(spent: number): AsyncGenerator<TrainEvent, void, undefined> {
    const { progress } = this;
    const { epoch } = progress;
    const validation = await this.#validate();
    const log = logOf(meansOf(progress.sums), validation);
    progress.epochEnded = true;
    progress.history.push(log);
    const { epochs } = this.#options;
    const loss = log['loss'] as number;
    const event = { type: 'epoch-end', epoch, epochs, loss, seconds: spent, validation, log } as const;
    await this.#notify('onEpochEnd', event);
    yield* this.#send(event);
  }

  /** Counted from 0; undefined after the last step. */
  #batchAt(step: number): Int32Array | undefined {
    const { batchSize, examples } = this.run;
    const start = step * batchSize;
    return start < examples ? this.#order.subarray(start, Math.min(start + batchSize, examples)) : undefined;
  }

  /** One step: gradients, transforms and optimizer. With `stepsAhead` the device may skip it. */
  async #update(): Promise<void> {
    const { progress } = this;
    const indices = this.#batchAt(progress.step) as Int32Array;
    const following = this.#isValidationDue(progress.step + 1) ? undefined : this.#batchAt(progress.step + 1);
    const pass = await this.#batches.of(indices, progress, following);
    const made: Tensor[] = [];
    try {
      const gradients = await this.#transformed(pass.gradients, made);
      this.#setLearningRate();
      const gate = this.#reportLater(indices.length, pass, gradients);
      if (this.#stepsAhead === 0) await this.#read(0);
      this.#apply(pass, gradients, gate);
      progress.step += 1;
      progress.steps += 1;
      for (const callback of this.callbacks) callback.onUpdate?.(this, gate);
    } finally {
      disposePass(pass);
      disposeAll(made);
    }
  }

  /** Applies the transforms. Adds every tensor that they make to `made`. */
  async #transformed(gradients: Gradients, made: Tensor[]): Promise<Gradients> {
    let changed = gradients;
    for (const transform of this.#options.transforms ?? []) {
      changed = await transform.apply(changed);
      for (const gradient of changed.values()) made.push(gradient);
    }
    return changed;
  }

  #setLearningRate(): void {
    const { schedule, epochs } = this.#options;
    if (schedule === undefined) return;
    const { steps, learningRate } = this.progress;
    this.optimizer.learningRate = schedule.rate(steps, epochs * this.#stepsPerEpoch, learningRate);
  }

  /** Remembers what the host must read. Returns the gate of a step that it reads later. */
  #reportLater(rows: number, { loss, weight, logs }: BatchPass, gradients: Gradients): Tensor | undefined {
    // The unread steps count too: after a bad one, the device skips all others.
    const last = this.#unread.slice(-1).map((step) => step.health);
    const health = finiteCheck(loss, ...gradients.values(), ...last);
    const isLate = this.#stepsAhead > 0;
    this.#unread.push({
      step: this.progress.step + 1,
      rows,
      health,
      // A handle of its own: the pass releases its.
      loss: loss.hold(),
      weight: isTensor(weight) ? undefined : weight,
      names: logs?.names ?? [],
      numbers: scope(() => vectorOf([where(health, Number.NaN, loss), weight, logs?.numbers].filter(isTensor))),
      counters: isLate ? this.optimizer.takeCounters() : undefined,
    });
    return isLate ? health : undefined;
  }

  #apply({ gradients: own, updates }: BatchPass, gradients: Gradients, gate: Tensor | undefined): void {
    // A parameter that was frozen during this step has no gradient.
    const trained = this.model.parameters.list.filter(({ name }) => own.has(name));
    this.optimizer.step(trained, gradients, gate);
    for (const [name, update] of updates) adoptUnless(gate, this.model.parameters.get(name), update);
  }

  /** Reads the oldest steps until `left` remain; throws if one is not finite. */
  async #read(left: number): Promise<void> {
    const { progress } = this;
    while (this.#unread.length > left) {
      const report = this.#unread[0] as StepReport;
      const { step, rows, names } = report;
      const [loss = 0, ...read] = Array.from(await report.numbers.data());
      const weight = report.weight ?? (read.shift() as number);
      if (Number.isNaN(loss)) await this.#skipped(report, weight);
      this.#unread.shift();
      disposeReport(report);
      const { names: earlier, numbers } = progress.sums;
      const all = ['loss', ...names];
      // NaN for what earlier steps of the epoch have not logged, as before a resume with another metric.
      const before = (at: number): number =>
        earlier.length === 0 ? 0 : (numbers[2 * earlier.indexOf(all[at >> 1] as string) + (at & 1)] as number);
      const sums = [loss * weight, weight, ...read].map((number, at) => before(at) + number);
      progress.sums = { names: all, numbers: sums };
      const logs = meansOf({ names, numbers: read });
      progress.unreported.push({ step, rows, loss, ...(names.length > 0 && { logs }) });
    }
  }

  /** Throws for a step that is not finite: the device has skipped it and all after it. */
  async #skipped({ step, loss, counters }: StepReport, weight: number): Promise<never> {
    if (counters !== undefined) this.optimizer.restoreCounters(counters);
    if (weight === 0) throw new NablaError('data', `training: the weights of step ${step} are all 0; leave them out.`);
    const value = await loss.item();
    const what = Number.isFinite(value) ? 'a gradient became NaN or infinite' : `the loss became ${value}`;
    return this.#fail(what, step);
  }

  async *#report(): AsyncGenerator<TrainEvent, void, undefined> {
    const { unreported, epoch } = this.progress;
    for (let report = unreported.shift(); report !== undefined; report = unreported.shift()) {
      const event: BatchEvent = { type: 'batch', epoch, steps: this.#stepsPerEpoch, ...report };
      await this.#notify('onBatchEnd', event);
      yield* this.#send(event);
    }
  }

  #isValidationDue(step: number): boolean {
    // Without `validateEvery` the remainder is NaN.
    return this.#validation !== undefined && step > 0 && step % (this.#options.validateEvery as number) === 0;
  }

  async *#validateWithin(): AsyncGenerator<TrainEvent, void, undefined> {
    const { progress } = this;
    const { epoch, step } = progress;
    if (progress.validatedAt === step) return;
    await this.#read(0);
    yield* this.#report();
    const validation = (await this.#validate()) as Evaluation;
    progress.validatedAt = step;
    yield* this.#send({ type: 'validation', epoch, step, validation });
  }

  #validate(): Promise<Evaluation> | undefined {
    const { loss, metrics = [] } = this.#options;
    const evaluate = this.#ranks?.evaluate ?? evaluateFeed;
    return this.#validation && evaluate(this.#validation, { loss, metrics });
  }

  /** An event is settled once the consumer asks for the next one. */
  async *#send(event: TrainEvent): AsyncGenerator<TrainEvent, void, undefined> {
    yield event;
    await this.#notify('onSettled', event);
  }

  async #notify(hook: Hook, event?: TrainEvent): Promise<void> {
    for (const callback of this.callbacks) await callback[hook]?.(this, event as never);
  }

  async #fail(what: string, step: number): Promise<never> {
    if (!(await this.#weightsAreFinite())) {
      for (const [value, copy] of this.#copies) value.adopt(copy);
      this.#copies.clear();
    }
    throw new NablaError(
      'non-finite',
      `training: ${what} at epoch ${this.epoch}, step ${step}. Lower the learning rate, or look for NaN in the data.` +
        seePage('guides/errors#non-finite'),
    );
  }

  async #weightsAreFinite(): Promise<boolean> {
    const [first, ...more] = this.#changing;
    if (first === undefined) return true;
    const health = finiteCheck(first, ...more);
    try {
      return (await health.item()) === 0;
    } finally {
      health.dispose();
    }
  }
}

function disposeReport({ loss, numbers, health }: StepReport): void {
  disposeAll([loss, numbers, health]);
}

const meansOf = ({ names, numbers }: RunProgress['sums']): EpochLog =>
  Object.fromEntries(names.map((name, at) => [name, (numbers[2 * at] as number) / (numbers[2 * at + 1] as number)]));

function logOf(means: EpochLog, validation: Evaluation | undefined): EpochLog {
  if (validation === undefined) return means;
  const { loss, classification, metrics } = validation;
  return {
    ...{ ...means, val_loss: loss },
    ...(classification && { val_accuracy: classification.accuracy }),
    ...Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`val_${name}`, value])),
  };
}
