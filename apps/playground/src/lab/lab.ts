/** What happens in the page's worker: networks read, train, and are saved and loaded. It needs no page. */
import {
  type EncodedModelFiles,
  encodeModelFiles,
  loadModelFiles,
  type ModelFiles,
} from '@nablajs/checkpoint/portable';
import {
  type Backend,
  fromConfig,
  type JsonValue,
  LOSSES,
  OPTIMIZERS,
  type Sequential,
  sequentialFromConfig,
  type TrainOptions,
} from '@nablajs/core';
import { scheduleFromConfig } from '@nablajs/core/schedules';
import { type DecodedImage, scanTable } from '@nablajs/datasets/portable';
import { DIGIT_FORM } from '../digits/digit-form.js';
import { digitAt, distortedDigits } from '../digits/digit-images.js';
import type { Digits } from '../digits/digit-sample.js';
import { digitTraining, newDigitNetwork } from '../digits/recipe.js';
import { writeSettings } from '../settings/link.js';
import { layersFor, lossFor, optimizerFor, scheduleFor, type Task } from '../settings/network.js';
import type { Settings } from '../settings/settings.js';
import { answerOf } from './answer.js';
import { digestOf } from './digest.js';
import { type BackendChoice, makeBackend } from './make-backend.js';
import { type Draw, drawing } from './pictures.js';
import { loadReader, type Reader, type Reading, readDigit } from './reader.js';
import type { Report } from './report.js';
import { Run } from './run.js';
import { digitData, type Points, type RunData, runData, type TableFacts } from './run-data.js';
import { Turns } from './turns.js';

/** Where the files of the page come from. */
export interface Sources {
  /** The files of the network that comes with the page. */
  readonly model: () => Promise<ModelFiles>;
  readonly digits: () => Promise<Digits>;
}

/** Which network reads: the one that was loaded, or the one of the training. */
export type Which = 'loaded' | 'trained';

/** What the page shows about a network. */
export interface NetworkFacts {
  readonly parameters: number;
  /** The SHA-256 of its weights. */
  readonly digest: string | undefined;
  /** The share of MNIST's test digits that it read right after its training, if the model says so. */
  readonly accuracy: number | undefined;
}

/** What the page shows about data. */
export interface DataFacts {
  readonly task: Task;
  /** The names of the classes; empty for a regression. */
  readonly classes: readonly string[];
  readonly points?: Points;
  readonly table?: TableFacts;
}

/** What the page shows about a training that has begun. */
export interface RunFacts extends DataFacts {
  /** Such as `WebAssembly SIMD, 2 threads`. */
  readonly computedBy: string;
  readonly notice: string | undefined;
  readonly parameters: number;
}

function factsOf({ points, table, classes, inputShape, outputs, isRegression }: RunData): DataFacts {
  const task = { inputShape, outputs, isRegression };
  return { task, classes, ...(points && { points }), ...(table && { table }) };
}

interface StartOptions extends TrainOptions {
  /** Saved with the model. */
  readonly notes: Notes;
  readonly notice: string | undefined;
  readonly steps?: number | undefined;
  /** Whether to show the network as it is, without training it. */
  readonly isTrained?: boolean;
  /** Default: everything that the Train view shows. */
  readonly draw?: Draw;
}

/** The Draw view shows what the network reads. */
const noPicture: Draw = async () => ({});

function optionsFor(settings: Settings, data: RunData) {
  return {
    loss: fromConfig('loss', LOSSES, lossFor(data)),
    optimizer: fromConfig('optimizer', OPTIMIZERS, optimizerFor(settings)),
    schedule: scheduleFromConfig(scheduleFor(settings)),
    ...{ epochs: settings.epochs, batchSize: settings.batch, seed: settings.seed },
    notes: { playground: writeSettings(settings) },
  };
}

type Notes = Readonly<Record<string, JsonValue>>;

interface Trained {
  readonly run: Run;
  readonly data: RunData;
  readonly notes: Notes;
}

const plainJson = (value: object): Notes => JSON.parse(JSON.stringify(value)) as Notes;

