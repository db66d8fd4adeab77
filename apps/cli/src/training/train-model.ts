/** `nabla train`: trains a network, tests it, reports the result and saves the model. */

import { EXIT, Interruption, type Output, usageError, workError } from '@nablajs/command-line';
import {
  type Backend,
  BYTES_PER_ELEMENT,
  clipByNorm,
  clipByValue,
  type DoneEvent,
  isNablaError,
  type Network,
  type TrainEvent,
  type TrainOptions,
  train,
} from '@nablajs/core';
import { type Callback, EarlyStopping, ModelCheckpoint, resumeFrom } from '@nablajs/core/callbacks';
import { type ExampleTask, lossOf, metricsOf, outputsOf } from '../data/task.js';
import type { TrainingData } from '../data/training-data.js';
import { createReport } from '../evaluation/create-report.js';
import type { EvaluationResult, Report } from '../evaluation/report.js';
import { testModel } from '../evaluation/test-model.js';
import { fineTunedSettings } from '../finetune/fine-tuned-settings.js';
import { describeTrained, type TrainedOn } from '../models/model-folder.js';
import { createNetwork, createOptimizer, formLayers } from '../models/network.js';
import { prepareOutFolder } from '../models/out-folder.js';
import { startNetwork } from '../models/start-network.js';
import { openRunOnRanks } from '../ranks/follow-run.js';
import type { Ranks } from '../ranks/ranks.js';
import { relativePath } from '../relative-path.js';
import { textResults } from '../results/text-results.js';
import { validationResults } from '../results/validation-results.js';
import { openRun } from '../runs/open-run.js';
import type { TrainingRun } from '../runs/training-run.js';
import { createSchedule } from '../settings/schedules.js';
import { settingsForData, type TrainSettings } from '../settings/settings.js';
import { openTensorBoard, type TensorBoardLog } from '../tensorboard/tensorboard-log.js';
import { createTextNetwork } from '../text/text-network.js';
import { sampleText } from '../text/write-text.js';
import { announceResources, announceStop, startFacts } from './announcements.js';
import { checkDiskSpace } from './disk-space.js';
import { factsOf, hasThreads, Parts } from './distribution.js';
import { finishTraining } from './finish-training.js';
import { learnTableInRun } from './learn-table.js';
import { surviveOutputErrors } from './output-errors.js';
import { startDisplay, type TrainingDisplay } from './start-display.js';
import { openResources, type TrainingResources } from './training-resources.js';

/** Resolves to the exit code. Throws errors that `describeFailure` can describe. Every one of the `ranks` calls it. */
export async function trainModel(given: TrainSettings, output: Output, ranks?: Ranks): Promise<number> {
  const threads = ranks === undefined ? given.threads : ranks.threadsOf(given);
  const resources = await openResources({ ...given, threads }, output);
  try {
    return await trainWith(resources, given, output, ranks === undefined ? {} : { ranks });
  } catch (error) {
    if (!isNablaError(error) || error.code !== 'non-finite' || given.out === undefined) throw error;
    throw workError(`${error.message} No model was saved.`, { cause: error });
  } finally {
    await resources.backend.dispose();
  }
}

/** What another command can change about a training. */
export interface TrainHooks {
  /** Receives the results. Default: stdout. */
  readonly report?: Report;
  /** Additional callbacks. Default: none. */
  readonly callbacks?: readonly Callback[];
  /** Stops the training after the current step. Default: Ctrl-C and other signals. */
  readonly signal?: AbortSignal;
  /** The ranks that share the training. Default: this process trains alone. */
  readonly ranks?: Ranks;
}

