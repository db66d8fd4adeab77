/** Encodes the cells of a table as a network's inputs and targets. */
import { allocate, checkOptionNames, type DenseArray, dense, type FloatDType, NablaError } from '@nablajs/core';
import { oneHotEncoder } from '../preprocessing/one-hot-encoder.js';
import { robustlyScaled } from '../preprocessing/robust-scale.js';
import type { SentenceEncoder } from '../text/sentences/sentence-form.js';
import { WordEncoder } from '../text/words/word-form.js';
import { daysOf, isMissing, numberOf } from './cell.js';
import { quoted, shown, shownList } from './shown.js';
import { type DatePart, monthOf, PART_NAMES, timeOf, weekdayOf } from './summary/date-parts.js';
import {
  type CategoryColumn,
  type InputColumn,
  type NumberColumn,
  numberedName,
  type TableForm,
  type TargetColumn,
  type TextColumn,
  widthOf,
} from './table-form.js';
import { targetOutput } from './target.js';

/** Options of `TableEncoder`. */
export interface TableEncoderOptions {
  /** Names the table in errors. */
  readonly name: string;
  /** The names of the table's columns, in order. */
  readonly columns: readonly string[];
  /** Whether numbers have a decimal comma, as in 0,5. */
  readonly decimalComma: boolean;
  /** The dtype of inputs and of numbers to predict. */
  readonly dtype: FloatDType;
  /** Encodes the column of a sentence model: see `sentencesOf`. Default: none, for forms without such a column. */
  readonly sentences?: SentenceEncoder | undefined;
}

/** A cell with a text, or only words, that the training data had at most once. */
export interface UnknownCell {
  readonly row: number;
  readonly column: string;
  readonly text: string;
}

/** The number of the first row, or of each row, for messages. */
type RowNumbers = number | readonly number[];

const rowNumber = (numbers: RowNumbers, index: number): number =>
  typeof numbers === 'number' ? numbers + index : (numbers[index] as number);

/** Writes the inputs of a cell to `x`, starting at `at`. */
type CellWriter = (cells: readonly string[], x: Float32Array | Float64Array, at: number, row: number) => void;

/**
 * Encodes the cells of a table as a network's inputs and targets, as the form of a model says.
 *
 * @example
 * ```ts
 * for await (const { columns, decimalComma, rows, firstRow } of readTable(blob, { name: 'new.csv', form })) {
 *   const encoder = new TableEncoder(form, { name: 'new.csv', columns, decimalComma, dtype: 'float32' });
 *   const x = encoder.inputs(rows, firstRow);
 * }
 * ```
 */
export class TableEncoder {
  /** The number of inputs per row. */
  readonly width: number;
  /** How many cells so far have a text that the model does not know. */
  unknown = 0;
  /** The first of them. */
  firstUnknown: UnknownCell | undefined;
  /** How many rows so far have no value in any column of the form. */
  empty = 0;
  /** The number of the first of them. */
  firstEmpty: number | undefined;
  readonly #form: TableForm;
  readonly #options: TableEncoderOptions;
  readonly #places: readonly number[];
  readonly #writers: readonly (readonly [write: CellWriter, at: number])[];
  readonly #target: number;
  readonly #classIndex: ((text: string) => number) | undefined;

