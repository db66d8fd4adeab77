/** Makes a data set from a table in a text file, such as CSV. */
import {
  allocate,
  type Batch,
  checkOptionNames,
  type Dataset,
  type DenseArray,
  dense,
  type FloatDType,
  NablaError,
  type Permuter,
} from '@nablajs/core';
import { arrayDataset } from '../array-dataset.js';
import { blockOrder } from '../block-order.js';
import { checkIndices } from '../indices.js';
import { createSentenceEncoder, type SentenceEncoder } from '../text/sentences/sentence-form.js';
import { type SequenceDataset, sequenceDataset } from '../text/sequence-dataset.js';
import { TableEncoder } from './encode-table.js';
import { FORM_OPTIONS, type FormOptions, type IgnoredColumn, learnForm } from './learn-form.js';
import { type BlockPlace, SCAN_OPTIONS, type ScanOptions, scanTable, type TableScan } from './scan-table.js';
import { sentencesOf } from './sentences/sentence-columns.js';
import { readBlock } from './table-blocks.js';
import type { TableForm } from './table-form.js';

/**
 * A table as a data set: x [n, inputs], and y as int32 classes [n] or standardised numbers [n, 1]. For a sentence
 * model, x is int32 tokens [n, time].
 */
export interface TableDataset extends Dataset {
  /** How cells become inputs and targets. Save it with the model. */
  readonly form: TableForm;
  /** The columns that are not used, and the reason for each. */
  readonly ignored: readonly IgnoredColumn[];
  /** The number of rows that are skipped because their target is missing. */
  readonly withoutTarget: number;
  /** The class of each example; undefined if the target is a number or the table is not in memory. */
  readonly labels: Int32Array | undefined;
  /** The first example of each block, if the table is read in blocks; undefined if it is in memory. */
  readonly blocks: Int32Array | undefined;
  /** Returns the original text of some examples: for each cell, the name of its column and its text. */
  cells(indices: Int32Array): Promise<readonly (readonly (readonly [column: string, text: string])[])[]>;
}

/** Options of `tableDataset`. */
export interface TableDatasetOptions {
  /** The dtype of inputs and of numbers to predict. Default: `float32`. */
  readonly dtype?: FloatDType;
  /**
   * How many bytes the examples may take in memory. Above that, every epoch reads the file in blocks. Default:
   * 128,000,000.
   */
  readonly memory?: number;
}

/** Options of `csvDataset`. */
export interface CsvDatasetOptions extends ScanOptions, FormOptions, TableDatasetOptions {
  /** The form of an existing model. Default: a form that is learned from the table. */
  readonly form?: TableForm;
}

/**
 * Makes a data set from a table with comma-separated values (or values separated by tabs, semicolons or bars). Numbers
 * and dates are scaled by their median and quartiles, and clipped smoothly to -3 to 3. Dates also become inputs for the
 * month, the weekday and the time of day, where these differ. Columns with at most 50 different texts become one input
 * per text. All other columns are skipped, and listed in `ignored` with the reason.
 *
 * @param table The text of the table, a `Blob`, or a `File`. In Node.js, `openAsBlob` of `node:fs` opens a file.
 * @param options Must have a `target`, or the `form` of an existing model.
 * @throws NablaError `data` if the table cannot be read or does not have the target column.
 *
 * @example
 * ```ts
 * const iris = await csvDataset(await openAsBlob('iris.csv'), { target: 'species' });
 * const { train, test } = split(iris, 0.2, new Random(0), { labels: iris.labels });
 * ```
 */
export async function csvDataset(table: Blob | string, options: CsvDatasetOptions): Promise<TableDataset> {
  checkOptionNames('csvDataset', options, OPTIONS);
  const target = options.form?.target.name ?? options.target;
  if (target === undefined) throw new NablaError('argument', 'csvDataset: expected a target. Received none.');
  const blob = typeof table === 'string' ? new Blob([table]) : table;
  const { form: given, task, maxCategories, maxWords, targetTransform, sentences, dtype, memory, ...scanned } = options;
  const scan = await scanTable(blob, { ...scanned, target });
  const learned = {
    ...(task && { task }),
    ...(maxCategories !== undefined && { maxCategories }),
    ...(maxWords !== undefined && { maxWords }),
    ...(targetTransform && { targetTransform }),
    ...(sentences && { sentences }),
  };
  const { form, ignored } = given === undefined ? learnForm(scan, learned) : { form: given, ignored: [] };
  const own = { ...(dtype && { dtype }), ...(memory !== undefined && { memory }) };
  return await tableDataset(scan, form, ignored, own);
}

