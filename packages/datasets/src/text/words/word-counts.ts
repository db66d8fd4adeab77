import { distinctWords } from './split-words.js';

/** How many different words to count. */
const MAX_COUNTED = 1 << 18;

/** Counts in how many texts each word occurs, in bounded memory. */
export class WordCounts {
  /** How many texts were added. */
  texts = 0;
  /** How many different words they had, added up. */
  words = 0;
  /** How many different words one of them had at most. */
  longest = 0;
  readonly #counts: Map<string, number> = new Map();
  readonly #most: number;

  /**
   * Counts at most `most` different words. If there are more, those that only one text has had so far are forgotten.
   */
  constructor(most: number = MAX_COUNTED) {
    this.#most = most;
  }

  add(text: string): void {
    const words = distinctWords(text);
    this.texts++;
    this.words += words.size;
    this.longest = Math.max(this.longest, words.size);
    for (const word of words) {
      const count = this.#counts.get(word);
      if (count === undefined && this.#counts.size >= this.#most && !this.#makeRoom()) continue;
      this.#counts.set(word, (count ?? 0) + 1);
    }
  }

  /** Returns the words that most texts have, and at least two; of equally frequent ones the first by code unit. */
  frequent(most: number): string[] {
    const known = [...this.#counts].filter(([, count]) => count >= 2);
    known.sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1));
    return known
      .slice(0, most)
      .map(([word]) => word)
      .sort();
  }

  /** Forgets words that only one text has had. Returns false if there are none. */
  #makeRoom(): boolean {
    const before = this.#counts.size;
    for (const [word, count] of this.#counts) if (count === 1) this.#counts.delete(word);
    return this.#counts.size < before;
  }
}
