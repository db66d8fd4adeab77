/** Texts for the tests of tokenizers. */
import { readFileSync } from 'node:fs';
import { type NablaError, Random } from '@nablajs/core';
import { expect } from 'vitest';
import type { TokenSink } from '../../src/index.js';
import { nablaError } from '../files.js';

interface Case {
  readonly text: string;
  readonly ids: readonly number[];
}

interface Fixtures {
  /** Trained by a naive BPE; encoded by Hugging Face's tokenizers. */
  readonly bpe: readonly {
    readonly text: string;
    readonly merges: readonly (readonly number[])[];
    readonly cases: readonly Case[];
  }[];
  /** BPE, WordPiece and Unigram. */
  readonly files: readonly {
    readonly file: Readonly<Record<string, unknown>>;
    readonly cases: readonly (Case & { readonly decoded: string })[];
  }[];
}

/** Written by `scripts/make-text-fixtures.py`. */
export const fixtures: Fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/text.json', import.meta.url), 'utf8'),
) as Fixtures;

/** Random bytes. */
export function randomBytes(length: number, seed: number): Uint8Array {
  const random = new Random(seed);
  return Uint8Array.from({ length }, () => random.integer(256));
}

const ALPHABETS = [
  [0x20, 0x7e],
  [0x0, 0x1f],
  [0xa0, 0x17f],
  [0x5d0, 0x6ff],
  [0x4e00, 0x4e20],
  [0x1f600, 0x1f610],
] as const;

/** A random text in many scripts: whole characters, no halves of surrogate pairs. */
export function randomText(length: number, seed: number): string {
  const random = new Random(seed);
  const characters = Array.from({ length }, () => {
    const [from, to] = ALPHABETS[random.integer(ALPHABETS.length)] ?? [97, 122];
    return String.fromCodePoint(from + random.integer(to - from + 1));
  });
  return characters.join('');
}

/** The tokens of bytes that an encoder gets in blocks. */
export function encodeInBlocks(
  encoder: { write(bytes: Uint8Array, sink: TokenSink): void; end(sink: TokenSink): void },
  bytes: Uint8Array,
  size: number,
): readonly number[] {
  const tokens: number[] = [];
  for (let at = 0; at < bytes.length; at += size) encoder.write(bytes.subarray(at, at + size), tokens);
  encoder.end(tokens);
  return tokens;
}

/** Expects a NablaError with a code, whose message has this part. */
export async function expectError(run: () => unknown, code: NablaError['code'], part: string): Promise<void> {
  const error = await nablaError(run);
  expect([error.code, error.message]).toEqual([code, expect.stringContaining(part)]);
  expect(error.message).not.toContain('\n');
}
