/** Trains a network on a table, from its text or its rows to a predictor. */
import {
  type Backend,
  checkOptionNames,
  type DenseArray,
  type FloatDType,
  NablaError,
  type Sequential,
  type SequentialConfig,
} from '@nablajs/core';
import {
  type FormOptions,
  type IgnoredColumn,
  learnForm,
  type PredictRowsOptions,
  predictRows,
  type RowPrediction,
  scanTable,
  type TableDataset,
  type TableForm,
  type TableRow,
  tableDataset,
} from '@nablajs/datasets/portable';
import { conformalDistances } from './calibrate.js';
import {
  type ColumnEffect,
  type ColumnImportance,
  columnEffect,
  columnImportance,
  type EffectOptions,
} from './columns.js';
import type { ImportanceOptions } from './explain.js';
import type { EncodedTable } from './member-rows.js';
import { checkGroup, checkTraining } from './options/check-options.js';
import { type LearnedTable, type LearnOptions, learnTable } from './search.js';
import { encodedRows, groupsOf, MAX_CATEGORIES, MAX_WORDS, taskOf, textOf, timesOf } from './table-rows.js';

/** Options of `trainTable`. */
export interface TrainTableOptions
  extends FormOptions,
    Pick<LearnOptions, 'seed' | 'folds' | 'effort' | 'done' | 'onTrial' | 'onProgress' | 'signal'> {
  /** The column to predict: its name, or its number, counted from 1. */
  readonly target: string;
  /** Where to compute; the caller disposes it. Default: a new backend-wasm, which the predictor disposes. */
  readonly backend?: Backend;
  /** The column whose rows of one value stay in one fold. It does not become an input. Default: none. */
  readonly group?: string;
  /** A column of numbers or dates: no row is tested by a network that has seen later ones. Default: none. */
  readonly timeOrder?: string;
  /** The columns of running text: see `scanTable`. Default: those that look like it. */
  readonly textColumns?: readonly string[];
  /** At most how many words of a column of running text to know. Default: 5,000. */
  readonly maxWords?: number;
  /** Names the table in errors. Default: `table`. */
  readonly name?: string;
}

const OPTIONS: readonly (keyof TrainTableOptions)[] = [
  ...(['target', 'task', 'maxCategories', 'maxWords', 'targetTransform', 'backend', 'group'] as const),
  ...(['timeOrder', 'textColumns', 'name'] as const),
  ...(['seed', 'folds', 'effort', 'done', 'onTrial', 'onProgress', 'signal'] as const),
];

/** A model for tables as plain data, which `saveModel` of `@nablajs/checkpoint` takes. */
export interface TableModel {
  readonly config: SequentialConfig;
  readonly dtype: FloatDType;
  readonly form: TableForm;
  /** The caller owns the arrays. */
  readonly parameters: ReadonlyMap<string, DenseArray>;
}

/**
 * Trains an ensemble of networks on a table: decides how columns become inputs, tries several networks, holds out each
 * fold of the rows once with the better ones, and keeps the best.
 *
 * @param table The text of a table such as CSV, a `Blob` or `File`, or rows by the names of their columns.
 * @throws NablaError `data` if the table cannot be read or learned, as `csvDataset` and `learnForm` do; `argument` for
 * a bad option, or for a table of another type.
 *
 * @example
 * ```ts
 * await using predictor = await trainTable(await openAsBlob('houses.csv'), { target: 'price' });
 * const [house] = await predictor.predict([{ size: 120, town: 'Bath' }]); // has all columns but the target
 * console.log(await predictor.importance());
 * ```
 */
export async function trainTable(
  table: Blob | string | readonly TableRow[],
  options: TrainTableOptions,
): Promise<TablePredictor> {
  const { text, ...dialect } = textOf(table);
  checkTraining(options);
  checkOptionNames('trainTable', options, OPTIONS);
  const { target, backend: given, group, timeOrder, textColumns, name = 'table', task, ...rest } = options;
  const { maxCategories = MAX_CATEGORIES, maxWords = MAX_WORDS, targetTransform, ...search } = rest;
  const scan = await scanTable(text, { name, target, ...(textColumns && { textColumns }), ...dialect });
  checkGroup(group, scan.columns[scan.target ?? -1]?.name);
  const learnedForm = learnForm(scan, {
    ...{ maxCategories, maxWords, ...(task && { task }), ...(targetTransform && { targetTransform }) },
  });
  const form = withoutColumn(learnedForm.form, group, name);
  const dataset = await tableDataset(scan, form, learnedForm.ignored);
  const cells = async (column: string): Promise<string[]> => await cellsOf(dataset, column, name);
  const order = {
    ...(group !== undefined && { groups: groupsOf(await cells(group)) }),
    ...(timeOrder !== undefined && {
      times: timesOf(await cells(timeOrder), `${name}: column '${timeOrder}'`, scan.dialect.decimalComma),
    }),
  };
  const rows = await encodedRows(dataset);
  // Loaded only where it is needed: whoever passes a backend does not wait for this one.
  const backend = given ?? (await (await import('@nablajs/backend-wasm')).createBackend());
  try {
    const learned = await learnTable(backend, rows, { ...search, ...taskOf(form), ...order });
    return new TablePredictor(backend, given === undefined, dataset, rows, learned);
  } catch (error) {
    if (given === undefined) await backend.dispose();
    throw error;
  }
}

