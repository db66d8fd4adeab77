/** Fine-tunes a network in stages. */
import type { Backend, Dataset, HostTargets, Module, Network, OptimizerOptions, TrainState } from '@nablajs/core';
import type { Features } from '../features/features.js';
import type { LoraOptions } from '../lora/lora.js';
import { bestEpochs } from './cross-validation.js';
import type { FineTuneEvent, StageReport } from './events.js';
import { baseNetwork, freshHead, headNetwork, upperNetwork } from './fine-tuned.js';
import { joined } from './joined.js';
import { learningRateGroups } from './learning-rates.js';
import { type Checked, checked, type FineTuneData, type FineTuneOptions } from './options.js';
import { LEAST_FALL, passed, runStage, type Stage } from './stage.js';
import { isStorable, type StageData, stageData } from './stage-data.js';
import { StagedModel } from './staged-model.js';
import { checkComplete, type FineTuneState, readTrained, zerosLike } from './state.js';

/** A freed block is kept if the held-out loss is at most this share of what it was, and lower by `LEAST_FALL`. */
const ENOUGH = 0.99;
/** Folds of more examples would take long. */
const MOST_IN_FOLDS = 1000;
/** With two or three examples a class, an epoch is a step, and the held-out loss rises at first. */
const FEWEST_EPOCHS = 10;
/** The learning rate of a stage is that of the head divided by this: weights that are good should change little. */
const SLOWER = { blocks: 30, lora: 10 };

/**
 * Trains a new head on the features of a trained network, and then, if that helps, more of the network. Yields an event
 * for each step, as `train` does, and for each stage; the last event has the network.
 *
 * 1. The head, on outputs of the frozen base that are computed once. The stage ends when the held-out loss no longer
 *    falls, and keeps the weights of the best epoch.
 * 2. Blocks of the base, the last one first, at lower learning rates: see `FineTuneOptions.unfreeze`. A block that does
 *    not lower the held-out loss by 1 % gets its old weights back, and is the last one. Or adapters: see
 *    `FineTuneOptions.lora`.
 * 3. With `refit`, if the head alone is what is kept: the head anew, on the validation data as well.
 *
 * Throws NablaError `argument` for options or a state that do not fit.
 *
 * @example
 * ```ts
 * const features = featuresOf(readKeras(bytes));
 * for await (const event of fineTune(backend, features, { train, validation }, { outputs: 10 })) {
 *   if (event.type === 'stage-end') console.log(event.name, event.loss, event.kept);
 *   if (event.type === 'fine-tuned') model = event.network;
 * }
 * ```
 */
export async function* fineTune(
  backend: Backend,
  features: Features,
  data: FineTuneData,
  options: FineTuneOptions,
): AsyncGenerator<FineTuneEvent, void, undefined> {
  const run = new FineTuning(backend, features, data, checked(options, data));
  try {
    yield* run.events();
  } finally {
    run.dispose();
  }
}

/** The part of the base in front of some blocks. */
interface Lower {
  /** How many blocks. */
  readonly count: number;
  readonly upper: Module;
  /** Computes what the rest takes. */
  readonly network: Network;
  /** What it makes of all examples, if that was computed. */
  readonly made?: StageData;
}

/** One run. */
class FineTuning {
  readonly #model: StagedModel;
  readonly #features: Features;
  readonly #data: FineTuneData;
  readonly #options: Checked;
  readonly #stages: StageReport[];
  /** What the head learned from, for a refit. */
  #headData: StageData | undefined;
  /** What was computed for a later stage. */
  #lower: Lower | undefined;
  #isAborted = false;

  constructor(backend: Backend, features: Features, data: FineTuneData, options: Checked) {
    this.#features = features;
    this.#data = data;
    this.#options = options;
    this.#stages = [...(options.resume?.stages ?? [])];
    this.#model = new StagedModel(backend, features, options);
  }

  dispose(): void {
    this.#lower?.network.dispose();
    this.#model.dispose();
  }

