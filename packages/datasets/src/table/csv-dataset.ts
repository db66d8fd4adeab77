/** CSV and its like as a data set. */
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
import { checkIndices } from '../indices.js';
import { orderOfBlocks } from '../order-of-blocks.js';
import { TableEncoder } from './encode-table.js';
import { type FormOptions, type IgnoredColumn, learnForm } from './learn-form.js';
import { type BlockPlace, type ScanOptions, scanTable, type TableScan } from './scan-table.js';
import { readBlock } from './table-blocks.js';
import type { TableForm } from './table-form.js';

/** Rows of a table as examples: x [n, inputs], y int32 classes [n] or standardised numbers [n, 1]. */
export interface TableDataset extends Dataset {
  readonly form: TableForm;
  /** Columns that are not used, and why. */
  readonly ignored: readonly IgnoredColumn[];
  /** Rows that are left out, as their target is missing. */
  readonly withoutTarget: number;
  /** The class of each example, where classes are predicted and the table is in memory. */
  readonly labels: Int32Array | undefined;
  /** The first example of each block that is read at once; undefined where the table is in memory. */
  readonly blocks: Int32Array | undefined;
  /** The cells of some examples as they are written, with the names of their columns. */
  cells(indices: Int32Array): Promise<readonly (readonly (readonly [column: string, text: string])[])[]>;
}

/** Options of `tableDataset`. */
export interface TableDatasetOptions {
  /** Of inputs and of numbers to predict. Default float32. */
  readonly dtype?: FloatDType;
  /** Most bytes that the examples may take in memory; more are read again in blocks, each epoch. Default 128 MB. */
  readonly memory?: number;
}

/** Options of `csvDataset`. */
export interface CsvDatasetOptions extends ScanOptions, FormOptions, TableDatasetOptions {
  /** Of a model that is there; default what is learned from the table. */
  readonly form?: TableForm;
}

/**
 * Reads a table of comma-separated values (or of tabs, semicolons or bars) and finds what its columns are: numbers and
 * dates are standardised, texts of at most 50 different values become one input each, all else is left out and told in
 * `ignored`. The table is read once for that. `table` is a `Blob` or a `File`, or the text itself; in Node
 * `await openAsBlob('iris.csv')` of node:fs opens a file.
 *
 * Throws a NablaError of code `data` for a table that cannot be read, and where the target is not there.
 *
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
  const scan = await scanTable(blob, { ...options, target });
  const { form, ignored } = options.form === undefined ? learnForm(scan, options) : { form: options.form, ignored: [] };
  return await tableDataset(scan, form, ignored, options);
}

const OPTIONS: readonly (keyof CsvDatasetOptions)[] = [
  ...([
    'name',
    'target',
    'task',
    'form',
    'dtype',
    'memory',
    'delimiter',
    'header',
    'decimalComma',
    'onProgress',
  ] as const),
];

/** The examples of a table that was scanned for a target. */
export async function tableDataset(
  scan: TableScan,
  form: TableForm,
  ignored: readonly IgnoredColumn[] = [],
  { dtype = 'float32', memory = 128e6 }: TableDatasetOptions = {},
): Promise<TableDataset> {
  const reader = new BlockReader(scan, form, dtype);
  const { rows, withoutTarget } = scan;
  const common = {
    ...{ length: rows, inputShape: [reader.width], form, ignored, withoutTarget },
    cells: (indices: Int32Array) => reader.cells(indices),
  };
  const bytes = rows * reader.width * (dtype === 'float32' ? 4 : 8);
  if (bytes > memory) {
    const { starts } = reader;
    const order = (random: Permuter): Int32Array => orderOfBlocks(starts, rows, random);
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

/** Blocks that stay: that of the batch, and the one that it goes on in. */
const KEPT = 2;

/** Reads and encodes blocks as they are needed. */
class BlockReader {
  /** The first example of each block. */
  readonly starts: Int32Array;
  readonly #scan: TableScan;
  readonly #encoder: TableEncoder;
  readonly #dtype: FloatDType;
  readonly #kept: Map<number, EncodedBlock> = new Map();

  constructor(scan: TableScan, form: TableForm, dtype: FloatDType) {
    const { name, columns, dialect, blocks } = scan;
    const names = columns.map((column) => column.name);
    this.#scan = scan;
    this.#dtype = dtype;
    this.#encoder = new TableEncoder(form, { name, columns: names, decimalComma: dialect.decimalComma, dtype });
    this.starts = new Int32Array(blocks.length);
    for (let block = 1; block < blocks.length; block++) {
      this.starts[block] = (this.starts[block - 1] as number) + (blocks[block - 1] as BlockPlace).rows;
    }
  }

  get width(): number {
    return this.#encoder.width;
  }

  /** All examples in memory. */
  async all(): Promise<EncodedBlock> {
    return await this.batch(Int32Array.from({ length: this.#scan.rows }, (_, index) => index));
  }

  async batch(indices: Int32Array): Promise<Batch<DenseArray>> {
    checkIndices('batch', indices, this.#scan.rows);
    const { width } = this;
    const x = allocate(this.#dtype, indices.length * width);
    let y: DenseArray['data'] | undefined;
    let isColumn = false;
    for (const [row, index] of indices.entries()) {
      const block = this.#blockOf(index);
      // An await at each row would take longer than all else.
      const { x: from, y: targets } = this.#kept.get(block) ?? (await this.#load(block));
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

  /** The last block that begins at or before the example; blocks without examples begin where the next one does. */
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
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size === KEPT) this.#kept.delete(oldest);
    this.#kept.set(block, encoded);
    return encoded;
  }

  /** The rows that have a target, and which rows of the table they are, counted from 1. */
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
    throw new NablaError('data', `${name}: the file has changed while it is read. Start again.`);
  }
}
