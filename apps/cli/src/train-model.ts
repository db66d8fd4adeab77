/** Trains as the settings say, and reports, evaluates and saves what was learned. */

import { relative } from 'node:path';
import {
  describeFailure,
  EXIT,
  Interruption,
  type Output,
  oneLine,
  resolveBackend,
  workError,
} from '@nablajs/command-line';
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
import { EarlyStopping, ModelCheckpoint } from '@nablajs/core/callbacks';
import { compareWithChance } from './chance.js';
import type { NablaConfig } from './config-schema.js';
import { createReport } from './create-report.js';
import { type KeptModel, keepTrained } from './keep-trained.js';
import { loadTrainingData } from './load-training-data.js';
import { describeTrained, portablePath, type TrainedOn } from './model-folder.js';
import { createNetwork, createOptimizer } from './network.js';
import { prepareOutFolder } from './out-folder.js';
import { outliveOutput } from './output-errors.js';
import type { EvaluationResult, Report } from './report.js';
import { checkRoom } from './room.js';
import { newRunFolder, Run } from './run-folder.js';
import { environmentOf } from './run-record.js';
import { createSchedule } from './schedules.js';
import { settingsForRows, type TrainSettings } from './settings.js';
import { startDisplay, type TrainingDisplay } from './start-display.js';
import { lossOf, metricsOf, outputsOf } from './task.js';
import { backendLine, percent, scoreOf, scoreText, testModel } from './test-model.js';
import type { TrainingData } from './training-data.js';

/** Resolves to the exit code; throws what `describeFailure` understands. */
export async function trainModel(given: TrainSettings, output: Output): Promise<number> {
  const { backend, note } = await resolveBackend(given, given.dtype);
  try {
    const data = await loadTrainingData(given, backend);
    const settings = settingsForRows(given, data.train.length);
    if (settings.out !== undefined) {
      await prepareOutFolder(settings.out);
    }
    // Whoever asked for a model wants it, also where nobody can read the results.
    const errors = settings.out === undefined ? undefined : outliveOutput(output);
    output.warnOf(backend);
    output.note(backendLine(backend, settings.dtype, note));
    for (const line of data.notes) output.note(oneLine(line));
    const run = await openRun(settings, backend, data.layout, output);
    try {
      const code = await new TrainingSession(settings, output, backend, data, run).run();
      return code === EXIT.ok && errors?.lost ? EXIT.failure : code;
    } finally {
      await run?.close();
    }
  } catch (error) {
    if (!isNablaError(error) || error.code !== 'non-finite' || given.out === undefined) throw error;
    throw workError(`${error.message} No model was saved.`, { cause: error });
  } finally {
    await backend.dispose();
  }
}

class TrainingSession {
  readonly #settings: TrainSettings;
  readonly #output: Output;
  readonly #report: Report;
  readonly #backend: Backend;
  readonly #data: TrainingData;
  /** None where nobody wants one, or where none can be kept. */
  readonly #run: Run | undefined;

  constructor(settings: TrainSettings, output: Output, backend: Backend, data: TrainingData, run: Run | undefined) {
    this.#settings = settings;
    this.#run = run;
    this.#output = output;
    this.#report = createReport(settings.json, output);
    this.#backend = backend;
    this.#data = data;
  }

