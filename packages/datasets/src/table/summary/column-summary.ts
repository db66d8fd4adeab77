/** Summarises one column of a table: whether it holds numbers, dates or texts, and which. */
import { log } from '@nablajs/core/math';
import { Moments } from '../../preprocessing/moments.js';
import { QuantileSample } from '../../preprocessing/quantile-sample.js';
import { copyOf, type WordCounts } from '../../text/words/word-counts.js';
import { daysOf, isMissing, numberOf } from '../cell.js';
import { MAX_CLASSES, MAX_TEXTS } from '../limits.js';
import { CellHash } from './cell-hash.js';
import { ColumnWords } from './column-words.js';
import { DateDifferences } from './date-parts.js';
import { type TextBudget, TextCounts } from './text-counts.js';

/** A cell that shows that a column is not of a certain kind. */
interface OddCell {
  readonly text: string;
  /** Counted from 1, without the header. */
  readonly row: number;
}

/** What a `ColumnSummary` is given. */
export interface SummarySettings {
  /** Whether it is the column to predict. Only a target has `logs`. */
  readonly isTarget: boolean;
  /** The memory that it shares with other columns. A target needs no share. */
  readonly budget: TextBudget;
  /** How many numbers to keep for quantiles, an even number. */
  readonly sampleSize: number;
  /** How many different words to count, if it is text. */
  readonly mostWords: number;
  /** Whether the user says that it is text, or that it is not. Default: the column tells. */
  readonly isText?: boolean | undefined;
}

/** A summary of one column, to which cells are added one at a time. */
export class ColumnSummary {
  readonly name: string;
  /** How many cells were added. */
  rows = 0;
  /** How many of them have no value. */
  missing = 0;
  readonly numbers: Moments = new Moments();
  readonly days: Moments = new Moments();
  /** The logarithms of the numbers of a target, if they are above 0. */
  readonly logs: Moments = new Moments();
  /** A sample of the numbers or the days; meaningless for other columns. */
  readonly sample: QuantileSample;
  /** The parts in which the dates differ. */
  readonly dateDifferences: DateDifferences = new DateDifferences();
  /** The first value that is not a number. */
  notNumber: OddCell | undefined;
  /** The first value that is not a date. */
  notDate: OddCell | undefined;
  allWhole = true;
  /** Whether the column counts the rows: 0, 1, 2 … or 1, 2, 3 … */
  countsRows = true;
  /** Whether the user says that it is text, or that it is not; undefined if nobody says. */
  readonly isText: boolean | undefined;
  readonly #isTarget: boolean;
  readonly #texts: TextCounts;
  readonly #words: ColumnWords;
  readonly #hash: CellHash = new CellHash();
  #first = 0;

  constructor(name: string, { isTarget, budget, sampleSize, mostWords, isText }: SummarySettings) {
    this.name = name;
    this.#isTarget = isTarget;
    this.isText = isText;
    this.#words = new ColumnWords(mostWords, isText);
    this.#texts = new TextCounts(isTarget ? MAX_CLASSES : MAX_TEXTS, isTarget ? undefined : budget, (texts) => {
      if (this.#mayBeText) this.#words.start(texts);
    });
    this.sample = new QuantileSample(sampleSize);
  }

  /** Adds a cell. `row` counts all rows of the table from 1, including skipped ones. */
  add(cell: string, decimalComma: boolean, row: number): void {
    this.rows++;
    if (isMissing(cell)) {
      this.missing++;
      this.countsRows = false;
      this.#hash.add('');
      return;
    }
    const text = cell.trim();
    this.#hash.add(text);
    this.#addNumber(numberOf(cell, decimalComma), cell, row);
    if (this.notDate === undefined) this.#addDays(daysOf(cell), cell, row);
    this.#texts.isSpare = this.kind !== 'text';
    this.#texts.add(text);
    if (this.#texts.gaveUp !== undefined) this.#words.add(text);
  }

  /** How many rows have a value. */
  get present(): number {
    return this.rows - this.missing;
  }

  get kind(): 'number' | 'date' | 'text' | 'empty' {
    if (this.present === 0) return 'empty';
    if (this.notNumber === undefined) return 'number';
    return this.notDate === undefined ? 'date' : 'text';
  }

  /** How often each text appears; empty if there is a `textsGaveUp`. */
  get texts(): ReadonlyMap<string, number> {
    return this.#texts.counts;
  }

  /** Why the texts are not known: `it has more than 1000 different texts`. Undefined if they are. */
  get textsGaveUp(): string | undefined {
    return this.#texts.gaveUp;
  }

  /** The words of running text; undefined for any other column. */
  get words(): WordCounts | undefined {
    return this.#mayBeText ? this.#words.of(this.textsGaveUp === undefined ? this.texts : undefined) : undefined;
  }

  get #mayBeText(): boolean {
    return !this.#isTarget && (this.isText ?? this.kind === 'text');
  }

  /** Whether all numbers differ, as far as the first texts and the sample show. */
  get allDiffer(): boolean {
    return !this.#texts.repeats && this.sample.allDiffer;
  }

  /** Equal for columns with the same values row by row, and in practice only for those. */
  get fingerprint(): string {
    return `${this.rows} ${this.missing} ${this.#hash.value}`;
  }

  #addNumber(value: number, cell: string, row: number): void {
    if (Number.isNaN(value)) {
      this.notNumber ??= { text: copyOf(cell), row };
      this.countsRows = false;
      return;
    }
    this.numbers.add(value);
    if (this.notNumber === undefined) this.sample.add(value);
    if (this.#isTarget && value > 0) this.logs.add(log(value));
    if (!Number.isInteger(value)) this.allWhole = false;
    if (this.rows === 1) this.#first = value;
    const counts = (this.#first === 0 || this.#first === 1) && value === this.#first + this.rows - 1;
    if (!counts) this.countsRows = false;
  }

  #addDays(days: number, cell: string, row: number): void {
    if (Number.isNaN(days)) {
      this.notDate = { text: copyOf(cell), row };
      return;
    }
    this.days.add(days);
    this.sample.add(days);
    this.dateDifferences.add(days);
  }
}
