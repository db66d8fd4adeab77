/** `nabla train --from`: a new last layer for a trained network, and then more of it. */
import { describeFailure, EXIT, Interruption, type Output, usageError, workError } from '@nablajs/command-line';
import { BYTES_PER_ELEMENT, type DoneEvent, isNablaError, type Network, type TrainState } from '@nablajs/core';
import {
  type Features,
  type FineTuneOptions,
  type FineTuneState,
  featuresOf,
  fineTune,
  type StageName,
  type StageReport,
  type StageStartEvent,
} from '@nablajs/finetune';
import { outputsOf } from '../data/task.js';
import type { TrainingData } from '../data/training-data.js';
import { createReport } from '../evaluation/create-report.js';
import type { FineTuneReport } from '../evaluation/report.js';
import { scoreOf } from '../evaluation/test-model.js';
import { moduleOf } from '../inspect/layers.js';
import { saveTrained, type TrainedOn } from '../models/model-folder.js';
import { relativePath } from '../relative-path.js';
import { openRun } from '../runs/open-run.js';
import { readRecord } from '../runs/run-record.js';
import { modelFolderOf } from '../runs/table-run.js';
import type { TrainingRun } from '../runs/training-run.js';
import type { TrainSettings } from '../settings/settings.js';
import { openTensorBoard, type TensorBoardLog } from '../tensorboard/tensorboard-log.js';
import { announceStop, startFacts } from '../training/announcements.js';
import { checkDiskSpace } from '../training/disk-space.js';
import { finishTraining } from '../training/finish-training.js';
import { startDisplay, type TrainingDisplay } from '../training/start-display.js';
import type { TrainingResources } from '../training/training-resources.js';
import { FineTuneCheckpoints, weightsDigest } from './checkpoints.js';
import { FeaturesBar } from './features-bar.js';
import { fineTuneOptions, hasTooFewHeldOut } from './fine-tune-options.js';
import { type Measured, measured, measuredNow } from './measured.js';
import { countedOn, doneOf, epochsOf, isStaged, type StagedEvent } from './stage-events.js';
import type { StartModel } from './start-model.js';

/** Resolves to the exit code. */
export async function fineTuneInRun(
  resources: TrainingResources,
  settings: TrainSettings,
  output: Output,
): Promise<number> {
  checkEpochs(settings);
  const features = featuresIn(resources.start as StartModel, settings);
  const run = await openRun(settings, resources.backend, resources.data, output);
  try {
    return await new FineTuneSession(settings, output, resources, features, run).run();
  } finally {
    await run?.close();
  }
}

function checkEpochs({ resumes, run, epochs }: TrainSettings): void {
  const { epochs: own } = resumes ? readRecord(run as string).config : {};
  if (own === undefined || own === epochs) return;
  throw usageError(
    `--epochs: each stage of a fine-tuning ends by itself, so a resumed run keeps its most epochs, ${own}. To train ` +
      'longer, start a new run, with a larger --early-stopping if need be.',
  );
}

/** Throws a CommandError for a network without recognisable features. */
function featuresIn({ network, sentences }: StartModel, { from }: TrainSettings): Features {
  if (sentences !== undefined) return sentences.features;
  const { config, parameters } = network;
  try {
    return featuresOf({ module: moduleOf(config), parameters, inputShape: config.inputShape });
  } catch (error) {
    if (!isNablaError(error)) throw error;
    throw workError(`--from: ${relativePath(from as string)}: ${error.message.replace(/^featuresOf: /, '')}`, {
      cause: error,
    });
  }
}

/** Seconds since a time. */
const secondsSince = (since: number): number => (performance.now() - since) / 1000;

class FineTuneSession {
  readonly #settings: TrainSettings;
  readonly #output: Output;
  readonly #report: FineTuneReport;
  readonly #resources: TrainingResources;
  readonly #data: TrainingData;
  readonly #features: Features;
  /** Undefined if no run is wanted, or if it cannot be written. */
  readonly #run: TrainingRun | undefined;
  readonly #checkpoints: FineTuneCheckpoints | undefined;
  readonly #stages: StageReport[];
  #display: TrainingDisplay | undefined;
  readonly #featuresBar: FeaturesBar;
  /** Of the network that has not learned what was held out, if another one has. */
  #measured: Measured | undefined;
  #refitEpochs: number | undefined;
  #learningRate = (): number => Number.NaN;
  #isIncomplete = false;

  constructor(
    settings: TrainSettings,
    output: Output,
    resources: TrainingResources,
    features: Features,
    run: TrainingRun | undefined,
  ) {
    this.#settings = settings;
    this.#output = output;
    this.#report = createReport(settings.json, output);
    this.#resources = resources;
    this.#data = resources.data;
    this.#features = features;
    this.#featuresBar = new FeaturesBar(output, resources.data);
    this.#run = run;
    this.#checkpoints = run && new FineTuneCheckpoints(run, weightsDigest(features.parameters));
    this.#stages = [...(this.#checkpoints?.resume?.stages ?? [])];
  }

