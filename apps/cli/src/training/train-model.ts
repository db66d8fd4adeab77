/** Trains as the settings say, and reports, evaluates and saves what was learned. */

import { describeFailure, EXIT, Interruption, type Output, oneLine, workError } from '@nablajs/command-line';
import {
  type Backend,
  BYTES_PER_ELEMENT,
  clipByNorm,
  clipByValue,
  type DoneEvent,
  isNablaError,
  resumeFrom,
  type Sequential,
  type TrainEvent,
  type TrainOptions,
  train,
} from '@nablajs/core';
import { type Callback, EarlyStopping, ModelCheckpoint } from '@nablajs/core/callbacks';
import { lossOf, metricsOf, outputsOf } from '../data/task.js';
import type { TrainingData } from '../data/training-data.js';
import { compareWithChance } from '../evaluation/chance.js';
import { createReport } from '../evaluation/create-report.js';
import type { EvaluationResult, Report } from '../evaluation/report.js';
import { backendLine, percent, scoreOf, scoreText, testModel } from '../evaluation/test-model.js';
import { type KeptModel, keepTrained } from '../models/keep-trained.js';
import { describeTrained, type TrainedOn } from '../models/model-folder.js';
import { createNetwork, createOptimizer } from '../models/network.js';
import { prepareOutFolder } from '../models/out-folder.js';
import { relativePath } from '../relative-path.js';
import { writeResults } from '../results/results.js';
import { validationResults } from '../results/validation-results.js';
import { openRun } from '../runs/open-run.js';
import type { Run } from '../runs/run-folder.js';
import { createSchedule } from '../settings/schedules.js';
import { settingsForRows, type TrainSettings } from '../settings/settings.js';
import { openTensorBoard, type TensorBoardLog } from '../tensorboard/tensorboard-log.js';
import { checkRoom } from './disk-space.js';
import { outliveOutput } from './output-errors.js';
import { startDisplay, type TrainingDisplay } from './start-display.js';
import { openResources, type TrainingResources } from './training-resources.js';

/** Resolves to the exit code; throws what `describeFailure` understands. */
export async function trainModel(given: TrainSettings, output: Output): Promise<number> {
  const resources = await openResources(given, output);
  try {
    return await trainWith(resources, given, output);
  } catch (error) {
    if (!isNablaError(error) || error.code !== 'non-finite' || given.out === undefined) throw error;
    throw workError(`${error.message} No model was saved.`, { cause: error });
  } finally {
    await resources.backend.dispose();
  }
}

/** What a caller does in the place of the command. */
export interface TrainHooks {
  /** Is told what happens, instead of stdout. */
  readonly report?: Report;
  /** Take part in the training behind its own. */
  readonly callbacks?: readonly Callback[];
  /** Stops the training after its step, instead of Ctrl-C and other signals. */
  readonly signal?: AbortSignal;
}

/** The same with resources that stay the caller's, and with hooks. */
export async function trainWith(
  { backend, note, data }: TrainingResources,
  given: TrainSettings,
  output: Output,
  hooks: TrainHooks = {},
): Promise<number> {
  const settings = settingsForRows(given, data.train.length);
  if (settings.out !== undefined) {
    await prepareOutFolder(settings.out);
  }
  // Whoever asked for a model wants it, also where nobody can read the results.
  const errors = settings.out === undefined ? undefined : outliveOutput(output);
  announceResources({ backend, note, data }, settings, output);
  const run = await openRun(settings, backend, data.layout, output);
  try {
    const code = await new TrainingSession(settings, output, backend, data, run, hooks).run();
    return code === EXIT.ok && errors?.lost ? EXIT.failure : code;
  } finally {
    await run?.close();
  }
}

/** Says what computes, and what of the data is not used. */
export function announceResources(
  { backend, note, data }: TrainingResources,
  { dtype }: TrainSettings,
  output: Output,
): void {
  output.warnOf(backend);
  output.note(backendLine(backend, dtype, note));
  for (const line of data.notes) output.note(oneLine(line));
}