/**
 * An ensemble trained on a table, with the table. Dispose it at the end.
 *
 * @example
 * ```ts
 * await using predictor = await trainTable(csv, { target: 'price' });
 * const [house] = await predictor.predict([{ size: 120, town: 'Bath' }], { intervals: 0.9 });
 * ```
 */
export class TablePredictor implements AsyncDisposable {
  /** How cells become inputs and what the outputs mean. Save it with the model. */
  readonly form: TableForm;
  /** The columns that are not used, and the reason for each. */
  readonly ignored: readonly IgnoredColumn[];
  /** What was tried, and what the members say about rows that they have not seen. */
  readonly learned: LearnedTable;
  readonly #backend: Backend;
  readonly #ownsBackend: boolean;
  readonly #dataset: TableDataset;
  readonly #rows: EncodedTable;

  /** @internal */
  constructor(
    backend: Backend,
    ownsBackend: boolean,
    dataset: TableDataset,
    rows: EncodedTable,
    learned: LearnedTable,
  ) {
    this.form = withErrors(dataset.form, learned);
    this.ignored = dataset.ignored;
    this.learned = learned;
    this.#backend = backend;
    this.#ownsBackend = ownsBackend;
    this.#dataset = dataset;
    this.#rows = rows;
  }

  /** The ensemble, which takes inputs [n, inputs]. It belongs to the predictor. */
  get network(): Sequential {
    return this.learned.network;
  }

  /** Predicts rows by the names of their columns: see `predictRows`. */
  async predict(rows: readonly TableRow[], options: PredictRowsOptions = {}): Promise<RowPrediction[]> {
    return await predictRows(this.network, this.form, rows, options);
  }

  /** Returns how much each column matters, the one that matters most first: see `columnImportance`. */
  async importance(options: ImportanceOptions = {}): Promise<ColumnImportance[]> {
    return await columnImportance(this.#backend, this.form, this.#rows, this.learned, options);
  }

  /** Returns how the answer depends on a column: see `columnEffect`. */
  async effect(column: string, options: EffectOptions = {}): Promise<ColumnEffect> {
    const cells = (rows: Int32Array): Promise<string[]> => cellsOf(this.#dataset, column, 'effect', rows);
    return await columnEffect(this.form, this.#rows, this.learned, column, cells, options);
  }

  /**
   * Returns the model as plain data, for `saveModel` of `@nablajs/checkpoint`. To load it again, pass `TABLE_LAYERS` to
   * `sequentialFromConfig`.
   */
  async save(): Promise<TableModel> {
    const { config, dtype, parameters } = this.network;
    return { config, dtype, form: this.form, parameters: await parameters.read() };
  }

  /** Releases the network, and the backend if the predictor made it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.network.dispose();
    if (this.#ownsBackend) await this.#backend.dispose();
  }
}

/**
 * Returns the form with the distances of its predictions, if it predicts numbers.
 *
 * @example
 * ```ts
 * const saved = withErrors(form, learned); // its target has `errors`, for `intervalOf`
 * ```
 */
export function withErrors(form: TableForm, { answers, targets }: LearnedTable): TableForm {
  const { target } = form;
  if (target.kind === 'class') return form;
  return { ...form, target: { ...target, errors: conformalDistances(answers, targets) } };
}

/**
 * Returns the form without a column; `name` names the table in errors.
 *
 * @example
 * ```ts
 * const inputs = withoutColumn(form, 'patient', 'visits.csv');
 * ```
 */
export function withoutColumn(form: TableForm, column: string | undefined, name: string): TableForm {
  const columns = form.columns.filter((own) => own.name !== column);
  if (columns.length > 0) return { ...form, columns };
  throw new NablaError('data', `${name}: expected columns to learn from, besides '${column}'. Received none.`);
}

/** Reading the text of all columns of all rows at once would take much memory. */
const ROWS_AT_ONCE = 10_000;

/**
 * Returns the cells of a column in all rows, or in some. `name` names the table in errors.
 *
 * @example
 * ```ts
 * const towns = await cellsOf(dataset, 'town', 'houses.csv');
 * ```
 */
export async function cellsOf(
  dataset: TableDataset,
  column: string,
  name: string,
  rows: Int32Array = Int32Array.from({ length: dataset.length }, (_, index) => index),
): Promise<string[]> {
  const found: string[] = [];
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
    for (const cells of await dataset.cells(rows.subarray(first, first + ROWS_AT_ONCE))) {
      const cell = cells.find(([own]) => own === column);
      if (cell === undefined) {
        const known = cells.map(([own]) => own).join(', ');
        throw new NablaError('data', `${name}: expected the column '${column}'. Received a table with ${known}.`);
      }
      found.push(cell[1]);
    }
  }
  return found;
}