  async run(): Promise<number> {
    // The checkpoint at the end of a stage is saved before its event.
    const last = this.#stages.at(-1);
    if (last !== undefined && this.#going(last.stage + 1) === undefined)
      this.#run?.write({ type: 'stage-end', ...last });
    using interruption = new Interruption({
      onStop: () => announceStop(this.#output),
      exit: (code) => {
        this.#output.clear();
        this.#printResumeHint();
        process.exit(code);
      },
    });
    await this.#checkDiskSpace();
    this.#reportStart();
    const before = epochsOf(this.#stages);
    const { network, done } = await this.#train(interruption.signal);
    using model = network;
    await this.#finish(model, done, before);
    if (done.aborted) this.#printResumeHint();
    const isWritten = !this.#isIncomplete && this.#run?.problem === undefined;
    return (await interruption.settled()) ?? (isWritten ? EXIT.ok : EXIT.failure);
  }

  /** The caller disposes the network. */
  async #train(signal: AbortSignal): Promise<{ readonly network: Network; readonly done: DoneEvent }> {
    const { backend } = this.#resources;
    const { train, validation } = this.#data;
    const began = performance.now();
    using board = openTensorBoard(this.#settings.tensorboard, this.#run, {
      learningRate: () => this.#learningRate(),
      warn: (message) => this.#output.warn(message),
    });
    let stopped: DoneEvent | undefined;
    try {
      for await (const event of fineTune(backend, this.#features, { train, validation }, this.#options(signal))) {
        if (event.type === 'features') this.#featuresBar.update(event);
        else if (event.type === 'stage-start') this.#startStage(event);
        else if (event.type === 'stage-end') this.#endStage(event);
        else if (event.type === 'chosen') await this.#measureChosen(event.network);
        else if (event.type === 'done') stopped = event.aborted ? event : undefined;
        else if (isStaged(event)) this.#step(event, board);
        else if (event.type === 'fine-tuned') {
          const done = doneOf(this.#stages, (name) => this.#stepsPerEpoch(name), secondsSince(began), stopped);
          this.#run?.write(done);
          return { network: event.network, done };
        }
      }
    } finally {
      this.#output.clear();
    }
    throw new Error('fine-tuning ended without its last event');
  }

  /** Measures a network before it learns what it is tested on. */
  async #measureChosen(network: Network): Promise<void> {
    if (this.#data.testName === 'validation') this.#measured = await measuredNow(network, this.#data);
  }

  get #isText(): boolean {
    return this.#resources.start?.sentences !== undefined;
  }

  #options(signal: AbortSignal): FineTuneOptions {
    const checkpoints = this.#checkpoints;
    const resume = checkpoints?.resume;
    return {
      ...fineTuneOptions(this.#settings, this.#data.task, {
        isText: this.#isText,
        heldOut: this.#data.validation.length,
        onOptimizer: (optimizer) => {
          this.#learningRate = () => optimizer.learningRate;
        },
      }),
      signal,
      ...(checkpoints && { save: (state) => checkpoints.save(state, this.#isDue(state, signal)) }),
      ...(resume && { resume }),
    };
  }

  /** Whether `--checkpoint-every` asks for a checkpoint. Ends of stages and signals have one in any case. */
  #isDue({ training }: FineTuneState, { aborted }: AbortSignal): boolean {
    const { checkpointEvery: every } = this.#settings;
    if (training === undefined || aborted || 'steps' in every) return true;
    const { epoch } = training.position;
    // Nothing is saved after the last epoch of a refit.
    return epoch % every.epochs === 0 || epoch === this.#refitEpochs;
  }

  #startStage(event: StageStartEvent): void {
    const { parameters, stage, name, freed, cached } = event;
    const { blocks } = this.#features;
    const line = { stage, name, freed, cached, parameters };
    // A stage that goes on is in the events already.
    if (this.#going(stage) === undefined) this.#run?.write({ type: 'stage-start', ...line });
    this.#report.stageStart({ ...line, blocks: blocks.length, augmented: this.#data.train.variesByEpoch === true });
    this.#output.clear();
    if (name === 'refit') this.#refitEpochs = event.epochs;
    this.#display = this.#startDisplay(event);
  }

  /** Where a resumed run continues a stage; undefined if it begins it. */
  #going(stage: number): TrainState | undefined {
    const resume = this.#checkpoints?.resume;
    return resume?.stage === stage ? resume.training : undefined;
  }

  get #headSize(): number {
    return (this.#features.width + 1) * outputsOf(this.#data.task);
  }

  #step(event: StagedEvent, board: TensorBoardLog | undefined): void {
    const counted = countedOn(event, epochsOf(this.#stages));
    this.#run?.write(counted);
    board?.write(counted);
    this.#display?.update(event);
    if (event.type === 'epoch-end' && this.#display?.hidesEpochs !== true) this.#report.epochEnd(event);
  }

  #endStage({ type, ...report }: StageReport & { readonly type: 'stage-end' }): void {
    this.#output.clear();
    this.#stages.push(report);
    this.#run?.write({ type, ...report });
    this.#report.stageEnd(report);
  }

  #rowsOf(name: StageName): number {
    const { train, validation } = this.#data;
    return train.length + (name === 'refit' ? validation.length : 0);
  }

  #batchSize(rows: number): number {
    const { batchSize } = this.#settings;
    return batchSize === 'full' ? rows : Math.min(batchSize, rows);
  }