/** Says at the first signal what happens. */
export function announceStop(output: Output): void {
  output.warn('stopping after the current step; press Ctrl-C again to stop at once.');
}

class TrainingSession {
  readonly #settings: TrainSettings;
  readonly #output: Output;
  readonly #report: Report;
  readonly #backend: Backend;
  readonly #data: TrainingData;
  /** None where nobody wants one, or where none can be kept. */
  readonly #run: Run | undefined;
  readonly #hooks: TrainHooks;

  constructor(
    settings: TrainSettings,
    output: Output,
    backend: Backend,
    data: TrainingData,
    run: Run | undefined,
    hooks: TrainHooks,
  ) {
    this.#settings = settings;
    this.#run = run;
    this.#output = output;
    this.#hooks = hooks;
    this.#report = hooks.report ?? createReport(settings.json, output);
    this.#backend = backend;
    this.#data = data;
  }

  async run(): Promise<number> {
    const { seed, hidden, dtype } = this.#settings;
    const { train, test, task } = this.#data;
    const layers = { inputShape: train.inputShape, hidden, outputs: outputsOf(task) };
    using model = createNetwork(this.#backend, { ...layers, dtype, seed });
    using interruption = this.#hooks.signal === undefined ? this.#listenForSignals() : undefined;
    this.#checkForm();
    await this.#checkRoom(model);
    this.#reportStart(model);
    const done = await this.#train(model, this.#hooks.signal ?? interruption?.signal);
    await this.#finish(model, done, await testModel(model, test, task));
    if (done.aborted && interruption !== undefined) this.#sayHowToGoOn();
    return (await interruption?.settled()) ?? (this.#run?.problem === undefined ? EXIT.ok : EXIT.failure);
  }

  #listenForSignals(): Interruption {
    return new Interruption({ onStop: () => announceStop(this.#output), exit: (code) => this.#exit(code) });
  }

  async #checkRoom({ parameterCount, dtype }: Sequential): Promise<void> {
    const { out } = this.#settings;
    if (out !== undefined) await checkRoom(out, parameterCount * BYTES_PER_ELEMENT[dtype]);
  }

  async #train(model: Sequential, signal: AbortSignal | undefined): Promise<DoneEvent> {
    const { optimizer: name, learningRate, weightDecay, epochs, batchSize, seed } = this.#settings;
    using optimizer = createOptimizer(name, learningRate, weightDecay);
    const { train: trainData, validation, task } = this.#data;
    const options = { optimizer, epochs, batchSize, seed, validation, ...(signal !== undefined && { signal }) };
    const measured = { loss: lossOf(task), metrics: metricsOf(task) };
    using board = openTensorBoard(this.#settings.tensorboard, this.#run, {
      learningRate: () => optimizer.learningRate,
      warn: (message) => this.#output.warn(message),
    });
    const events = train(model, trainData, { ...options, ...measured, ...this.#options(model) });
    return await this.#consume(
      events,
      this.#startDisplay(() => optimizer.learningRate),
      board,
    );
  }

  /** What settings add to a training. */
  #options(model: Sequential): Pick<TrainOptions, 'schedule' | 'transforms' | 'callbacks' | 'resume'> {
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

  /** Other columns, scales or classes would make other inputs of the same network. */
  #checkForm(): void {
    const { form } = this.#run?.resumption ?? {};
    if (form === undefined || JSON.stringify(form) === JSON.stringify(this.#data.form)) return;
    throw workError(
      '--resume: the data have changed since the run began: expected the same columns, scales and classes. Start another run.',
    );
  }

  #checkpoints(run: Run, model: Sequential): ModelCheckpoint {
    const { checkpointEvery: every } = this.#settings;
    return new ModelCheckpoint({
      ...('steps' in every ? { everySteps: every.steps } : { everyEpochs: every.epochs }),
      // So that a kill within a save loses no more than the steps since the checkpoint before.
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

  async #consume(
    events: AsyncIterable<TrainEvent>,
    display: TrainingDisplay | undefined,
    board: TensorBoardLog | undefined,
  ): Promise<DoneEvent> {
    try {
      for await (const event of events) {
        this.#run?.write(event);
        board?.write(event);
        display?.update(event);
        if (event.type === 'epoch-end' && display?.hidesEpochs !== true) this.#report.epochEnd(event);
        if (event.type === 'done') return event;
      }
    } finally {
      this.#output.clear();
    }
    throw new Error('training ended without a done event');
  }

  /** The images that a resumed run has seen. */
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
      ...{ testName, score: task.kind === 'classification' ? 'accuracy' : 'R2', learningRate },
    });
  }

  #sayHowToGoOn(): void {
    if (this.#run === undefined) return;
    this.#output.note(`To go on: nabla train --resume ${relativePath(this.#run.folder)}`);
  }

  #exit(code: number): void {
    this.#output.clear();
    this.#sayHowToGoOn();
    process.exit(code);
  }

