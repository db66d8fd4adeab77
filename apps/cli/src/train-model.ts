/** Trains as the settings say, and reports, evaluates and saves what was learned. */

import { EXIT, Interruption, type Output, resolveBackend, workError } from '@nablajs/command-line';
import {
  type Backend,
  BYTES_PER_ELEMENT,
  type DoneEvent,
  isNablaError,
  type Sequential,
  type TrainEvent,
  train,
} from '@nablajs/core';
import { compareWithChance } from './chance.js';
import { backendLine, LOSS, testClassifier } from './classifier-test.js';
import { createReport } from './create-report.js';
import { type ImageSplits, loadSplits, NORMALISATION } from './data.js';
import { type KeptModel, keepTrained, percent } from './keep-trained.js';
import { chooseLayout } from './layout.js';
import { createNetwork, createOptimizer } from './network.js';
import { prepareOutFolder } from './out-folder.js';
import { outliveOutput } from './output-errors.js';
import { Progress } from './progress.js';
import type { EvaluationResult, Report } from './report.js';
import { checkRoom } from './room.js';
import type { TrainSettings } from './settings.js';

/** Resolves to the exit code; throws what `describeFailure` understands. */
export async function trainModel(settings: TrainSettings, output: Output): Promise<number> {
  const { backend, note } = await resolveBackend(settings, settings.dtype);
  try {
    const data = await loadImages(settings, backend);
    if (settings.out !== undefined) {
      await prepareOutFolder(settings.out);
    }
    // Whoever asked for a model wants it, also where nobody can read the results.
    const errors = settings.out === undefined ? undefined : outliveOutput(output);
    output.warnOf(backend);
    output.note(backendLine(backend, settings.dtype, note));
    const code = await new TrainingSession(settings, output, backend, data).run();
    return code === EXIT.ok && errors?.lost ? EXIT.failure : code;
  } catch (error) {
    if (!isNablaError(error) || error.code !== 'non-finite' || settings.out === undefined) throw error;
    throw workError(`${error.message} No model was saved.`, { cause: error });
  } finally {
    await backend.dispose();
  }
}

function loadImages({ data, dtype, layout }: TrainSettings, backend: Backend): Promise<ImageSplits> {
  return loadSplits(data, { dtype, layout: chooseLayout(layout, backend), normalisation: NORMALISATION });
}

class TrainingSession {
  readonly #settings: TrainSettings;
  readonly #output: Output;
  readonly #report: Report;
  readonly #backend: Backend;
  readonly #data: ImageSplits;

  constructor(settings: TrainSettings, output: Output, backend: Backend, data: ImageSplits) {
    this.#settings = settings;
    this.#output = output;
    this.#report = createReport(settings.json, output);
    this.#backend = backend;
    this.#data = data;
  }

  async run(): Promise<number> {
    const { seed, hidden, dtype } = this.#settings;
    const inputShape = this.#data.train.inputShape;
    using model = createNetwork(this.#backend, { inputShape, hidden, dtype, seed });
    using interruption = new Interruption({ onStop: () => this.#announceStop(), exit: (code) => this.#exit(code) });
    await this.#checkRoom(model);
    this.#reportStart(model);
    const done = await this.#train(model, interruption.signal);
    await this.#finish(model, done, await testClassifier(model, this.#data.test));
    return (await interruption.settled()) ?? EXIT.ok;
  }

  async #checkRoom({ parameterCount, dtype }: Sequential): Promise<void> {
    const { out } = this.#settings;
    if (out !== undefined) await checkRoom(out, parameterCount * BYTES_PER_ELEMENT[dtype]);
  }

  async #train(model: Sequential, signal: AbortSignal): Promise<DoneEvent> {
    const { optimizer: name, learningRate, epochs, batchSize, seed } = this.#settings;
    using optimizer = createOptimizer(name, learningRate);
    const { train: trainData, test } = this.#data;
    const options = { loss: LOSS, optimizer, epochs, batchSize, seed, signal, validation: test };
    return await this.#consume(train(model, trainData, options));
  }

  async #consume(events: AsyncIterable<TrainEvent>): Promise<DoneEvent> {
    const progress = this.#startProgress();
    let rows = 0;
    try {
      for await (const event of events) {
        if (event.type === 'batch') {
          rows += event.rows;
          progress?.update({ rows, epoch: event.epoch, loss: event.loss });
        }
        if (event.type === 'epoch-end') {
          progress?.update({ accuracy: event.validation?.classification?.accuracy });
          this.#report.epochEnd(event);
        }
        if (event.type === 'done') return event;
      }
    } finally {
      this.#output.clear();
    }
    throw new Error('training ended without a done event');
  }

  #startProgress(): Progress | undefined {
    if (!this.#output.showsProgress) return undefined;
    const progress = new Progress(this.#data.train.length, this.#settings.epochs);
    progress.resume();
    this.#output.drawAround(progress);
    return progress;
  }

  #announceStop(): void {
    this.#output.warn('stopping after the current step; press Ctrl-C again to stop at once.');
  }

  #exit(code: number): void {
    this.#output.clear();
    process.exit(code);
  }

  #reportStart({ parameterCount }: Sequential): void {
    const { train, test, imageShape } = this.#data;
    this.#report.trainStart({
      settings: this.#settings,
      backend: this.#backend.name,
      layout: train.layout,
      trainRows: train.length,
      testRows: test.length,
      imageShape,
      parameters: parameterCount,
    });
  }

  /** Results are reported wherever the model was saved; that it is not where it was asked for is thrown after. */
  async #finish(model: Sequential, done: DoneEvent, test: EvaluationResult): Promise<void> {
    const { out } = this.#settings;
    const kept = out === undefined ? undefined : await this.#save(out, model, done.epochs, test.accuracy);
    this.#report.trainDone({
      ...test,
      seconds: done.seconds,
      epochs: done.epochs,
      trainLoss: done.loss,
      aborted: done.aborted,
      out: kept?.folder,
      saveProblem: kept?.problem,
      replaced: kept?.replaced,
    });
    this.#warnOfChance(test);
    if (kept?.problem !== undefined) throw workError(kept.problem);
    if (kept !== undefined) this.#output.note(`Saved the model in ${out}${replacedText(kept, test.accuracy)}`);
  }

  #warnOfChance({ accuracy, confusionMatrix }: EvaluationResult): void {
    const { chance, betterThanChance } = compareWithChance(confusionMatrix);
    if (betterThanChance) return;
    this.#output.warn(
      `the accuracy of ${percent(accuracy)} is no better than chance: always answering the most frequent class gives ` +
        `${percent(chance)}. Train for more epochs, or with another learning rate.`,
    );
  }

  #save(out: string, model: Sequential, epochs: number, accuracy: number): Promise<KeptModel> {
    const settings = this.#settings;
    const { layout } = this.#data.train;
    const trainedOn = { settings, epochs, accuracy, layout, normalisation: NORMALISATION };
    return keepTrained(out, model, trainedOn, settings);
  }
}

/** What was written over, and what for. */
function replacedText({ replaced }: KeptModel, accuracy: number): string {
  if (replaced === undefined) return '';
  const old =
    replaced.accuracy === undefined ? 'of unknown accuracy' : `with an accuracy of ${percent(replaced.accuracy)}`;
  return `, in the place of one ${old}; that of the new one is ${percent(accuracy)}`;
}
