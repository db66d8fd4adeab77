import {
  type EncodedModelFiles,
  encodeModelFiles,
  loadModelFiles,
  type ModelFiles,
  type SavedModel,
} from '@nablajs/checkpoint/portable';
import { type Backend, type Sequential, sequentialFromConfig, type TrainOptions } from '@nablajs/core';
import { type DecodedImage, readTableForm, scanTable } from '@nablajs/datasets/portable';
import { type ColumnEffect, TABLE_LAYERS } from '@nablajs/tables';
import { DIGIT_FORM } from '../digits/digit-form.js';
import { distortedDigits } from '../digits/digit-images.js';
import { digitTraining, newDigitNetwork } from '../digits/recipe.js';
import { layersFor, type Task } from '../settings/network.js';
import { isOneNetwork, type Settings } from '../settings/settings.js';
import type { WriteSettings, Writing } from '../settings/write/write-settings.js';
import { type Answer, answerOf } from './answer.js';
import { type DataFacts, factsOf, type NetworkFacts, type RunFacts, type TrainFacts } from './facts.js';
import { type BackendChoice, makeBackend } from './make-backend.js';
import { type Draw, drawing } from './pictures.js';
import { PageReader, type Sources } from './reading/page-reader.js';
import { type Reader, type Reading, readDigit } from './reading/reader.js';
import type { Report } from './report.js';
import { type Pace, Run } from './run.js';
import { digitData, type RunData, runData, tableData, taskOfForm } from './run-data.js';
import { settingsIn } from './saved-settings.js';
import { LoadedTable, TableRun } from './table-run.js';
import type { TextFacts } from './text/text-data.js';
import type { TextRun } from './text/text-run.js';
import { type Notes, notesOf, optionsFor, plainJson } from './training-options.js';
import { Turns } from './turns.js';

export type Which = 'loaded' | 'trained';

interface StartOptions extends TrainOptions {
  /** Saved with the model. */
  readonly notes: Notes;
  readonly notice: string | undefined;
  readonly pace?: Pace;
  /** Whether to show the network as it is, without training it. */
  readonly isTrained?: boolean;
  /** Default: everything that the Train view shows. */
  readonly draw?: Draw;
}

/** What learns texts is loaded with the first one. */
const textPart = () => import('./text/text-run.js');

/** The Draw view shows what the network reads. */
const noPicture: Draw = async () => ({});

interface Trained {
  readonly run: Run | TextRun | TableRun | LoadedTable;
  /** Whether its network reads digits. */
  readonly isDigits: boolean;
  readonly notes: Notes;
}

/** The work of the page's worker. It needs neither page nor worker, so tests run it in Node. */
export class Lab {
  readonly #turns = new Turns();
  /** Trainings begin and end one after the other. */
  readonly #starts = new Turns();
  readonly #reader: PageReader;
  #trained: Trained | undefined;
  #ended: Promise<void> = Promise.resolve();
  #training: Backend | undefined;

  constructor(sources: Sources) {
    this.#reader = new PageReader(sources, this.#turns);
  }

  /** Default: the network that comes with the page. */
  loadReader(files?: ModelFiles): Promise<NetworkFacts> {
    return this.#reader.load(files);
  }

  /** Rejects with an Error if there is no such network. */
  read(drawing: DecodedImage, which: Which): Promise<Reading> {
    return this.#turns.take(() => readDigit(this.#readerOf(which), drawing));
  }

  /** 28 x 28 bytes. `turn` chooses among the test digits of this kind. */
  example(digit: number, turn: number): Promise<Uint8Array> {
    return this.#reader.example(digit, turn);
  }

