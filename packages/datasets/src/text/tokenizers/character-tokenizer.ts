import {
  checkToken,
  encodeAll,
  type TokenDecoder,
  type TokenEncoder,
  type Tokenizer,
  type TokenSink,
} from './tokenizer.js';
import type { CharacterForm } from './tokenizer-form.js';

const UNKNOWN = '\uFFFD';

/** Each character is a token, numbered from 1 in the order of the form. Token 0 stands for all other characters. */
export class CharacterTokenizer implements Tokenizer {
  readonly size: number;
  readonly form: CharacterForm;
  readonly #characters: readonly string[];
  /** The tokens of the code points below 65,536, and of the others. */
  readonly #basic: Uint16Array = new Uint16Array(65_536);
  readonly #others: Map<number, number> = new Map();

  constructor(form: CharacterForm) {
    this.form = form;
    this.#characters = [UNKNOWN, ...form.characters];
    this.size = this.#characters.length;
    for (const [token, character] of this.#characters.entries()) {
      if (token === 0) continue;
      const code = character.codePointAt(0) as number;
      if (code < 65_536) this.#basic[code] = token;
      else this.#others.set(code, token);
    }
  }

  encode(text: string | Uint8Array): Int32Array {
    return encodeAll(this.encoder(), text);
  }

  decode(tokens: ArrayLike<number>): string {
    return Array.from(tokens, (token) => this.#textOf(token)).join('');
  }

  decodeBytes(tokens: ArrayLike<number>): Uint8Array {
    return new TextEncoder().encode(this.decode(tokens));
  }

  decoder(): TokenDecoder {
    return { push: (token) => this.#textOf(token), end: () => '' };
  }

  encoder(): TokenEncoder {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    return {
      write: (bytes, sink) => this.#write(decoder.decode(bytes, { stream: true }), sink),
      end: (sink) => this.#write(decoder.decode(), sink),
    };
  }

  #textOf(token: number): string {
    return this.#characters[checkToken(token, this.size)] as string;
  }

  #write(text: string, sink: TokenSink): void {
    for (let i = 0; i < text.length; i++) {
      const code = text.codePointAt(i) as number;
      if (code > 65_535) i++;
      sink.push(code > 65_535 ? (this.#others.get(code) ?? 0) : (this.#basic[code] as number));
    }
  }
}