  async *events(): AsyncGenerator<FineTuneEvent, void, undefined> {
    const { resume, lora } = this.#options;
    if (resume !== undefined) this.#restore(resume);
    if (this.#stages.length === 0) yield* this.#head();
    yield* lora === undefined ? this.#deeper() : this.#adapters(lora);
    if (this.#mayRefit) yield* this.#refit();
    yield { type: 'fine-tuned', network: this.#model.plain(), stages: this.#stages, aborted: this.#isAborted };
  }

  get #mayGoOn(): boolean {
    return !this.#isAborted && this.#stages.at(-1)?.kept !== false;
  }

  get #mayRefit(): boolean {
    const isHead = this.#stages.findLast(({ kept }) => kept)?.name === 'head';
    return this.#options.refit && isHead && !this.#isAborted;
  }

  /** Restores the weights of the stages that are done, and what they have freed. */
  #restore({ stage, stages, parameters, training }: FineTuneState): void {
    const kept = stages.filter((report) => report.kept);
    this.#model.free(kept.at(-1)?.freed ?? 0);
    const hasAdapters = kept.some(({ name }) => name === 'lora') || (stage === 1 && training !== undefined);
    if (hasAdapters && this.#options.lora !== undefined) this.#model.adapt(this.#options.lora);
    // Adapters that were not kept are in the state of their stage's end.
    const { parameters: own } = this.#model.network;
    const isUndone = kept.length < stages.length;
    this.#model.load(isUndone ? new Map(Array.from(parameters).filter(([name]) => own.has(name))) : parameters);
  }

  /** Trains the head. */
  async *#head(): AsyncGenerator<FineTuneEvent, void, undefined> {
    const { outputs, learningRate, cache, signal, refit } = this.#options;
    const { network: whole } = this.#model;
    yield* this.#prepareNext();
    const { upper, network: lower, made } = { ...this.#lower };
    const rest = upper && lower && made ? { module: upper, inputShape: lower.outputShape } : this.#features;
    using base = baseNetwork(whole, rest);
    const steps = stageData(base, made?.data ?? this.#data, { stage: 0, cache, signal });
    const own = made ? await resultOf(steps) : yield* steps;
    const { validation } = this.#data;
    // Outputs that are not stored need the base, which is disposed of here.
    if (refit && own.cached && validation !== undefined && isStorable(base, validation)) this.#headData = own;
    using network = headNetwork(whole, this.#features, outputs);
    yield* this.#stage({ name: 'head', network, rates: { learningRate } }, own);
  }

  /** Trains the head anew, on all data. */
  async *#refit(): AsyncGenerator<FineTuneEvent, void, undefined> {
    const { outputs, learningRate, cache, signal } = this.#options;
    const { network: whole } = this.#model;
    using chosen = this.#model.plain();
    yield { type: 'chosen', network: chosen };
    using base = baseNetwork(whole, this.#features);
    const how = { stage: this.#stages.length, cache, signal };
    const { data, cached } = this.#headData ?? (yield* stageData(base, this.#data, how));
    using network = headNetwork(whole, this.#features, outputs);
    const train = joined(data.train, data.validation as Dataset<HostTargets>);
    const rates = { learningRate };
    const isSmall = train.length <= MOST_IN_FOLDS && train.variesByEpoch !== true;
    const epochs = isSmall ? await this.#bestEpochs(train, rates) : this.#headEpochs;
    yield* this.#stage({ name: 'refit', network, rates, epochs }, { data: { train }, cached });
  }

  get #headEpochs(): number {
    return this.#stages[0]?.bestEpoch as number;
  }

  async #bestEpochs(train: Dataset<HostTargets>, rates: OptimizerOptions): Promise<number> {
    const { optimizer, patience, outputs, epochs } = this.#options;
    const head = () => freshHead(this.#model.network, this.#features, outputs);
    const options = { ...passed(this.#options), metrics: [] };
    const how = { head, optimizer: () => optimizer(rates), options, patience, leastFall: LEAST_FALL };
    const found = await bestEpochs(train, how);
    return found === 0 ? this.#headEpochs : Math.max(found, Math.min(FEWEST_EPOCHS, epochs));
  }

  /** Computes what the stage after the head learns from: its outputs are the head's, so the lower part runs once. */
  async *#prepareNext(): AsyncGenerator<FineTuneEvent, void, undefined> {
    const { unfreeze, lora, cache, signal } = this.#options;
    const lower = lora === undefined ? this.#lowerPart(unfreeze === 'auto' ? 1 : this.#count(unfreeze)) : undefined;
    this.#lower = lower;
    if (lower === undefined || !cache || !isStorable(lower.network, this.#data.train)) return;
    const made = yield* stageData(lower.network, this.#data, { stage: 0, cache, signal });
    this.#lower = { ...lower, made };
  }

  /** How many blocks to train. */
  #count(unfreeze: boolean | number): number {
    const { length } = this.#features.blocks;
    return unfreeze === true ? length : Math.min(Number(unfreeze), length);
  }

  /** Undefined if the base cannot be split there, or at a value of open shape. */
  #lowerPart(count: number): Lower | undefined {
    const split = this.#model.split(count);
    if (split === undefined) return undefined;
    const network = baseNetwork(this.#model.network, { ...this.#features, module: split.lower });
    if (network.outputShape.every(Number.isSafeInteger)) return { count, upper: split.upper, network };
    network.dispose();
    return undefined;
  }

  /** Trains blocks of the base with the head. */
  async *#deeper(): AsyncGenerator<FineTuneEvent, void, undefined> {
    const { unfreeze } = this.#options;
    if (unfreeze === 'auto') {
      const { length } = this.#features.blocks;
      while (this.#mayGoOn && this.#model.freed < length) yield* this.#blocks(this.#model.freed + 1, true);
    } else {
      const count = this.#count(unfreeze);
      if (this.#mayGoOn && this.#stages.length === 1 && count > 0) yield* this.#blocks(count, false);
    }
  }

  async *#blocks(count: number, mayUndo: boolean): AsyncGenerator<FineTuneEvent, void, undefined> {
    const { learningRate, factor, outputs, cache, signal } = this.#options;
    const before = this.#model.freed;
    this.#model.free(count);
    const { network: whole } = this.#model;
    const groups = learningRateGroups(this.#features.blocks.slice(0, count), { factor });
    const rates = { learningRate: learningRate / SLOWER.blocks, groups };
    const lower = this.#lower?.count === count ? this.#lower : this.#lowerPart(count);
    this.#lower = lower;
    if (lower === undefined) {
      yield* this.#stage({ name: 'blocks', network: whole, rates }, { data: this.#data, cached: false }, mayUndo);
    } else {
      using network = upperNetwork(whole, lower.upper, { inputShape: lower.network.outputShape, outputs });
      const stage = this.#stages.length;
      const own = lower.made ?? (yield* stageData(lower.network, this.#data, { stage, cache, signal }));
      yield* this.#stage({ name: 'blocks', network, rates }, own, mayUndo);
      lower.network.dispose();
    }
    this.#lower = undefined;
    if (this.#stages.at(-1)?.kept === false) this.#model.free(before);
  }

  /** Trains adapters with the head. */
  async *#adapters(lora: LoraOptions): AsyncGenerator<FineTuneEvent, void, undefined> {
    const { unfreeze, learningRate } = this.#options;
    if (!this.#mayGoOn || this.#stages.length !== 1) return;
    if (!this.#model.isAdapted) this.#model.adapt(lora);
    const rates = { learningRate: learningRate / SLOWER.lora };
    const { network } = this.#model;
    yield* this.#stage({ name: 'lora', network, rates }, { data: this.#data, cached: false }, unfreeze === 'auto');
    if (this.#stages.at(-1)?.kept === false) this.#model.adapt(undefined);
  }

  /** Trains a stage. If it may be undone and the loss is not clearly lower, takes it back. */
  async *#stage(
    given: Pick<Stage, 'name' | 'network' | 'rates'> & { readonly epochs?: number },
    { data, cached }: StageData,
    mayUndo = false,
  ): AsyncGenerator<FineTuneEvent, void, undefined> {
    const { resume, save } = this.#options;
    const { network, freed } = this.#model;
    const [stage, last] = [this.#stages.length, this.#stages.at(-1)];
    const training = resume?.stage === stage ? resume.training : undefined;
    const before = training === undefined ? await readTrained(network) : (resume as FineTuneState).parameters;
    const { trainable } = network.parameters;
    const trained = trainable.map(({ name }) => name);
    const isRefit = given.name === 'refit';
    if (isRefit && training === undefined) this.#model.load(zerosLike(before));
    for (const own of training === undefined ? [] : [before, training.parameters]) checkComplete(own, trained);
    const parameters = trainable.reduce((count, { value }) => count + value.size, 0);
    const { epochs = this.#options.epochs } = given;
    yield { type: 'stage-start', stage, name: given.name, freed, trained, parameters, epochs, cached };
    const stages = [...this.#stages];
    const saveAt = save && ((state: TrainState) => save({ stage, stages, parameters: before, training: state }));
    const own = { ...this.#options, epochs };
    const report = yield* runStage({ ...given, data, stage, freed, resume: training, save: saveAt }, own);
    this.#isAborted = report === undefined;
    if (isRefit && this.#isAborted) this.#model.load(before);
    if (report === undefined) return;
    const known = last?.loss as number;
    const kept = !mayUndo || report.loss <= Math.min(known * ENOUGH, known - LEAST_FALL);
    if (!kept) this.#model.load(before);
    this.#stages.push({ ...report, kept });
    // A state at the end of a refit would lack the head of before, which figures are of. Its last epoch's has it.
    if (!isRefit) await save?.({ stage: stage + 1, stages: [...this.#stages], parameters: await readTrained(network) });
    yield { type: 'stage-end', ...report, kept };
  }
}

/** Runs a generator to its end, without its events. */
async function resultOf<T>(steps: AsyncGenerator<unknown, T, undefined>): Promise<T> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
  }
}
