import { NablaError } from '@nablajs/core';
import { textBlocks } from './text-blocks.js';
import type { Tokenizer, TokenSink } from './tokenizers/tokenizer.js';

/** The largest number of tokens of a text. */
export const MAX_TEXT_TOKENS: number = 2 ** 31 - 1;
const BITS = 18;
const BLOCK = 1 << BITS;

type Block = Uint8Array | Uint16Array | Int32Array;

/** Many tokens in little memory: 1 byte each if there are at most 256 different ones, 2 if at most 65,536, else 4. */
export class TokenArray implements TokenSink {
  /** How many tokens there are. */
  length = 0;
  readonly #blocks: Block[] = [];
  readonly #size: number;
  readonly #name: string;
  #last: Block = new Uint8Array(0);

  /** @param size How many different tokens there may be. `name` names the text in errors. */
  constructor(size: number, name: string) {
    this.#size = size;
    this.#name = name;
  }

  push(token: number): void {
    const at = this.length & (BLOCK - 1);
    if (at === 0) this.#grow();
    this.#last[at] = token;
    this.length += 1;
  }

  /** Copies tokens to `target`, from `offset` on. */
  copy(start: number, count: number, target: Int32Array, offset: number): void {
    for (let done = 0; done < count; ) {
      const at = start + done;
      const from = at & (BLOCK - 1);
      const part = (this.#blocks[at >> BITS] as Block).subarray(from, Math.min(BLOCK, from + count - done));
      target.set(part, offset + done);
      done += part.length;
    }
  }

  #grow(): void {
    if (this.length + BLOCK > MAX_TEXT_TOKENS) {
      const advice = 'pass a part of it, as in file.slice(0, 1e9)';
      throw new NablaError('data', `${this.#name}: expected at most 2^31 tokens. Received more; ${advice}.`);
    }
    try {
      this.#last = this.#allocate();
    } catch (cause) {
      const received = `no more memory after ${this.length} tokens; pass a part of the text`;
      throw new NablaError('memory', `${this.#name}: expected memory for all tokens. Received ${received}.`, { cause });
    }
    this.#blocks.push(this.#last);
  }

  #allocate(): Block {
    if (this.#size <= 256) return new Uint8Array(BLOCK);
    return this.#size <= 65_536 ? new Uint16Array(BLOCK) : new Int32Array(BLOCK);
  }
}

/** Reads a text in blocks, and encodes it. */
export async function readTokens(text: Blob | string, tokenizer: Tokenizer, name: string): Promise<TokenArray> {
  const tokens = new TokenArray(tokenizer.size, name);
  const encoder = tokenizer.encoder();
  for await (const bytes of textBlocks(text, name)) encoder.write(bytes, tokens);
  encoder.end(tokens);
  return tokens;
}
