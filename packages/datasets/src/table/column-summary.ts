/** Summarises one column of a table: whether it holds numbers, dates or texts, and which. */
import { Moments } from '../preprocessing/moments.js';
import { daysOf, isMissing, numberOf } from './cell.js';
import { MAX_TEXTS } from './limits.js';

/** A column with a text of more characters has too many texts, too. */
const MAX_TEXT_LENGTH = 1000;

/** A cell that shows that a column is not of a certain kind. */
interface OddCell {
  readonly text: string;
  /** Counted from 1, without the header. */
  readonly row: number;
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
  /** The first value that is not a number. */
  notNumber: OddCell | undefined;
  /** The first value that is not a date. */
  notDate: OddCell | undefined;
  /** How often each text appears; incomplete if `tooManyTexts`. */
  readonly texts: Map<string, number> = new Map();
  tooManyTexts = false;
  allWhole = true;
  /** Whether the column counts the rows: 0, 1, 2 … or 1, 2, 3 … */
  countsRows = true;
  #first = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Adds a cell. `row` counts all rows of the table from 1, including skipped ones. */
  add(cell: string, decimalComma: boolean, row: number): void {
    this.rows++;
    if (isMissing(cell)) {
      this.missing++;
      this.countsRows = false;
      return;
    }
    this.#addText(cell.trim());
    this.#addNumber(numberOf(cell, decimalComma), cell, row);
    if (this.notDate === undefined) {
      const days = daysOf(cell);
      if (Number.isNaN(days)) this.notDate = { text: cell, row };
      else this.days.add(days);
    }
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

  #addNumber(value: number, cell: string, row: number): void {
    if (Number.isNaN(value)) {
      this.notNumber ??= { text: cell, row };
      this.countsRows = false;
      return;
    }
    this.numbers.add(value);
    if (!Number.isInteger(value)) this.allWhole = false;
    if (this.rows === 1) this.#first = value;
    const counts = (this.#first === 0 || this.#first === 1) && value === this.#first + this.rows - 1;
    if (!counts) this.countsRows = false;
  }

  #addText(text: string): void {
    if (this.tooManyTexts) return;
    const count = this.texts.get(text) ?? 0;
    this.tooManyTexts = text.length > MAX_TEXT_LENGTH || (count === 0 && this.texts.size === MAX_TEXTS);
    if (!this.tooManyTexts) this.texts.set(text, count + 1);
  }
}
