import type { WordCounts } from './word-table.js';

/** A pair of tokens, how often it occurs, and the words that may have it. */
interface Pair {
  count: number;
  readonly words: number[];
}

/** An entry of the heap: the count that a pair had. */
interface Entry {
  readonly count: number;
  readonly key: number;
}

/** Whether an entry comes before another: more frequent, or as frequent with the smaller tokens. */
const isBefore = (a: Entry, b: Entry): boolean => a.count > b.count || (a.count === b.count && a.key < b.key);

/**
 * Merges pairs of tokens, the most frequent first. A pair is known by its key, 65,536 times the left token plus the
 * right one. Counts in the heap may be too large; they are corrected at the top.
 */
export class BPETrainer {
  /** The tokens of all words. Word w has `#lengths[w]` of them from `#starts[w]` on. */
  readonly #tokens: Int32Array;
  readonly #starts: Int32Array;
  readonly #lengths: Int32Array;
  readonly #counts: Float64Array;
  readonly #pairs: Map<number, Pair> = new Map();
  readonly #heap: Entry[] = [];

  constructor({ words, counts }: WordCounts) {
    this.#tokens = Int32Array.from(words.bytes.subarray(0, words.startOf(words.size)));
    this.#starts = Int32Array.from({ length: words.size }, (_, word) => words.startOf(word));
    this.#lengths = this.#starts.map((start, word) => words.startOf(word + 1) - start);
    this.#counts = counts;
    for (const [word, start] of this.#starts.entries()) {
      const end = start + (this.#lengths[word] as number);
      for (let at = start; at + 1 < end; at++) {
        this.#add((this.#tokens[at] as number) * 65_536 + (this.#tokens[at + 1] as number), word);
      }
    }
    for (const [key, { count }] of this.#pairs) this.#push({ count, key });
  }

  /** Makes the most frequent pair the new token, and returns its key. Returns undefined if none occurs twice. */
  merge(token: number): number | undefined {
    for (let top = this.#pop(); top !== undefined; top = this.#pop()) {
      const pair = this.#pairs.get(top.key);
      if (pair === undefined || pair.count < 2) continue;
      if (pair.count === top.count) {
        this.#pairs.delete(top.key);
        this.#apply(top.key, token, pair.words);
        return top.key;
      }
      this.#push({ count: pair.count, key: top.key });
    }
    return undefined;
  }

  #apply(key: number, token: number, words: readonly number[]): void {
    const [left, right] = [Math.floor(key / 65_536), key % 65_536];
    const found = new Set<number>();
    for (const word of words) this.#applyTo(word, left, right, token, found);
    for (const one of found) {
      const count = this.#pairs.get(one)?.count ?? 0;
      if (count > 1) this.#push({ count, key: one });
    }
  }

  /** Merges a pair in one word, and collects the keys of new pairs. */
  #applyTo(word: number, left: number, right: number, token: number, found: Set<number>): void {
    const tokens = this.#tokens;
    const start = this.#starts[word] as number;
    const end = start + (this.#lengths[word] as number);
    let to = start;
    for (let at = start; at < end; at++) {
      const own = tokens[at] as number;
      if (own !== left || at + 1 === end || tokens[at + 1] !== right) {
        tokens[to++] = own;
        continue;
      }
      if (to > start) {
        const before = (tokens[to - 1] as number) * 65_536;
        this.#replace(before + left, before + token, word, found);
      }
      if (at + 2 < end) {
        const after = tokens[at + 2] as number;
        this.#replace(right * 65_536 + after, token * 65_536 + after, word, found);
      }
      tokens[to++] = token;
      at++;
    }
    this.#lengths[word] = to - start;
  }

  #replace(old: number, key: number, word: number, found: Set<number>): void {
    const pair = this.#pairs.get(old);
    if (pair !== undefined) pair.count -= this.#counts[word] as number;
    this.#add(key, word);
    found.add(key);
  }

  #add(key: number, word: number): void {
    const count = this.#counts[word] as number;
    const pair = this.#pairs.get(key);
    if (pair === undefined) {
      this.#pairs.set(key, { count, words: [word] });
      return;
    }
    pair.count += count;
    if (pair.words.at(-1) !== word) pair.words.push(word);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry, heap[parent] as Entry)) break;
      heap[at] = heap[parent] as Entry;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const [top, last] = [heap[0], heap.pop()];
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child++;
      if (!isBefore(heap[child] as Entry, last)) break;
      heap[at] = heap[child] as Entry;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}
