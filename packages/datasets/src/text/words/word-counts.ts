import { distinctWords, isRunningText } from './split-words.js';

/** How many different words to count. */
export const MAX_COUNTED: number = 1 << 18;

/** Making room must free at least this share, or words are forgotten and counted again without end. */
const FEWEST_FREED = 1 / 8;

/** Counts in how many texts each word occurs, in bounded memory. */
export class WordCounts {
  /** How many texts were added. */
  texts = 0;
  /** How many different words they had, added up. A text without spaces, such as a file name, has one. */
  words = 0;
  /** How many different words one of them had at most. */
  longest = 0;
  readonly #counts: Map<string, number> = new Map();
  readonly #most: number;
  #isFull = false;

  /**
   * Counts at most `most` different words. If there are more, those of only one text are forgotten; if these are few,
   * new words are not counted any more.
   */
  constructor(most: number = MAX_COUNTED) {
    this.#most = most;
  }

  /** Adds a text that `times` rows have. */
  add(text: string, times = 1): void {
    const words = distinctWords(text);
    this.texts += times;
    this.words += times * (isRunningText(text) ? words.size : Math.min(1, words.size));
    this.longest = Math.max(this.longest, words.size);
    for (const word of words) {
      const count = this.#counts.get(word);
      if (count !== undefined) this.#counts.set(word, count + times);
      else if (this.#hasRoom()) this.#counts.set(copyOf(word), times);
    }
  }

  /**
   * Returns the words that at least two texts have, with their numbers of texts, the most frequent first; equally
   * frequent ones by code unit.
   */
  top(most: number): [word: string, texts: number][] {
    const known = [...this.#counts].filter(([, count]) => count >= 2);
    return known.sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1)).slice(0, most);
  }

  /** Returns the words of `top`, sorted by code unit. */
  frequent(most: number): string[] {
    return this.top(most)
      .map(([word]) => word)
      .sort();
  }

  /** Whether another word can be counted. If not, forgets words that only one text has had. */
  #hasRoom(): boolean {
    if (this.#counts.size < this.#most) return true;
    if (this.#isFull) return false;
    for (const [word, count] of this.#counts) if (count === 1) this.#counts.delete(word);
    this.#isFull = this.#counts.size > (1 - FEWEST_FREED) * this.#most;
    return this.#counts.size < this.#most;
  }
}

/** Copies a text: a part of a long text keeps all of it in memory. */
export const copyOf = (text: string): string => ` ${text}`.slice(1);
