import type { Tokenizer as Library } from '@huggingface/tokenizers';
import { NablaError } from '@nablajs/core';
import {
  checkToken,
  encodeAll,
  type TokenDecoder,
  type TokenEncoder,
  type Tokenizer,
  type TokenSink,
} from '../tokenizer.js';
import { sizeOfTokenizer, type TokenizerJsonForm } from './tokenizer-json.js';

/** A text is encoded in pieces of at least this many characters, which end with a line. */
const MIN_PIECE = 4096;
/** A piece without the end of a line is cut here. */
const MAX_PIECE = 8192;

/** Loads `@huggingface/tokenizers`, and returns the tokenizer of a form. */
export async function loadJsonTokenizer(form: TokenizerJsonForm): Promise<Tokenizer> {
  const { Tokenizer } = await import('@huggingface/tokenizers');
  try {
    return new JsonTokenizer(form, new Tokenizer(form.tokenizer, { clean_up_tokenization_spaces: false }));
  } catch (cause) {
    throw damaged(cause);
  }
}

const damaged = (cause: unknown): NablaError =>
  new NablaError('data', 'tokenizer.json: expected a tokenizer that works. Received another; it is damaged.', {
    cause,
  });

/** Encodes and decodes by the library. */
class JsonTokenizer implements Tokenizer {
  readonly size: number;
  readonly form: TokenizerJsonForm;
  readonly #library: Library;

  constructor(form: TokenizerJsonForm, library: Library) {
    this.form = form;
    this.size = sizeOfTokenizer(form.tokenizer);
    this.#library = library;
  }

  encode(text: string | Uint8Array): Int32Array {
    return encodeAll(this.encoder(), text);
  }

  decode(tokens: ArrayLike<number>): string {
    const list = Array.from(tokens, (token) => checkToken(token, this.size));
    if (list.length === 0) return '';
    // Of the numbers below `size`, some may have no token.
    const known = list.filter((token) => this.#library.id_to_token(token) !== undefined);
    try {
      return known.length === 0 ? '' : this.#library.decode(known);
    } catch (cause) {
      throw damaged(cause);
    }
  }

  decodeBytes(tokens: ArrayLike<number>): Uint8Array {
    return new TextEncoder().encode(this.decode(tokens));
  }

  decoder(): TokenDecoder {
    return new WindowDecoder((tokens) => this.decode(tokens));
  }

  encoder(): TokenEncoder {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let rest = '';
    const write = (text: string, sink: TokenSink, isLast: boolean): void => {
      let at = 0;
      for (;;) {
        const end = pieceEnd(text, at, isLast);
        if (end < 0) break;
        this.#encodePiece(text.slice(at, end), sink);
        at = end;
      }
      rest = text.slice(at);
    };
    return {
      write: (bytes, sink) => write(rest + decoder.decode(bytes, { stream: true }), sink, false),
      end: (sink) => write(rest + decoder.decode(), sink, true),
    };
  }

  #encodePiece(piece: string, sink: TokenSink): void {
    let ids: readonly number[];
    try {
      ids = this.#library.encode(piece, { add_special_tokens: false }).ids;
    } catch (cause) {
      throw damaged(cause);
    }
    for (const id of ids) {
      if (!Number.isInteger(id)) {
        const expected = 'expected a token for all of the text, or one for unknown characters';
        throw new NablaError('data', `tokenizer.json: ${expected}. Received a text for which it has none.`);
      }
      sink.push(id);
    }
  }
}

/** Returns where the piece that begins at `start` ends, or -1 if that depends on more text. */
function pieceEnd(text: string, start: number, isLast: boolean): number {
  const line = text.indexOf('\n', start + MIN_PIECE - 1);
  const most = start + MAX_PIECE;
  if (line >= 0 && line < most) return line + 1;
  // One more, to see whether a pair of surrogates would be cut.
  if (text.length > most) return most - ((text.codePointAt(most - 1) as number) > 65_535 ? 1 : 0);
  return isLast && start < text.length ? text.length : -1;
}

/** How many tokens to wait for the end of a character. */
const MAX_WAITING = 16;

/**
 * Decodes tokens one by one with a function that decodes them together. The text of a token may depend on the one
 * before it.
 */
class WindowDecoder implements TokenDecoder {
  readonly #decode: (tokens: readonly number[]) => string;
  /** Tokens whose text was returned, and those after them. */
  #before: readonly number[] = [];
  #waiting: readonly number[] = [];

  constructor(decode: (tokens: readonly number[]) => string) {
    this.#decode = decode;
  }

  push(token: number): string {
    this.#waiting = [...this.#waiting, token];
    const text = this.#text();
    return text.endsWith('\uFFFD') && this.#waiting.length < MAX_WAITING ? '' : this.#take(text);
  }

  end(): string {
    const text = this.#take(this.#text());
    this.#before = [];
    return text;
  }

  #text(): string {
    const before = this.#decode(this.#before);
    return this.#decode([...this.#before, ...this.#waiting]).slice(before.length);
  }

  #take(text: string): string {
    if (this.#waiting.length > 0) this.#before = this.#waiting;
    this.#waiting = [];
    return text;
  }
}