/** Trains with the caller's resources, which the caller disposes, and with hooks. Resolves to the exit code. */
export async function trainWith(
  resources: TrainingResources,
  given: TrainSettings,
  output: Output,
  hooks: TrainHooks = {},
): Promise<number> {
  const { data } = resources;
  const settings = resources.fineTunes ? fineTunedSettings(given, data.shape.kind) : settingsForData(given, data);
  const { ranks } = hooks;
  if (resources.fineTunes && ranks !== undefined) {
    throw usageError('--distributed: ranks cannot share a fine-tuning. Train without --distributed.');
  }
  await ranks?.checkSame(factsOf(resources));
  if (settings.out !== undefined) {
    await prepareOutFolder(settings.out, settings.overwrite ? undefined : data.form);
  }
  // With --out, training continues for the model even if stdout is closed.
  const errors = settings.out === undefined ? undefined : surviveOutputErrors(output);
  announceResources(resources, settings, output, ranks);
  const tuning = resources.fineTunes ? await import('../finetune/fine-tune-session.js') : undefined;
  const train = tuning?.fineTuneInRun ?? (settings.preset === 'table' ? learnTableInRun : trainInRun);
  const code = await train(resources, settings, output, hooks);
  return code === EXIT.ok && errors?.lost ? EXIT.failure : code;
}

/** Trains one network. Resolves to the exit code. */
async function trainInRun(
  resources: TrainingResources,
  settings: TrainSettings,
  output: Output,
  hooks: TrainHooks,
): Promise<number> {
  const { backend, data } = resources;
  const { ranks } = hooks;
  const open = (): Promise<TrainingRun | undefined> => openRun(settings, backend, data, output, ranks?.text(undefined));
  const run = ranks === undefined ? await open() : await openRunOnRanks(ranks, open);
  try {
    return await new TrainingSession(settings, output, resources, run, hooks).run();
  } finally {
    await run?.close();
  }
}

/** What is measured after each epoch, besides the loss. */
const SCORE_NAMES = { classification: 'accuracy', regression: 'R2', text: 'perplexity' } as const;

class TrainingSession {
  readonly #settings: TrainSettings;
  readonly #output: Output;
  readonly #report: Report;
  readonly #backend: Backend;
  readonly #data: TrainingData;
  readonly #start: TrainingResources['start'];
  /** Undefined if no run is wanted, or if it cannot be written. */
  readonly #run: TrainingRun | undefined;
  readonly #hooks: TrainHooks;

  constructor(
    settings: TrainSettings,
    output: Output,
    { backend, data, start }: TrainingResources,
    run: TrainingRun | undefined,
    hooks: TrainHooks,
  ) {
    this.#settings = settings;
    this.#run = run;
    this.#output = output;
    this.#hooks = hooks;
    this.#report = hooks.report ?? createReport(settings.json, output);
    this.#backend = backend;
    this.#data = data;
    this.#start = start;
  }

  async run(): Promise<number> {
    const { test, task } = this.#data;
    using model = this.#network();
    using interruption = this.#hooks.signal === undefined ? this.#listenForSignals() : undefined;
    this.#checkForm();
    await this.#checkDiskSpace(model);
    this.#reportStart(model);
    const done = await this.#train(model, this.#hooks.signal ?? interruption?.signal);
    if (this.#hooks.ranks?.isFirst !== false) {
      await this.#finish(model, done, await testModel(model, test, task, this.#choosesEpoch(done)));
    }
    if (done.aborted && interruption !== undefined) this.#printResumeHint();
    return (await interruption?.settled()) ?? this.#exitCode(done);
  }

