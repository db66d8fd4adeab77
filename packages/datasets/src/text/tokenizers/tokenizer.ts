/** What all tokenizers share. */
import { NablaError } from '@nablajs/core';
import type { TokenizerForm } from './tokenizer-form.js';

/** Turns text into tokens, which are whole numbers from 0 to `size` - 1, and back. Made by `createTokenizer`. */
export interface Tokenizer {
  /** How many tokens there are: what an embedding needs. */
  readonly size: number;
  /** Says in JSON how the tokenizer works. Save it with the model. */
  readonly form: TokenizerForm;
  /**
   * Returns the tokens of a text, or of its bytes in UTF-8.
   *
   * @throws NablaError `data` if a `tokenizer.json` has no token for some of the text.
   */
  encode(text: string | Uint8Array): Int32Array;
  /**
   * Returns the text of tokens. Bytes that are not UTF-8 become U+FFFD.
   *
   * @throws NablaError `argument` for a number that is no token.
   */
  decode(tokens: ArrayLike<number>): string;
  /**
   * Returns the bytes of tokens, with bytes and BPE exactly those that were encoded.
   *
   * @throws NablaError `argument` for a number that is no token.
   */
  decodeBytes(tokens: ArrayLike<number>): Uint8Array;
  /** Returns a decoder for tokens that come one by one, as a network writes them. */
  decoder(): TokenDecoder;
  /** Returns an encoder for a text that comes in blocks. */
  encoder(): TokenEncoder;
}

/** Decodes tokens that come one by one. */
export interface TokenDecoder {
  /** Returns the text that is complete with this token. A character may need several tokens. */
  push(token: number): string;
  /** Returns the rest: U+FFFD if a character is not complete, otherwise nothing. */
  end(): string;
}

/** Takes tokens. */
export interface TokenSink {
  /** Takes the next token. */
  push(token: number): void;
}

/** Encodes a text that comes in blocks. The tokens do not depend on where the blocks end. */
export interface TokenEncoder {
  /** Encodes the next bytes, and gives `sink` the tokens that no further byte can change. */
  write(bytes: Uint8Array, sink: TokenSink): void;
  /** Gives `sink` the other tokens. The encoder is then at its beginning again. */
  end(sink: TokenSink): void;
}

/** Encodes a whole text. */
export function encodeAll(encoder: TokenEncoder, text: string | Uint8Array): Int32Array {
  const tokens: number[] = [];
  encoder.write(typeof text === 'string' ? new TextEncoder().encode(text) : text, tokens);
  encoder.end(tokens);
  return Int32Array.from(tokens);
}

/** A decoder for tokens that are bytes. */
export function bytesDecoder(bytesOf: (token: number) => Uint8Array): TokenDecoder {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    push: (token) => decoder.decode(bytesOf(token), { stream: true }),
    end: () => decoder.decode(),
  };
}

/** Returns the text of bytes. A byte order mark stays. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** Joins arrays of bytes. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Returns a token, or throws NablaError `argument`. */
export function checkToken(token: number | undefined, size: number): number {
  if (token !== undefined && Number.isInteger(token) && token >= 0 && token < size) return token;
  throw new NablaError('argument', `decode: expected tokens from 0 to ${size - 1}. Received ${String(token)}.`);
}