const TABLE_OPTIONS: readonly (keyof TableDatasetOptions)[] = ['dtype', 'memory'];
const OPTIONS: readonly (keyof CsvDatasetOptions)[] = ['form', ...FORM_OPTIONS, ...SCAN_OPTIONS, ...TABLE_OPTIONS];

/**
 * Makes a data set from a table that `scanTable` has scanned. `csvDataset` does all steps at once.
 *
 * @param scan The scanned table. It must have a target.
 * @param form How cells become inputs and targets, from `learnForm` or a saved model.
 * @param ignored The columns that the form does not use. Default: none.
 * @throws NablaError `data` for cells that do not fit the form.
 *
 * @example
 * ```ts
 * const scan = await scanTable(await openAsBlob('iris.csv'), { target: 'species' });
 * const { form, ignored } = learnForm(scan);
 * const iris = await tableDataset(scan, form, ignored);
 * ```
 */
export async function tableDataset(
  scan: TableScan,
  form: TableForm,
  ignored: readonly IgnoredColumn[] = [],
  options: TableDatasetOptions = {},
): Promise<TableDataset> {
  checkOptionNames('tableDataset', options, TABLE_OPTIONS);
  const { dtype = 'float32', memory = 128e6 } = options;
  const sentences = sentencesOf(form);
  const encoder = sentences && (await createSentenceEncoder(sentences));
  const reader = new BlockReader(scan, form, dtype, encoder);
  const { rows, withoutTarget } = scan;
  const common = {
    ...{ length: rows, inputShape: [reader.width], form, ignored, withoutTarget },
    cells: (indices: Int32Array) => reader.cells(indices),
  };
  if (encoder !== undefined) {
    const { y, ...tokens } = await reader.sentences(encoder.form.padding);
    const labels = form.target.kind === 'class' ? (y.data as Int32Array) : undefined;
    return { ...common, ...tokens, labels, blocks: undefined };
  }
  const bytes = rows * reader.width * (dtype === 'float32' ? 4 : 8);
  if (bytes > memory) {
    const { starts } = reader;
    const order = (random: Permuter): Int32Array => blockOrder(starts, rows, random);
    return { ...common, labels: undefined, blocks: starts, order, batch: (indices) => reader.batch(indices) };
  }
  const { x, y } = await reader.all();
  const labels = form.target.kind === 'class' ? (y.data as Int32Array) : undefined;
  return { ...common, labels, blocks: undefined, batch: arrayDataset(x, y).batch };
}

interface EncodedBlock {
  readonly x: DenseArray;
  readonly y: DenseArray;
}

/** How many encoded blocks to keep. */
const MAX_CACHED_BLOCKS = 2;

/** Reads and encodes blocks on demand. */
class BlockReader {
  /** The first example of each block. */
  readonly starts: Int32Array;
  readonly #scan: TableScan;
  readonly #encoder: TableEncoder;
  readonly #dtype: FloatDType;
  readonly #cache: Map<number, EncodedBlock> = new Map();

  constructor(scan: TableScan, form: TableForm, dtype: FloatDType, sentences?: SentenceEncoder) {
    const { name, columns, dialect, blocks } = scan;
    const names = columns.map((column) => column.name);
    this.#scan = scan;
    this.#dtype = dtype;
    const { decimalComma } = dialect;
    this.#encoder = new TableEncoder(form, { name, columns: names, decimalComma, dtype, sentences });
    this.starts = new Int32Array(blocks.length);
    for (let block = 1; block < blocks.length; block++) {
      this.starts[block] = (this.starts[block - 1] as number) + (blocks[block - 1] as BlockPlace).rows;
    }
  }

  get width(): number {
    return this.#encoder.width;
  }

