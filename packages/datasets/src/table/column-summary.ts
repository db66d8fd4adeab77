/** What a table's rows say of one column: numbers, dates or texts, and which. */

import { Moments } from '../preprocessing/moments.js';
import { daysOf, isMissing, numberOf } from './cell.js';
import { MAX_TEXTS } from './limits.js';

/** A column with a longer text, in characters, has no categories either. */
const LONGEST_TEXT = 1000;

/** A cell that kept a column from being of a kind. */
interface OddCell {
  readonly text: string;
  /** Counted from 1, the header left out. */
  readonly row: number;
}

export class ColumnSummary {
  readonly name: string;
  /** Cells seen, and those of them that have no value. */
  rows = 0;
  missing = 0;
  readonly numbers: Moments = new Moments();
  readonly days: Moments = new Moments();
  /** The first value that is no number. */
  notNumber: OddCell | undefined;
  notDate: OddCell | undefined;
  /** Texts with the count of each, unless `tooManyTexts`. */
  readonly texts: Map<string, number> = new Map();
  tooManyTexts = false;
  allWhole = true;
  /** Whether its numbers count the rows: 0, 1, 2 … or 1, 2, 3 … */
  countsRows = true;
  #first = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** `row` counts all rows of the table from 1, those that are left out too. */
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
    this.tooManyTexts = text.length > LONGEST_TEXT || (count === 0 && this.texts.size === MAX_TEXTS);
    if (!this.tooManyTexts) this.texts.set(text, count + 1);
  }
}
