/** Counts the words of a column, and tells running text from other texts. */
import { WordCounts } from '../../text/words/word-counts.js';

/** Running text has at least this many words in a cell, on average. */
const FEWEST_WORDS = 3;
/** At least this many words are in two rows or more. */
const FEWEST_KNOWN = 20;
/** After so many rows, a column of fewer words is not counted any more. */
const ROWS_TO_DECIDE = 1000;

/** The words of a column, from when its texts are too many to keep. */
export class ColumnWords {
  readonly #most: number;
  readonly #isText: boolean | undefined;
  #counts: WordCounts | undefined;

  /** Counts at most `most` different words. `isText`: what the user says about the column; undefined if nothing. */
  constructor(most: number, isText: boolean | undefined) {
    this.#most = most;
    this.#isText = isText;
  }

  /** Begins to count, with the texts so far. */
  start(texts: ReadonlyMap<string, number>): void {
    this.#counts = this.#countsOf(texts);
    this.#decide();
  }

  /** Adds a text, after `start`. */
  add(text: string): void {
    if (this.#counts === undefined) return;
    this.#counts.add(text);
    this.#decide();
  }

  /** The words of a column of running text; undefined for others. `texts`: all its texts, if they are known. */
  of(texts: ReadonlyMap<string, number> | undefined): WordCounts | undefined {
    if (this.#isText === false) return undefined;
    const counts = texts === undefined ? this.#counts : this.#countsOf(texts);
    if (counts === undefined || this.#isText) return counts;
    return this.#areMany(counts) && counts.frequent(FEWEST_KNOWN).length === FEWEST_KNOWN ? counts : undefined;
  }

  #countsOf(texts: ReadonlyMap<string, number>): WordCounts {
    const counts = new WordCounts(this.#most);
    for (const [text, rows] of texts) counts.add(text, rows);
    return counts;
  }

  #decide(): void {
    const counts = this.#counts as WordCounts;
    if (counts.texts >= ROWS_TO_DECIDE && !this.#isText && !this.#areMany(counts)) this.#counts = undefined;
  }

  #areMany({ words, texts }: WordCounts): boolean {
    return words >= FEWEST_WORDS * texts;
  }
}