/** What the page's worker does. It needs no worker itself, so tests run it in Node. */
export class Lab {
  readonly #sources: Sources;
  readonly #turns = new Turns();
  /** Trainings begin and end one after the other, however fast the reader clicks. */
  readonly #starts = new Turns();
  #digits: Promise<Digits> | undefined;
  #reading: Promise<Backend> | undefined;
  #loaded: Reader | undefined;
  #trained: Trained | undefined;
  #ended: Promise<void> = Promise.resolve();
  #training: Backend | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Loads a network that reads digits: the one that comes with the page, or one from files. */
  async loadReader(files?: ModelFiles): Promise<NetworkFacts> {
    const backend = await this.#readingBackend();
    const reader = await loadReader(backend, files ?? (await this.#sources.model()));
    const { network } = reader;
    return this.#turns.take(async () => {
      this.#loaded?.network.dispose();
      this.#loaded = reader;
      const { accuracy } = reader;
      return { parameters: network.parameterCount, digest: await digestOf(network), accuracy };
    });
  }

  /** Reads a drawing. Rejects with an Error if there is no such network. */
  read(drawing: DecodedImage, which: Which): Promise<Reading> {
    return this.#turns.take(() => readDigit(this.#reader(which), drawing));
  }

  /** Returns a test digit, 28 x 28 bytes, as an example of a drawing. `turn` chooses among them. */
  async example(digit: number, turn: number): Promise<Uint8Array> {
    const { test } = await this.#loadDigits();
    const all = Array.from(test.labels.keys()).filter((index) => test.labels[index] === digit);
    return digitAt(test, all[turn % all.length] as number).slice();
  }