  /** Reads all examples. */
  async all(): Promise<EncodedBlock> {
    return await this.batch(Int32Array.from({ length: this.#scan.rows }, (_, index) => index));
  }

  /** Reads the tokens of all examples, and their targets. */
  async sentences(padding: number): Promise<SequenceDataset & { readonly y: DenseArray }> {
    const sequences: Int32Array[] = [];
    const targets: number[] = [];
    let isClass = false;
    for (const block of this.#scan.blocks.keys()) {
      const { x, y } = await this.#load(block);
      const [rows = 0, time = 0] = x.shape;
      for (let row = 0; row < rows; row++) {
        const tokens = x.data.subarray(row * time, (row + 1) * time) as Int32Array;
        const end = tokens.indexOf(padding);
        sequences.push(end < 0 ? tokens : tokens.subarray(0, end));
        targets.push(y.data[row] as number);
      }
      isClass ||= y.data instanceof Int32Array;
    }
    const y = isClass ? dense(Int32Array.from(targets), [targets.length]) : this.#numbers(targets);
    return { ...sequenceDataset(sequences, y, { padding }), y };
  }

  #numbers(targets: readonly number[]): DenseArray {
    const data = allocate(this.#dtype, targets.length);
    data.set(targets);
    return dense(data, [targets.length, 1]);
  }

  async batch(indices: Int32Array): Promise<Batch<DenseArray>> {
    checkIndices('batch', indices, this.#scan.rows);
    const { width } = this;
    const x = allocate(this.#dtype, indices.length * width);
    let y: DenseArray['data'] | undefined;
    let isColumn = false;
    for (const [row, index] of indices.entries()) {
      const block = this.#blockOf(index);
      // Awaiting every row would take longer than everything else.
      const { x: from, y: targets } = this.#cache.get(block) ?? (await this.#load(block));
      const at = index - (this.starts[block] as number);
      x.set(from.data.subarray(at * width, (at + 1) * width), row * width);
      y ??= allocate(targets.data instanceof Int32Array ? 'int32' : this.#dtype, indices.length);
      isColumn = targets.shape.length === 2;
      y[row] = targets.data[at] as number;
    }
    const n = indices.length;
    return { x: dense(x, [n, width]), y: dense(y ?? new Int32Array(0), isColumn ? [n, 1] : [n]) };
  }

  async cells(indices: Int32Array): Promise<(readonly (readonly [column: string, text: string])[])[]> {
    checkIndices('cells', indices, this.#scan.rows);
    const blocks = new Map<number, readonly (readonly string[])[]>();
    const { columns } = this.#scan;
    const result = [];
    for (const index of indices) {
      const block = this.#blockOf(index);
      const rows = blocks.get(block) ?? (await this.#rows(block)).rows;
      blocks.set(block, rows);
      const cells = rows[index - (this.starts[block] as number)] ?? [];
      result.push(columns.map(({ name }, place) => [name, cells[place] ?? ''] as const));
    }
    return result;
  }

  /** Finds the last block that begins at or before an example. */
  #blockOf(index: number): number {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] as number) <= index) low = middle;
      else high = middle;
    }
    return low;
  }

  async #load(block: number): Promise<EncodedBlock> {
    const { rows, numbers } = await this.#rows(block);
    const encoded = { x: this.#encoder.inputs(rows, numbers), y: this.#encoder.targets(rows, numbers) };
    const [oldest] = this.#cache.keys();
    if (oldest !== undefined && this.#cache.size === MAX_CACHED_BLOCKS) this.#cache.delete(oldest);
    this.#cache.set(block, encoded);
    return encoded;
  }

  /** Reads the rows of a block that have a target, and their numbers in the table, counted from 1. */
  async #rows(
    block: number,
  ): Promise<{ readonly rows: readonly (readonly string[])[]; readonly numbers: readonly number[] }> {
    const { table, name, dialect, blocks, columns } = this.#scan;
    const place = blocks[block] as BlockPlace;
    const rows = await readBlock(table, name, dialect, place);
    const kept: (readonly string[])[] = [];
    const numbers: number[] = [];
    for (const [index, cells] of rows.slice(place.header ? 1 : 0).entries()) {
      if (!this.#encoder.isComplete(cells)) continue;
      kept.push(cells);
      numbers.push(place.firstRow + index);
    }
    if (kept.length === place.rows && kept.every((cells) => cells.length === columns.length))
      return { rows: kept, numbers };
    throw new NablaError('data', `${name}: the file has changed since it was scanned. Start again.`);
  }
}