  /** @throws NablaError `data` if the table lacks a column of the form. */
  constructor(form: TableForm, options: TableEncoderOptions) {
    checkOptionNames('TableEncoder', options, ['name', 'columns', 'decimalComma', 'dtype', 'sentences']);
    this.#form = form;
    this.#options = options;
    this.#places = form.columns.map((column) => this.#placeOf(column.name));
    let width = 0;
    this.#writers = form.columns.map((column, index) => {
      const at = width;
      width += widthOf(column);
      return [this.#writerOf(column, this.#places[index] as number), at];
    });
    this.width = width;
    this.#target = options.columns.indexOf(form.target.name);
    if (form.target.kind === 'class') this.#classIndex = oneHotEncoder(form.target.values).indexOf;
  }

  /** Whether the table has the target column. */
  get hasTarget(): boolean {
    return this.#target !== -1;
  }

  /**
   * Encodes rows as inputs x [rows, width]; for a sentence model, int32 tokens [rows, time].
   *
   * @param numbers The number of the first row, or of each row, for errors. Default: 1.
   * @throws NablaError `data` for a cell that does not fit its column.
   */
  inputs(rows: readonly (readonly string[])[], numbers: RowNumbers = 1): DenseArray {
    const { sentences, dtype } = this.#options;
    if (sentences !== undefined) return sentences.encodeAll(this.#textsOf(rows, numbers));
    const x = allocate(dtype, rows.length * this.width) as Float32Array | Float64Array;
    for (const [index, cells] of rows.entries()) {
      const row = rowNumber(numbers, index);
      for (const [write, at] of this.#writers) write(cells, x, index * this.width + at, row);
      this.#countEmpty(cells, row);
    }
    return dense(x, [rows.length, this.width]);
  }

  /** Returns the texts for a sentence model. */
  #textsOf(rows: readonly (readonly string[])[], numbers: RowNumbers): string[] {
    const [place = 0] = this.#places;
    return rows.map((cells, index) => {
      this.#countEmpty(cells, rowNumber(numbers, index));
      return cells[place] as string;
    });
  }

  #countEmpty(cells: readonly string[], row: number): void {
    if (!this.#places.every((place) => isMissing(cells[place] as string))) return;
    this.empty++;
    this.firstEmpty ??= row;
  }

  /**
   * Encodes the targets of rows: int32 classes [rows], or standardised numbers [rows, 1].
   *
   * @param numbers The number of the first row, or of each row, for errors. Default: 1.
   * @throws NablaError `data` if the table has no target column, a class is not in the form, or a number is a text or,
   * for logarithms, not above 0.
   */
  targets(rows: readonly (readonly string[])[], numbers: RowNumbers = 1): DenseArray {
    const { target } = this.#form;
    if (!this.hasTarget) throw this.#wrong(`expected the column '${shown(target.name)}'`, 'a table without it');
    const values = rows.map((cells, index) =>
      this.#targetOf(target, cells[this.#target] as string, rowNumber(numbers, index)),
    );
    if (target.kind === 'class') return dense(Int32Array.from(values), [rows.length]);
    const data = allocate(this.#options.dtype, rows.length);
    data.set(values);
    return dense(data, [rows.length, 1]);
  }

  /** Whether the row has a target. */
  isComplete(cells: readonly string[]): boolean {
    return this.hasTarget && !isMissing(cells[this.#target] as string);
  }

  #targetOf(target: TargetColumn, cell: string, row: number): number {
    if (target.kind === 'class') {
      const index = this.#classIndex?.(cell.trim()) ?? -1;
      if (index !== -1) return index;
      const classes = shownList(target.values);
      throw this.#wrong(
        `row ${row}: ${shown(target.name)}: expected one of the model's classes ${classes}`,
        quoted(cell),
      );
    }
    const value = this.#number(cell);
    if (Number.isNaN(value)) throw this.#wrong(`row ${row}: ${shown(target.name)}: expected a number`, quoted(cell));
    if (target.transform === 'log' && value <= 0) {
      throw this.#wrong(`row ${row}: ${shown(target.name)}: expected a number above 0`, quoted(cell));
    }
    return targetOutput(target, value);
  }

  #number(cell: string): number {
    return numberOf(cell, this.#options.decimalComma);
  }

  #writerOf(column: InputColumn, place: number): CellWriter {
    if (column.kind === 'text') return this.#textWriter(column, place);
    if (column.kind === 'sentence') return this.#sentenceWriter();
    return column.kind === 'category' ? this.#categoryWriter(column, place) : this.#numberWriter(column, place);
  }

  #categoryWriter({ name, values, encoding }: CategoryColumn, place: number): CellWriter {
    const { indexOf } = oneHotEncoder(values);
    return (cells, x, at, row) => {
      const text = (cells[place] as string).trim();
      const index = indexOf(text);
      if (index !== -1) {
        if (encoding === 'index') x[at] = index + 1;
        else x[at + index] = 1;
      } else if (!isMissing(text)) {
        this.unknown++;
        this.firstUnknown ??= { row, column: name, text };
      }
    };
  }

  /** `inputs` encodes sentences together. */
  #sentenceWriter(): CellWriter {
    if (this.#options.sentences !== undefined) return () => {};
    const remedy = 'pass sentences, await createSentenceEncoder(sentencesOf(form))';
    throw new NablaError('argument', `TableEncoder: expected an encoder of sentences. Received none; ${remedy}.`);
  }

  #textWriter({ name, words, length }: TextColumn, place: number): CellWriter {
    const encoder = new WordEncoder({ type: 'words', words, length });
    return (cells, x, at, row) => {
      const text = cells[place] as string;
      const places = encoder.encode(text);
      x.set(places, at);
      if (places.length > 0 || isMissing(text)) return;
      this.unknown++;
      this.firstUnknown ??= { row, column: name, text };
    };
  }

  #numberWriter(column: NumberColumn, place: number): CellWriter {
    const { missing, kind, name, parts = [] } = column;
    const scale = scalerOf(column);
    const read = kind === 'date' ? daysOf : (cell: string): number => this.#number(cell);
    return (cells, x, at, row) => {
      const cell = cells[place] as string;
      const value = read(cell);
      if (!Number.isNaN(value)) {
        x[at] = scale(value);
        writeParts(parts, value, x, at + (missing ? 2 : 1));
        if (Number.isFinite(x[at])) return;
        throw this.#wrong(`row ${row}: ${shown(name)}: expected a number closer to the training data`, quoted(cell));
      }
      if (isMissing(cell)) {
        if (missing) x[at + 1] = 1;
      } else {
        const expected = kind === 'date' ? 'a date such as 2024-02-29' : 'a number';
        throw this.#wrong(`row ${row}: ${shown(name)}: expected ${expected}`, quoted(cell));
      }
    };
  }

  #placeOf(name: string): number {
    const { columns } = this.#options;
    const place = columns.indexOf(name);
    if (place !== -1) return place;
    const hasNames = columns.some((column, index) => column !== numberedName(index));
    const received = hasNames ? `columns ${shownList(columns)}` : 'a table without names in its first row; add them';
    throw this.#wrong(`expected the column '${shown(name)}', which the model learned from`, received);
  }

  #wrong(expected: string, received: string): NablaError {
    return new NablaError('data', `${this.#options.name}: ${expected}. Received ${received}.`);
  }
}

function scalerOf(column: NumberColumn): (value: number) => number {
  if ('median' in column) return (value) => robustlyScaled(value, column);
  const { mean, standardDeviation } = column;
  return (value) => (value - mean) / standardDeviation;
}

function writeParts(parts: readonly DatePart[], days: number, x: Float32Array | Float64Array, at: number): void {
  let next = at;
  for (const part of parts) {
    if (part === 'month') x[next + monthOf(days)] = 1;
    else if (part === 'weekday') x[next + weekdayOf(days)] = 1;
    else x[next] = timeOf(days);
    next += PART_NAMES[part].length;
  }
}
