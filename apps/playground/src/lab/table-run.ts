import type { Backend, Sequential } from '@nablajs/core';
import { accuracy, confusionMatrix } from '@nablajs/core/metrics';
import { type TableForm, targetValue } from '@nablajs/datasets/portable';
import { type ColumnEffect, type SearchProgress, type TablePredictor, trainTable } from '@nablajs/tables';
import { EFFORT_SHARES } from '../settings/network.js';
import type { Settings } from '../settings/settings.js';
import { digestOf } from './digest.js';
import type { Picture, Position, Report, RunState, SearchPosition } from './report.js';
import type { TableData } from './run-data.js';
import type { Turns } from './turns.js';

/** What a search needs. */
export interface TableRunParts {
  readonly backend: Backend;
  readonly settings: Settings;
  /** The reader's file. */
  readonly table: Blob;
  readonly data: TableData;
  /** Jobs that use the network take turns. */
  readonly turns: Turns;
  readonly report: (report: Report) => void;
}

/** A search has no epochs of its own. */
const NOWHERE: Position = { epoch: 0, epochs: 0, step: 0, steps: 0 };
/** Milliseconds between two reports. */
const REPORT_EVERY = 50;
/** No scatter plot shows more points. */
const MOST_SCATTERED = 1000;
/** No confusion matrix shows more classes. */
const MOST_CLASSES = 30;

/** A network for tables loaded from a file, with the form saved with it. */
export class LoadedTable {
  readonly network: Sequential;
  readonly form: TableForm;

  constructor(network: Sequential, form: TableForm) {
    this.network = network;
    this.form = form;
  }

  /** Reports how the network is. */
  async show({ turns, report }: Pick<TableRunParts, 'turns' | 'report'>): Promise<void> {
    const digest = await turns.take(() => digestOf(this.network));
    report({ state: 'loaded', position: NOWHERE, logs: [], losses: [], digest });
  }
}

/** A search under way. */
export class TableRun {
  readonly #parts: TableRunParts;
  /** Ends the search, with the best so far. */
  readonly #finish = new AbortController();
  /** Ends everything. */
  readonly #stop = new AbortController();
  readonly #recipes = new Set<string>();
  #state: RunState = 'training';
  #search: SearchPosition | undefined;
  #reported = Number.NEGATIVE_INFINITY;
  #digest: string | undefined;
  #predictor: TablePredictor | undefined;

  constructor(parts: TableRunParts) {
    this.#parts = parts;
  }

  /** The best network; undefined while the search goes on. */
  get network(): Sequential | undefined {
    return this.#predictor?.network;
  }

  /** How cells become inputs, and what the outputs mean. */
  get form(): TableForm {
    return this.#predictor?.form ?? this.#parts.data.form;
  }

  /** Searches until its end, `finish` or `stop`. Never rejects: a failure is reported. */
  async go(): Promise<void> {
    const { backend, table, turns } = this.#parts;
    const { table: name, target, effort, seed } = this.#parts.settings;
    try {
      const predictor = await trainTable(table, {
        ...{ name, target, seed, backend, effort: EFFORT_SHARES[effort] },
        signal: this.#finish.signal,
        onProgress: (progress) => this.#take(progress),
      });
      if (this.#stop.signal.aborted) return;
      this.#predictor = predictor;
      const { recipe, loss, aborted } = predictor.learned;
      await turns.take(async () => {
        const picture = this.#picture(predictor);
        this.#digest = await digestOf(predictor.network);
        this.#state = aborted ? 'stopped' : 'done';
        const { share = 1 } = this.#search ?? {};
        this.#search = { share: aborted ? share : 1, recipes: this.#recipes.size, recipe, best: loss };
        this.#send({ picture, parameters: predictor.network.parameterCount });
      });
      const importance = await turns.take(() => predictor.importance({ signal: this.#stop.signal }));
      this.#send({ picture: { importance } });
    } catch (error) {
      this.#state = 'failed';
      this.#send({ message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Ends the search after its current step, with the best so far. */
  finish(): void {
    this.#finish.abort(new Error('Stopped before the first network was ready.'));
  }

  /** Ends everything for good: nothing is reported any more. */
  stop(): void {
    this.#stop.abort();
    this.finish();
  }

  /** Rejects with an Error while the search goes on. */
  async effect(column: string): Promise<ColumnEffect> {
    if (this.#predictor === undefined) throw new Error('There is no trained network yet.');
    return await this.#predictor.effect(column);
  }

  #take({ share, recipe, best }: SearchProgress): void {
    this.#recipes.add(JSON.stringify(recipe));
    this.#search = { share, recipes: this.#recipes.size, recipe, best: best?.loss };
    if (performance.now() - this.#reported > REPORT_EVERY) this.#send({});
  }

  /** What the networks say about rows that they have not seen. */
  #picture({ form: { target }, learned: { targets, answers } }: TablePredictor): Picture {
    const { classes } = this.#parts.data;
    if (target.kind === 'number') {
      const inUnits = (values: Float64Array): Float32Array =>
        Float32Array.from(values.subarray(0, MOST_SCATTERED), (value) => targetValue(target, value));
      return { scatter: { truth: inUnits(targets), answer: inUnits(answers) } };
    }
    const best = Int32Array.from(targets, (_, at) => {
      const own = answers.subarray(at * classes.length, (at + 1) * classes.length);
      return own.reduce((most, value, label) => (value > (own[most] as number) ? label : most), 0);
    });
    const confusion = confusionMatrix(Int32Array.from(targets), best, classes.length);
    return { accuracy: accuracy(confusion), ...(classes.length <= MOST_CLASSES && { confusion }) };
  }

  #send(more: Partial<Report>): void {
    if (this.#stop.signal.aborted) return;
    this.#reported = performance.now();
    this.#parts.report({
      ...{ state: this.#state, position: NOWHERE, logs: [], losses: [] },
      ...(this.#search !== undefined && { search: this.#search }),
      digest: this.#digest,
      ...more,
    });
  }
}