  /** Starts from random weights, on digits as other hands would draw them. */
  trainReader(
    { seed, epochs, ...choice }: BackendChoice & { readonly seed: number; readonly epochs: number },
    report: (report: Report) => void,
  ): Promise<TrainFacts> {
    return this.#starts.take(async () => {
      const { training, test } = await this.#reader.digits();
      const { backend, notice } = await this.#newTraining(choice);
      const data = { ...digitData({ training, test }), training: distortedDigits(training, seed) };
      const network = newDigitNetwork(backend, seed);
      return this.#start(network, data, { ...digitTraining(epochs, seed), notes: {}, notice, draw: noPicture }, report);
    });
  }

  /** `table` is the reader's file, for the data `table`. */
  async preview(settings: Settings, table: Blob | undefined): Promise<DataFacts> {
    if (isOneNetwork(settings)) return factsOf(await runData(settings, () => this.#reader.digits()));
    return factsOf(await tableData(settings, table));
  }

  /** Returns the names of a table's columns. */
  async columns(table: Blob, name: string): Promise<readonly string[]> {
    const { columns } = await scanTable(table, { name });
    return columns.map((column) => column.name);
  }

  /** Trains a network at this pace. For a table, it searches for one and ignores the pace. */
  train(
    settings: Settings,
    table: Blob | undefined,
    report: (report: Report) => void,
    pace: Pace = {},
  ): Promise<TrainFacts> {
    return this.#starts.take(async () => {
      if (!isOneNetwork(settings)) return await this.#search(settings, table, report);
      const data = await runData(settings, () => this.#reader.digits());
      const { backend, notice } = await this.#newTraining({ name: settings.backend, threads: settings.threads });
      const config = { inputShape: data.inputShape, layers: layersFor(settings, data) };
      const network = sequentialFromConfig(backend, config, { dtype: 'float32', seed: settings.seed });
      return this.#start(network, data, { ...optionsFor(settings), notice, pace }, report);
    });
  }

  /** Rejects with an Error if the text cannot be learned. */
  async previewText(settings: WriteSettings, text: Blob): Promise<TextFacts> {
    return await (await textPart()).textFacts(text, settings);
  }

  /** Trains a small GPT. Pictures have what it writes. */
  write(
    settings: WriteSettings,
    text: Blob,
    draw: number,
    report: (report: Report) => void,
    steps?: number,
  ): Promise<RunFacts> {
    return this.#starts.take(async () => {
      const { readText, TextRun } = await textPart();
      const data = await readText(text, settings);
      const { backend, notice } = await this.#newTraining({ name: settings.backend, threads: settings.threads });
      const run = new TextRun({ backend, settings, data, draw, turns: this.#turns, report, steps });
      this.#trained = { run, isDigits: false, notes: {} };
      this.#ended = run.go();
      return { computedBy: backend.description, notice, parameters: run.network.parameterCount };
    });
  }

  /** Continues another prompt from now on, or the same one otherwise. */
  writeOn(how: Writing): Promise<void> {
    return this.#starts.take(async () => {
      const { run } = this.#trained ?? {};
      if (run !== undefined && 'writeOn' in run) await run.writeOn(how);
    });
  }

  /**
   * Loads a model with the settings of `settingsIn`. A model for tables has its form and needs no table. Rejects with
   * an Error if it does not fit the data.
   */
  open(files: ModelFiles, settings: Settings, report: (report: Report) => void): Promise<TrainFacts> {
    return this.#starts.take(async () => {
      const saved = await loadModelFiles(files);
      if (isOneNetwork(settings)) {
        const data = await runData(settings, () => this.#reader.digits());
        const { network, notice } = await this.#load(saved, settings, data);
        return this.#start(network, data, { ...optionsFor(settings), notice, isTrained: true }, report);
      }
      const form = readTableForm(saved.form, 'model.json');
      const { classes, ...task } = taskOfForm(form);
      const { network, notice } = await this.#load(saved, settings, task);
      const run = new LoadedTable(network, form);
      this.#trained = { run, isDigits: false, notes: notesOf(settings) };
      this.#ended = run.show({ turns: this.#turns, report });
      const { parameterCount: parameters, backend } = network;
      return { task, classes, form, computedBy: backend.description, notice, parameters };
    });
  }

  /**
   * The settings of a model of the Train view, as a link; for tables, also what it predicts. Undefined for any other
   * model.
   */
  settingsIn(files: ModelFiles): Promise<string | undefined> {
    return settingsIn(files);
  }

  /** Ends the training, if any. */
  stop(): Promise<void> {
    return this.#starts.take(() => this.#endTraining());
  }

  /** Ends the search for the network of a table, with the best so far. */
  finish(): Promise<void> {
    return this.#starts.take(async () => {
      const run = this.#trained?.run;
      if (run instanceof TableRun) run.finish();
    });
  }

  /** Takes no further step of the training until `resume` or `step`. */
  pause(): Promise<void> {
    return this.#starts.take(async () => this.#ownRun()?.pause());
  }

  /** Lets the training go on. */
  resume(): Promise<void> {
    return this.#starts.take(async () => this.#ownRun()?.resume());
  }

  /** Takes one step of the training and pauses again. */
  step(): Promise<void> {
    return this.#starts.take(async () => this.#ownRun()?.step());
  }

  /** `inputs` are texts by column. */
  ask(inputs: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#turns.take(async () => {
      const { run } = this.#trained ?? {};
      if (run?.network === undefined) throw new Error('There is no trained network yet.');
      return answerOf(run.network, run instanceof Run ? undefined : run.form, inputs);
    });
  }

  /** Returns how the answer of a table's network depends on a column. */
  effect(column: string): Promise<ColumnEffect> {
    return this.#turns.take(async () => {
      const { run } = this.#trained ?? {};
      if (run instanceof TableRun) return await run.effect(column);
      throw new Error('There is no trained network yet.');
    });
  }

  save(which: Which): Promise<EncodedModelFiles> {
    return this.#turns.take(async () => {
      const { network, normalisation } = this.#readerOf(which);
      const { config, dtype } = network;
      const { run, isDigits = true, notes = {} } = which === 'trained' ? (this.#trained ?? {}) : {};
      return encodeModelFiles({
        ...{ config, dtype, notes },
        ...(isDigits && { normalisation, form: plainJson({ ...DIGIT_FORM, normalisation }) }),
        ...(run !== undefined && 'form' in run && { form: plainJson(run.form) }),
        parameters: await network.parameters.read(),
      });
    });
  }

  /** Ends everything. */
  async dispose(): Promise<void> {
    await this.stop();
    await this.#turns.take(() => this.#reader.dispose());
  }

  #readerOf(which: Which): Reader {
    const network = this.#trained?.run.network;
    const trained = network && { network, normalisation: DIGIT_FORM.normalisation, accuracy: undefined };
    const reader = which === 'loaded' ? this.#reader.loaded : trained;
    if (reader === undefined) throw new Error(`There is no ${which} network yet.`);
    return reader;
  }

  /** Ends the training before, and creates the backend of the next one. */
  async #newTraining(choice: BackendChoice): Promise<Awaited<ReturnType<typeof makeBackend>>> {
    await this.#endTraining();
    const made = await makeBackend(choice);
    this.#training = made.backend;
    return made;
  }

  async #search(settings: Settings, table: Blob | undefined, report: (report: Report) => void): Promise<TrainFacts> {
    const data = await tableData(settings, table);
    const { backend, notice } = await this.#newTraining({ name: settings.backend, threads: settings.threads });
    const run = new TableRun({ backend, settings, table: table as Blob, data, turns: this.#turns, report });
    this.#trained = { run, isDigits: false, notes: notesOf(settings) };
    this.#ended = run.go();
    return { ...factsOf(data), computedBy: backend.description, notice, parameters: undefined };
  }

  /** Rejects with an Error if the saved network does not fit the task. */
  async #load(saved: SavedModel, { backend: name, threads }: Settings, { inputShape, outputs }: Task) {
    const { backend, notice } = await this.#newTraining({ name, threads });
    const { config, dtype, parameters } = saved;
    const network = sequentialFromConfig(backend, config, { dtype, parameters, layers: TABLE_LAYERS });
    const expected = [...inputShape, outputs].join(' x ');
    const received = [...network.inputShape, ...network.outputShape].join(' x ');
    if (received === expected) return { network, notice };
    throw new Error(`This model does not fit the data: ${received} instead of ${expected}.`);
  }

  #start(
    network: Sequential,
    data: RunData,
    { notes, notice, pace, isTrained = false, draw = drawing(network, data), ...options }: StartOptions,
    report: (report: Report) => void,
  ): TrainFacts {
    const { training, validation } = data;
    const run = new Run({
      ...{ network, training, draw, turns: this.#turns, report, ...pace },
      options: { ...options, ...(validation && { validation }) },
    });
    this.#trained = { run, isDigits: data.test !== undefined, notes };
    this.#ended = isTrained ? run.show() : run.go();
    const { parameterCount: parameters, backend } = network;
    return { ...factsOf(data), computedBy: backend.description, notice, parameters };
  }

  /** The training, if it can pause. */
  #ownRun(): Run | undefined {
    const run = this.#trained?.run;
    return run instanceof Run ? run : undefined;
  }

  async #endTraining(): Promise<void> {
    const run = this.#trained?.run;
    if (run !== undefined && 'stop' in run) run.stop();
    await this.#ended;
    this.#trained = undefined;
    const before = this.#training;
    this.#training = undefined;
    await this.#turns.take(async () => before?.dispose());
  }
}