  async run(): Promise<number> {
    const { seed, hidden, dtype } = this.#settings;
    const { train, test, task } = this.#data;
    const layers = { inputShape: train.inputShape, hidden, outputs: outputsOf(task) };
    using model = createNetwork(this.#backend, { ...layers, dtype, seed });
    using interruption = new Interruption({ onStop: () => this.#announceStop(), exit: (code) => this.#exit(code) });
    await this.#checkRoom(model);
    this.#reportStart(model);
    const done = await this.#train(model, interruption.signal);
    await this.#finish(model, done, await testModel(model, test, task));
    if (done.aborted) this.#sayHowToGoOn();
    return (await interruption.settled()) ?? (this.#run?.problem === undefined ? EXIT.ok : EXIT.failure);
  }

  async #checkRoom({ parameterCount, dtype }: Sequential): Promise<void> {
    const { out } = this.#settings;
    if (out !== undefined) await checkRoom(out, parameterCount * BYTES_PER_ELEMENT[dtype]);
  }

  async #train(model: Sequential, signal: AbortSignal): Promise<DoneEvent> {
    const { optimizer: name, learningRate, weightDecay, epochs, batchSize, seed } = this.#settings;
    using optimizer = createOptimizer(name, learningRate, weightDecay);
    const { train: trainData, validation, task } = this.#data;
    const options = { optimizer, epochs, batchSize, seed, signal, validation };
    const measured = { loss: lossOf(task), metrics: metricsOf(task) };
    const events = train(model, trainData, { ...options, ...measured, ...this.#options(model) });
    return await this.#consume(
      events,
      this.#startDisplay(() => optimizer.learningRate),
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
      ],
      ...(state !== undefined && { resume: resumeFrom(state) }),
    };
  }

  #checkpoints(run: Run, model: Sequential): ModelCheckpoint {
    const { checkpointEvery: every } = this.#settings;
    return new ModelCheckpoint({
      ...('steps' in every ? { everySteps: every.steps } : { everyEpochs: every.epochs }),
      save: (state, at) => {
        return run.save(state, at, describeTrained(run.folder, model, this.#trainedOn(at.epoch)));
      },
    });
  }

  #trainedOn(epochs: number): Omit<TrainedOn, 'score'> {
    const { layout, normalisation, form } = this.#data;
    return { settings: this.#settings, epochs, layout, normalisation, form };
  }

  async #consume(events: AsyncIterable<TrainEvent>, display: TrainingDisplay | undefined): Promise<DoneEvent> {
    try {
      for await (const event of events) {
        this.#run?.write(event);
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

  #announceStop(): void {
    this.#output.warn('stopping after the current step; press Ctrl-C again to stop at once.');
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
    this.#warnOfChance(test);
    if (kept?.problem !== undefined) throw workError(kept.problem);
    if (kept !== undefined) this.#output.note(`Saved the model in ${out}${replacedText(kept, test)}`);
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
      `the accuracy of ${percent(accuracy)} is no better than chance: always answering the most frequent class gives ` +
        `${percent(chance)}. Train for more epochs, or with another learning rate.`,
    );
  }

  #save(out: string, model: Sequential, epochs: number, test: EvaluationResult): Promise<KeptModel> {
    return keepTrained(out, model, { ...this.#trainedOn(epochs), score: scoreOf(test) }, this.#settings);
  }
}

/** Where the run is kept; undefined where it is not to be, or where the folder of runs cannot be written. */
async function openRun(
  settings: TrainSettings,
  backend: Backend,
  layout: 'dense' | 'csr',
  output: Output,
): Promise<Run | undefined> {
  const { run, keep, preset, runsFolder } = settings;
  if (run === false) return undefined;
  const warn = (message: string): void => output.warn(message);
  if (settings.resumes) {
    const resumed = await Run.resume(run as string, keep, environmentOf(backend), warn);
    output.note(resumedText(resumed));
    return resumed;
  }
  const started = new Date();
  const folder = run ?? newRunFolder(runsFolder, started, preset);
  const record = {
    started: started.toISOString(),
    config: configOf(settings, backend, layout, folder),
    environment: environmentOf(backend),
  };
  try {
    const created = await Run.create(folder, record, keep, warn);
    output.note(`Run ${relativePath(folder)}`);
    return created;
  } catch (error) {
    if (run !== undefined) throw error;
    warn(`${describeFailure(error).message} The training is not kept; --no-run says so, --run names another folder.`);
    return undefined;
  }
}

function resumedText({ folder, resumption }: Run): string {
  const place = relativePath(folder);
  if (resumption === undefined) return `Run ${place} has no checkpoint yet; it starts again.`;
  const { state, checkpoint, again } = resumption;
  const { epoch, step, epochEnded } = state.position;
  const where = epochEnded ? `after epoch ${epoch}` : `at epoch ${epoch}, after step ${step}`;
  const steps = again.steps === 0 ? '' : `; ${again.steps} steps are computed again`;
  return `Run ${place} goes on ${where} (checkpoint ${checkpoint})${steps}`;
}

/** What `run.json` notes: what decides the steps' results, as it was resolved here. */
function configOf(settings: TrainSettings, backend: Backend, layout: 'dense' | 'csr', folder: string): NablaConfig {
  const { preset, dtype, epochs, learningRate, batchSize, hidden, optimizer, seed, data, keep } = settings;
  const { checkpointEvery: every, earlyStopping, schedule, clipNorm, clipValue } = settings;
  const { target, task, validation, weightDecay } = settings;
  return {
    ...{ preset, dtype, epochs, learningRate, batchSize, hidden: [...hidden], optimizer, seed, layout, keep },
    backend: settings.backend === 'auto' ? backend.name : settings.backend,
    checkpointEvery: 'steps' in every ? `${every.steps} steps` : every.epochs,
    ...(data !== undefined && { data: portablePath(folder, data) }),
    ...(target !== undefined && { target }),
    ...(task !== undefined && { task }),
    ...(validation !== undefined && {
      validation: typeof validation === 'string' ? portablePath(folder, validation) : validation,
    }),
    ...(weightDecay !== undefined && { weightDecay }),
    ...(earlyStopping !== undefined && { earlyStopping }),
    ...(schedule !== undefined && { schedule }),
    ...(clipNorm !== undefined && { clipNorm }),
    ...(clipValue !== undefined && { clipValue }),
  };
}

/** As somebody would type it here. */
function relativePath(folder: string): string {
  const path = relative('', folder);
  return path.startsWith('..') ? folder : path;
}

/** What was written over, and what for. */
function replacedText({ replaced }: KeptModel, test: EvaluationResult): string {
  if (replaced === undefined) return '';
  const old = replaced.score === undefined ? 'whose score is not known' : `with ${scoreText(replaced.score)}`;
  return `, in the place of one ${old}; the new one has ${scoreText(scoreOf(test))}`;
}