  #stepsPerEpoch(name: StageName): number {
    const rows = this.#rowsOf(name);
    return Math.ceil(rows / this.#batchSize(rows));
  }

  #startDisplay({ stage, name, epochs }: StageStartEvent): TrainingDisplay | undefined {
    const { testName, task } = this.#data;
    const rows = this.#rowsOf(name);
    const position = this.#going(stage)?.position;
    const rowsBefore =
      position === undefined ? 0 : (position.epoch - 1) * rows + Math.min(position.step * this.#batchSize(rows), rows);
    const folder = this.#run?.folder;
    return startDisplay(this.#output, this.#settings, {
      run: folder === undefined ? undefined : relativePath(folder),
      ...{ epochs, rowsPerEpoch: rows, rowsBefore },
      ...{ testName, score: task.kind === 'regression' ? 'R2' : 'accuracy', learningRate: () => this.#learningRate() },
    });
  }

  async #finish(model: Network, done: DoneEvent, epochsBefore: number): Promise<void> {
    const { epochs, seconds, loss: trainLoss, aborted } = done;
    const { testName, layout, normalisation, form } = this.#data;
    const { test, results } = this.#measured ?? (await measured(model, this.#data, !aborted));
    const learnedAll = this.#stages.at(-1)?.name === 'refit' && testName === 'validation';
    const trainedOn = { settings: this.#settings, epochs, layout, normalisation, form, learnedAll };
    const run = this.#run;
    // The checkpoints do not have the base.
    if (run !== undefined && !aborted) await this.#saveInRun(run, model, { ...trainedOn, score: scoreOf(test) });
    await finishTraining(model, {
      ...{ settings: this.#settings, output: this.#output, report: this.#report, data: this.#data, test, trainedOn },
      ...{ run: run?.folder, warnsOfChance: true },
      facts: { seconds, epochs, epochsBefore, trainLoss, aborted },
      results: async () => ({ ...(await results()), epochs }),
    });
    if (learnedAll) {
      const { length } = this.#data.validation;
      this.#output.note(
        `The figures are those of stage 1, before the last layer learned the ${length} held-out examples as well.`,
      );
    }
    if (this.#settings.out === undefined && run !== undefined && !this.#isIncomplete && !aborted) {
      this.#output.note(`The run has the model: nabla predict ${relativePath(run.folder)} FILE`);
    }
  }

  /** Never rejects: the model may also be saved elsewhere. */
  async #saveInRun({ folder }: TrainingRun, model: Network, trainedOn: TrainedOn): Promise<void> {
    try {
      await saveTrained(modelFolderOf(folder), model, trainedOn);
    } catch (error) {
      this.#isIncomplete = true;
      this.#output.warn(`cannot save the model in the run: ${describeFailure(error).message}`);
    }
  }

  async #checkDiskSpace(): Promise<void> {
    const { out, dtype } = this.#settings;
    if (out === undefined) return;
    const count = [...this.#features.parameters.values()].reduce((sum, { data }) => sum + data.length, 0);
    await checkDiskSpace(out, (count + this.#headSize) * BYTES_PER_ELEMENT[dtype]);
  }

  #printResumeHint(): void {
    if (this.#run === undefined) return;
    this.#output.note(`To continue: nabla train --resume ${relativePath(this.#run.folder)}`);
  }

  #reportStart(): void {
    this.#report.trainStart({
      ...startFacts(this.#settings, this.#resources),
      parameters: this.#headSize,
      run: this.#run?.folder,
      resumption: this.#run?.resumption,
      ranks: undefined,
    });
    const { length } = this.#data.validation;
    if (this.#isText || !hasTooFewHeldOut(this.#settings, length)) return;
    this.#output.note(
      `Only ${length} of the examples are held out, too few to say whether deeper training helps: a new last layer is ` +
        'trained. Add examples, or pass --unfreeze 1.',
    );
  }
}