  #reportStart({ parameterCount }: Sequential): void {
    const { train, test, layout, shape, testName } = this.#data;
    this.#report.trainStart({
      settings: this.#settings,
      backend: this.#backend.name,
      layout,
      trainRows: train.length,
      testRows: test.length,
      shape,
      testName,
      parameters: parameterCount,
      run: this.#run?.folder,
      resumption: this.#run?.resumption,
    });
  }

  /** Results are reported wherever the model was saved; that it is not where it was asked for is thrown after. */
  async #finish(model: Sequential, done: DoneEvent, test: EvaluationResult): Promise<void> {
    const { out } = this.#settings;
    const kept = out === undefined ? undefined : await this.#save(out, model, done.epochs, test);
    this.#report.trainDone({
      ...test,
      testName: this.#data.testName,
      seconds: done.seconds,
      epochs: done.epochs,
      epochsBefore: this.#epochsBefore,
      trainLoss: done.loss,
      aborted: done.aborted,
      out: kept?.folder,
      saveProblem: kept?.problem,
      replaced: kept?.replaced,
    });
    await this.#keepResults(model, done.epochs);
    // Among many trainings one that learns nothing is no surprise.
    if (this.#hooks.report === undefined) this.#warnOfChance(test);
    if (kept?.problem !== undefined) throw workError(kept.problem);
    if (kept !== undefined) this.#output.note(`Saved the model in ${out}${replacedText(kept, test)}`);
  }

  /** What the report shows of the validation data. Without it the report has its curves. */
  async #keepResults(model: Sequential, epochs: number): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    const { test, task, examples } = this.#data;
    try {
      writeResults(run.folder, await validationResults(model, test, { task, epochs, examples }));
    } catch (error) {
      this.#output.warn(`the run's results cannot be kept: ${describeFailure(error).message}`);
    }
  }

  #warnOfChance(result: EvaluationResult): void {
    if (result.task === 'regression') {
      if (result.r2 > 0) return;
      this.#output.warn(
        `an R2 of ${result.r2.toFixed(4)} is no better than always answering the mean. Train for more epochs, or with ` +
          'another learning rate.',
      );
      return;
    }
    const { accuracy, confusionMatrix } = result;
    const { chance, betterThanChance } = compareWithChance(confusionMatrix);
    if (betterThanChance) return;
    this.#output.warn(
      `the accuracy of ${percent(accuracy)} may be chance: always answering the most frequent class gives ` +
        `${percent(chance)}. Train for more epochs, or with another learning rate.`,
    );
  }

  #save(out: string, model: Sequential, epochs: number, test: EvaluationResult): Promise<KeptModel> {
    return keepTrained(out, model, { ...this.#trainedOn(epochs), score: scoreOf(test) }, this.#settings);
  }
}

/** What was written over, and what for. */
function replacedText({ replaced }: KeptModel, test: EvaluationResult): string {
  if (replaced === undefined) return '';
  const old = replaced.score === undefined ? 'whose score is not known' : `with ${scoreText(replaced.score)}`;
  return `, in the place of one ${old}; the new one has ${scoreText(scoreOf(test))}`;
}