  #network(): Network {
    const { seed, layers, hidden, dtype } = this.#settings;
    const { train, task, form } = this.#data;
    if (this.#start !== undefined) return startNetwork(this.#backend, this.#start.network, this.#data);
    if (task.kind === 'text') return createTextNetwork(this.#backend, task.vocabulary, this.#settings);
    const shape = { inputShape: train.inputShape, layers, hidden, outputs: outputsOf(task) };
    return createNetwork(this.#backend, { ...shape, readers: formLayers(form, layers), dtype, seed });
  }

  /** Whether early stopping chose the epoch by the data that the result is measured on. */
  #choosesEpoch({ aborted }: DoneEvent): boolean {
    const { validation, test, testName } = this.#data;
    // Of a text, a part of the test chooses.
    const chooses = validation === test || testName === 'validation';
    return this.#settings.earlyStopping !== undefined && chooses && !aborted;
  }

  #exitCode({ aborted }: DoneEvent): number {
    // Another rank received the signal.
    if (aborted && this.#hooks.ranks !== undefined) return EXIT.SIGTERM;
    return this.#run?.problem === undefined ? EXIT.ok : EXIT.failure;
  }

  #listenForSignals(): Interruption {
    return new Interruption({
      onStop: () => announceStop(this.#output),
      exit: (code) => this.#exit(code),
      // Like npm, mpirun passes on a signal that the terminal may have sent to the ranks as well.
      ...(this.#hooks.ranks !== undefined && { underNpm: true }),
    });
  }

  async #checkDiskSpace({ parameterCount, dtype }: Network): Promise<void> {
    const { out } = this.#settings;
    if (out !== undefined) await checkDiskSpace(out, parameterCount * BYTES_PER_ELEMENT[dtype]);
  }

  async #train(model: Network, signal: AbortSignal | undefined): Promise<DoneEvent> {
    const { optimizer: name, learningRate, weightDecay, epochs, batchSize, seed } = this.#settings;
    using optimizer = createOptimizer(name, learningRate, weightDecay);
    const { train: trainData, validation, task } = this.#data;
    const options = { optimizer, epochs, batchSize, seed, validation, ...(signal !== undefined && { signal }) };
    const measured = { loss: lossOf(task), metrics: metricsOf(task) };
    using board = openTensorBoard(this.#settings.tensorboard, this.#run, {
      learningRate: () => optimizer.learningRate,
      warn: (message) => this.#output.warn(message),
    });
    using parts = new Parts(this.#settings, this.#hooks.ranks, this.#threads, this.#run, this.#output);
    const events = train(model, trainData, { ...options, ...measured, ...this.#options(model), ...parts.options });
    return await this.#consume(
      model,
      events,
      this.#startDisplay(() => optimizer.learningRate),
      board,
    );
  }

  /** Returns the optional parts of a training. */
  #options(model: Network): Pick<TrainOptions, 'schedule' | 'transforms' | 'callbacks' | 'resume'> {
    const { schedule, clipNorm, clipValue, earlyStopping } = this.#settings;
    const state = this.#run?.resumption?.state;
    return {
      ...(schedule !== undefined && { schedule: createSchedule(schedule) }),
      transforms: [
        ...(clipValue === undefined ? [] : [clipByValue(clipValue)]),
        ...(clipNorm === undefined ? [] : [clipByNorm(clipNorm)]),
      ],
      callbacks: [
        ...(earlyStopping === undefined ? [] : [new EarlyStopping({ patience: earlyStopping })]),
        ...(this.#run === undefined ? [] : [this.#checkpoints(this.#run, model)]),
        ...(this.#hooks.callbacks ?? []),
      ],
      ...(state !== undefined && { resume: resumeFrom(state) }),
    };
  }

  /** Checks that a resumed run has the same data: other columns, scales or classes would give other inputs. */
  #checkForm(): void {
    const { form } = this.#run?.resumption ?? {};
    if (form === undefined || JSON.stringify(form) === JSON.stringify(this.#data.form)) return;
    throw workError(
      '--resume: the data have changed since the run began: expected the same columns, scales and classes. ' +
        'Start a new run.',
    );
  }

  #checkpoints(run: TrainingRun, model: Network): ModelCheckpoint {
    const { checkpointEvery: every } = this.#settings;
    return new ModelCheckpoint({
      ...('steps' in every ? { everySteps: every.steps } : { everyEpochs: every.epochs }),
      // Then a kill during a save loses only the steps since the previous checkpoint.
      waitForSave: true,
      save: (state, at) => {
        return run.save(state, at, describeTrained(run.folder, model, this.#trainedOn(at.epoch)));
      },
    });
  }

  #trainedOn(epochs: number): Omit<TrainedOn, 'score'> {
    const { layout, normalisation, form } = this.#data;
    return { settings: this.#settings, epochs, layout, normalisation, form };
  }

  /** Returns what the network writes now; undefined if it does not learn a text, or if nobody reads it. */
  async #sample(model: Network): Promise<string | undefined> {
    const { text, task } = this.#data;
    const isRead = this.#hooks.report === undefined && this.#hooks.ranks?.isFirst !== false;
    if (text === undefined || task.kind !== 'text' || !isRead) return undefined;
    return await sampleText(model, { ...text, ...task }, text.prompt, this.#settings.seed);
  }

  async #consume(
    model: Network,
    events: AsyncIterable<TrainEvent>,
    display: TrainingDisplay | undefined,
    board: TensorBoardLog | undefined,
  ): Promise<DoneEvent> {
    try {
      for await (const event of events) {
        this.#run?.write(event);
        board?.write(event);
        display?.update(event);
        if (event.type === 'epoch-end' && display?.hidesEpochs !== true) {
          this.#report.epochEnd(event, this.#settings.quiet ? undefined : await this.#sample(model));
        }
        if (event.type === 'done') return event;
      }
    } finally {
      this.#output.clear();
    }
    throw new Error('training ended without a done event');
  }

  /** The threads of a rank. */
  get #threads(): number | undefined {
    return hasThreads(this.#backend) ? this.#hooks.ranks?.threadsOf(this.#settings) : undefined;
  }

  /** How many examples a resumed run has already seen. */
  get #rowsBefore(): number {
    const state = this.#run?.resumption?.state;
    if (state === undefined) return 0;
    const { position, run } = state;
    return (position.epoch - 1) * run.examples + Math.min(position.step * run.batchSize, run.examples);
  }

  get #epochsBefore(): number {
    const position = this.#run?.resumption?.state.position;
    return position === undefined ? 0 : position.epoch - (position.epochEnded ? 0 : 1);
  }

  #startDisplay(learningRate: () => number): TrainingDisplay | undefined {
    const { train, task, testName } = this.#data;
    const folder = this.#run?.folder;
    return startDisplay(this.#output, this.#settings, {
      run: folder === undefined ? undefined : relativePath(folder),
      ...{ epochs: this.#settings.epochs, rowsPerEpoch: train.length, rowsBefore: this.#rowsBefore },
      ...{ testName, score: SCORE_NAMES[task.kind], learningRate },
    });
  }

