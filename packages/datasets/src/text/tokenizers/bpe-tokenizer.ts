import {
  bytesDecoder,
  checkToken,
  encodeAll,
  joined,
  type TokenDecoder,
  type TokenEncoder,
  type Tokenizer,
  type TokenSink,
  textOf,
} from './tokenizer.js';
import type { BPEForm } from './tokenizer-form.js';
import { WordTable } from './word-table.js';
import { MAX_WORD_BYTES, wordEnd } from './words.js';

/** How many different words to remember with their tokens. */
const MAX_CACHED = 1 << 17;
const NEVER = 0x7fffffff;

/** Byte-level BPE: see `learnBPE`. */
export class BPETokenizer implements Tokenizer {
  readonly size: number;
  readonly form: BPEForm;
  readonly #bytes: readonly Uint8Array[];
  /** The token of a pair, by 65,536 times the left one plus the right one. */
  readonly #merged: Map<number, number> = new Map();
  readonly #cache: WordTable = new WordTable(MAX_CACHED, 1 << 23);
  /** Tokens of the words in the cache, and where those of each word end. */
  #cached: Uint16Array = new Uint16Array(1 << 12);
  readonly #cachedEnds: Int32Array = new Int32Array(MAX_CACHED);
  readonly #tokens: Int32Array = new Int32Array(MAX_WORD_BYTES);
  readonly #pairs: Int32Array = new Int32Array(MAX_WORD_BYTES);

  constructor(form: BPEForm) {
    this.form = form;
    const bytes: Uint8Array[] = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
    for (let i = 0; i < form.merges.length; i += 2) {
      const [left, right] = [form.merges[i] as number, form.merges[i + 1] as number];
      this.#merged.set(left * 65_536 + right, bytes.length);
      bytes.push(joined([bytes[left] as Uint8Array, bytes[right] as Uint8Array]));
    }
    this.#bytes = bytes;
    this.size = bytes.length;
  }

  encode(text: string | Uint8Array): Int32Array {
    return encodeAll(this.encoder(), text);
  }

  decode(tokens: ArrayLike<number>): string {
    return textOf(this.decodeBytes(tokens));
  }

  decodeBytes(tokens: ArrayLike<number>): Uint8Array {
    return joined(Array.from(tokens, (token) => this.#bytesOf(token)));
  }

  decoder(): TokenDecoder {
    return bytesDecoder((token) => this.#bytesOf(token));
  }

  encoder(): TokenEncoder {
    let rest = new Uint8Array(0);
    const write = (bytes: Uint8Array, sink: TokenSink, isLast: boolean): void => {
      let at = 0;
      while (at < bytes.length) {
        const end = wordEnd(bytes, at, bytes.length, isLast);
        if (end < 0) break;
        this.#encodeWord(bytes, at, end, sink);
        at = end;
      }
      rest = bytes.slice(at);
    };
    return {
      write: (bytes, sink) => write(rest.length === 0 ? bytes : joined([rest, bytes]), sink, false),
      end: (sink) => write(rest, sink, true),
    };
  }

  #bytesOf(token: number): Uint8Array {
    return this.#bytes[checkToken(token, this.size)] as Uint8Array;
  }

  #encodeWord(bytes: Uint8Array, start: number, end: number, sink: TokenSink): void {
    const known = this.#cache.find(bytes, start, end);
    if (known >= 0) {
      const to = this.#cachedEnds[known] as number;
      for (let i = known === 0 ? 0 : (this.#cachedEnds[known - 1] as number); i < to; i++) {
        sink.push(this.#cached[i] as number);
      }
      return;
    }
    const count = this.#merge(bytes, start, end);
    for (let i = 0; i < count; i++) sink.push(this.#tokens[i] as number);
    this.#remember(bytes, start, end, count);
  }

  #remember(bytes: Uint8Array, start: number, end: number, count: number): void {
    const word = this.#cache.add(bytes, start, end);
    if (word < 0) return;
    const from = word === 0 ? 0 : (this.#cachedEnds[word - 1] as number);
    if (from + count > this.#cached.length) {
      const larger = new Uint16Array(2 * this.#cached.length + count);
      larger.set(this.#cached);
      this.#cached = larger;
    }
    this.#cached.set(this.#tokens.subarray(0, count), from);
    this.#cachedEnds[word] = from + count;
  }

  /** Merges the bytes of a word in `#tokens`, and returns how many tokens are left. The first merge goes first. */
  #merge(bytes: Uint8Array, start: number, end: number): number {
    const [tokens, pairs] = [this.#tokens, this.#pairs];
    let count = end - start;
    for (let i = 0; i < count; i++) tokens[i] = bytes[start + i] as number;
    for (let i = 0; i + 1 < count; i++) pairs[i] = this.#pairAt(i);
    for (;;) {
      let best = NEVER;
      let at = 0;
      for (let i = 0; i + 1 < count; i++) {
        if ((pairs[i] as number) >= best) continue;
        best = pairs[i] as number;
        at = i;
      }
      if (best === NEVER) return count;
      tokens[at] = best;
      tokens.copyWithin(at + 1, at + 2, count);
      pairs.copyWithin(at + 1, at + 2, count);
      count--;
      if (at > 0) pairs[at - 1] = this.#pairAt(at - 1);
      if (at + 1 < count) pairs[at] = this.#pairAt(at);
    }
  }

  #pairAt(at: number): number {
    return this.#merged.get((this.#tokens[at] as number) * 65_536 + (this.#tokens[at + 1] as number)) ?? NEVER;
  }
}
