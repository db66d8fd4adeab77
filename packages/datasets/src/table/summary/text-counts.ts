/** Counts the different texts of the columns of a table, in bounded memory. */
import { copyOf } from '../../text/words/word-counts.js';

/** A column with a longer text is not a column of categories. */
const MAX_TEXT_LENGTH = 1000;
/** About how many bytes an entry takes besides its characters. */
const ENTRY_BYTES = 80;
/** The bytes that all columns of a table have together. */
const TABLE_BYTES = 64e6;

/** The memory for texts that the columns of a table share. */
export class TextBudget {
  readonly #columns: Set<TextCounts> = new Set();
  #left: number;

  constructor(bytes: number = TABLE_BYTES) {
    this.#left = bytes;
  }

  /** Takes bytes for a column. If there are too few, the largest columns give up first. */
  take(column: TextCounts, bytes: number): void {
    this.#columns.add(column);
    this.#left -= bytes;
    while (this.#left < 0) this.#largest().giveUp('together with other columns, its texts take too much memory');
  }

  /** Takes the bytes of a column back. */
  release(column: TextCounts): void {
    this.#left += column.bytes;
    this.#columns.delete(column);
  }

  /** Columns of numbers give up first: nobody needs their texts. */
  #largest(): TextCounts {
    const weight = ({ bytes, isSpare }: TextCounts): number => bytes + (isSpare ? TABLE_BYTES : 0);
    return [...this.#columns].reduce((most, column) => (weight(column) > weight(most) ? column : most));
  }
}

/** How often each text of a column appears. */
export class TextCounts {
  /** Empty after `giveUp`. */
  readonly counts: Map<string, number> = new Map();
  /** Why texts are no longer counted: `it has more than 1000 different texts`. Undefined as long as they are. */
  gaveUp: string | undefined;
  /** Whether a text appeared twice before texts were no longer counted. */
  repeats = false;
  /** Whether the column holds only numbers or only dates so far. */
  isSpare = true;
  /** About how many bytes the texts take. */
  bytes = 0;
  readonly #most: number;
  readonly #budget: TextBudget | undefined;
  readonly #onGiveUp: (counts: ReadonlyMap<string, number>) => void;

  /**
   * Counts at most `most` different texts, within a budget, if any. Calls `onGiveUp` with what it is about to forget.
   */
  constructor(
    most: number,
    budget: TextBudget | undefined,
    onGiveUp: (counts: ReadonlyMap<string, number>) => void = () => {},
  ) {
    this.#most = most;
    this.#budget = budget;
    this.#onGiveUp = onGiveUp;
  }

  add(text: string): void {
    if (this.gaveUp !== undefined) return;
    const count = this.counts.get(text);
    if (count !== undefined) {
      this.repeats = true;
      this.counts.set(text, count + 1);
    } else if (text.length > MAX_TEXT_LENGTH) {
      this.giveUp(`it has a text of more than ${MAX_TEXT_LENGTH} characters`);
    } else if (this.counts.size === this.#most) {
      this.giveUp(`it has more than ${this.#most} different texts`);
    } else {
      const bytes = ENTRY_BYTES + 2 * text.length;
      this.bytes += bytes;
      this.#budget?.take(this, bytes);
      if (this.gaveUp === undefined) this.counts.set(copyOf(text), 1);
    }
  }

  /** Forgets all texts. `reason` continues a sentence about the column. */
  giveUp(reason: string): void {
    this.gaveUp = reason;
    this.#budget?.release(this);
    this.#onGiveUp(this.counts);
    this.counts.clear();
    this.bytes = 0;
  }
}