  #printResumeHint(): void {
    if (this.#run === undefined) return;
    this.#output.note(`To continue: nabla train --resume ${relativePath(this.#run.folder)}`);
  }

  #exit(code: number): void {
    this.#output.clear();
    this.#printResumeHint();
    process.exit(code);
  }

  #reportStart({ parameters: { trainable } }: Network): void {
    this.#report.trainStart({
      ...startFacts(this.#settings, { backend: this.#backend, data: this.#data }),
      parameters: trainable.reduce((sum, { value }) => sum + value.size, 0),
      run: this.#run?.folder,
      resumption: this.#run?.resumption,
      ranks: this.#hooks.ranks?.facts(this.#threads),
    });
  }

  /** Saves and reports. If the model is not in the requested folder, throws after the report. */
  async #finish(model: Network, done: DoneEvent, test: EvaluationResult): Promise<void> {
    const { epochs, seconds, loss: trainLoss, aborted } = done;
    const { test: rows, task, examples } = this.#data;
    await finishTraining(model, {
      ...{ settings: this.#settings, output: this.#output, report: this.#report, data: this.#data, test },
      ...{ trainedOn: this.#trainedOn(epochs), run: this.#run?.folder },
      // A search expects that some trials learn nothing.
      warnsOfChance: this.#hooks.report === undefined,
      facts: { seconds, epochs, epochsBefore: this.#epochsBefore, trainLoss, aborted },
      results: async () => {
        if (test.task === 'text') return textResults(test, epochs, await this.#sample(model));
        const { epochChosen } = test;
        return await validationResults(model, rows, { task: task as ExampleTask, epochs, epochChosen, examples });
      },
    });
  }
}