  /** Trains the network of the Draw view again, from random weights, on digits as other hands would draw them. */
  trainReader(
    { seed, epochs, ...choice }: BackendChoice & { readonly seed: number; readonly epochs: number },
    report: (report: Report) => void,
  ): Promise<RunFacts> {
    return this.#starts.take(async () => {
      const { training, test } = await this.#loadDigits();
      const { backend, notice } = await this.#newTraining(choice);
      const data = { ...digitData({ training, test }), training: distortedDigits(training, seed) };
      const network = newDigitNetwork(backend, seed);
      return this.#start(network, data, { ...digitTraining(epochs, seed), notes: {}, notice, draw: noPicture }, report);
    });
  }

  /** Returns what is known about the data before a training. `table` is the reader's file, for the data `table`. */
  async preview(settings: Settings, table: Blob | undefined): Promise<DataFacts> {
    return factsOf(await runData(settings, () => this.#loadDigits(), table));
  }

  /** Returns the names of a table's columns. */
  async columns(table: Blob, name: string): Promise<readonly string[]> {
    const { columns } = await scanTable(table, { name });
    return columns.map((column) => column.name);
  }

  /** Trains as the Train view's settings say, and pauses after some steps if you give their number. */
  train(
    settings: Settings,
    table: Blob | undefined,
    report: (report: Report) => void,
    steps?: number,
  ): Promise<RunFacts> {
    return this.#starts.take(async () => {
      const data = await runData(settings, () => this.#loadDigits(), table);
      const { backend, notice } = await this.#newTraining({ name: settings.backend, threads: settings.threads });
      const config = { inputShape: data.inputShape, layers: layersFor(settings, data) };
      const network = sequentialFromConfig(backend, config, { dtype: 'float32', seed: settings.seed });
      return this.#start(network, data, { ...optionsFor(settings, data), notice, steps }, report);
    });
  }

  /**
   * Loads a model that the Train view saved, with the settings of `settingsIn`. Rejects with an Error if it does not
   * fit the data.
   */
  open(
    files: ModelFiles,
    settings: Settings,
    table: Blob | undefined,
    report: (report: Report) => void,
  ): Promise<RunFacts> {
    return this.#starts.take(async () => {
      const data = await runData(settings, () => this.#loadDigits(), table);
      const { config, dtype, parameters } = await loadModelFiles(files);
      const { backend, notice } = await this.#newTraining({ name: settings.backend, threads: settings.threads });
      const network = sequentialFromConfig(backend, config, { dtype, parameters });
      const expected = [...data.inputShape, data.outputs].join(' x ');
      const received = [...network.inputShape, ...network.outputShape].join(' x ');
      if (received !== expected) {
        throw new Error(`This model does not fit the data: ${received} instead of ${expected}.`);
      }
      return this.#start(network, data, { ...optionsFor(settings, data), notice, isTrained: true }, report);
    });
  }

  /** Returns the settings that a model of the Train view was trained with, as a link; undefined for any other model. */
  async settingsIn(files: ModelFiles): Promise<string | undefined> {
    const link = (await loadModelFiles(files)).notes?.['playground'];
    return typeof link === 'string' ? link : undefined;
  }

  /** Ends the training, if there is one. */
  stop(): Promise<void> {
    return this.#starts.take(() => this.#endTraining());
  }

  /** Takes no further step of the training until `resume` or `step`. */
  pause(): Promise<void> {
    return this.#starts.take(async () => this.#trained?.run.pause());
  }

  /** Lets the training go on. */
  resume(): Promise<void> {
    return this.#starts.take(async () => this.#trained?.run.resume());
  }

  /** Takes one step of the training and pauses again. */
  step(): Promise<void> {
    return this.#starts.take(async () => this.#trained?.run.step());
  }

  /**
   * Asks the trained network about one example: the texts of its inputs, by column. Returns the probability of each
   * class or, for a regression, one number.
   */
  ask(inputs: Readonly<Record<string, string>>): Promise<readonly number[]> {
    return this.#turns.take(async () => {
      if (this.#trained === undefined) throw new Error('There is no trained network yet.');
      const { run, data } = this.#trained;
      return answerOf(run.network, data, inputs);
    });
  }

  /** Encodes a network as the two files of a model, which nabla loads everywhere. */
  save(which: Which): Promise<EncodedModelFiles> {
    return this.#turns.take(async () => {
      const { network, normalisation } = this.#reader(which);
      const { config, dtype } = network;
      const { data, notes = {} } = which === 'trained' ? (this.#trained ?? {}) : {};
      const isDigits = data === undefined || data.test !== undefined;
      return encodeModelFiles({
        ...{ config, dtype, notes },
        ...(isDigits && { normalisation, form: plainJson({ ...DIGIT_FORM, normalisation }) }),
        ...(data?.table && { form: plainJson(data.table.form) }),
        parameters: await network.parameters.read(),
      });
    });
  }

  /** Ends everything. */
  async dispose(): Promise<void> {
    await this.stop();
    await this.#turns.take(async () => (await this.#reading)?.dispose());
  }

  #reader(which: Which): Reader {
    const network = this.#trained?.run.network;
    const trained = network && { network, normalisation: DIGIT_FORM.normalisation, accuracy: undefined };
    const reader = which === 'loaded' ? this.#loaded : trained;
    if (reader === undefined) throw new Error(`There is no ${which} network yet.`);
    return reader;
  }

  /** Drawings are read on one thread, so that all others are free to train. */
  #readingBackend(): Promise<Backend> {
    this.#reading ??= makeBackend({ name: 'wasm', threads: 1 }).then(({ backend }) => backend);
    return this.#reading;
  }

  #loadDigits(): Promise<Digits> {
    this.#digits ??= this.#sources.digits().catch((error: unknown) => {
      this.#digits = undefined;
      throw error;
    });
    return this.#digits;
  }

  /** Ends the training before, and creates the backend of the next one. */
  async #newTraining(choice: BackendChoice): Promise<Awaited<ReturnType<typeof makeBackend>>> {
    await this.#endTraining();
    const made = await makeBackend(choice);
    this.#training = made.backend;
    return made;
  }

  #start(
    network: Sequential,
    data: RunData,
    { notes, notice, steps, isTrained = false, draw = drawing(network, data), ...options }: StartOptions,
    report: (report: Report) => void,
  ): RunFacts {
    const { training, validation } = data;
    const run = new Run({
      ...{ network, training, draw, turns: this.#turns, report, steps },
      options: { ...options, ...(validation && { validation }) },
    });
    this.#trained = { run, data, notes };
    this.#ended = isTrained ? run.show() : run.go();
    const { parameterCount: parameters, backend } = network;
    return { ...factsOf(data), computedBy: backend.description, notice, parameters };
  }

  async #endTraining(): Promise<void> {
    this.#trained?.run.stop();
    await this.#ended;
    this.#trained = undefined;
    const before = this.#training;
    this.#training = undefined;
    await this.#turns.take(async () => before?.dispose());
  }
}
