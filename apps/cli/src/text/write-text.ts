/** Writes text with a network. */
import type { Module, Network } from '@nablajs/core';
import type { TextForm, Tokenizer } from '@nablajs/datasets';
import { generate } from '@nablajs/sequences';
import { DEFAULT_TEMPERATURE, type WriteOptions } from './write-options.js';

/** What text becomes tokens, and back. */
export interface TextPart {
  readonly tokenizer: Tokenizer;
  readonly context: TextForm['context'];
}

/**
 * Yields the text that follows the prompt, a piece for each token. A piece is empty where a character needs more
 * tokens. A token for unknown characters is never written.
 */
export async function* writeText(
  model: Network<Module>,
  { tokenizer, context }: TextPart,
  prompt: ArrayLike<number>,
  options: WriteOptions,
): AsyncGenerator<string, void, undefined> {
  const decoder = tokenizer.decoder();
  // The text of a token may depend on the one before it.
  for (const token of Array.from(prompt)) decoder.push(token);
  const exclude = tokenizer.form.type === 'characters' ? [0] : [];
  for await (const token of generate(model, prompt, { ...options, context, exclude })) yield decoder.push(token);
  const rest = decoder.end();
  if (rest !== '') yield rest;
}

/** How samples are written in training: a little more likely text than the network's own. In tests, less of it. */
export const SAMPLE = { length: 100, temperature: DEFAULT_TEMPERATURE };

/** Returns the prompt and what the network writes after it. */
export async function sampleText(
  model: Network<Module>,
  text: TextPart,
  prompt: Int32Array,
  seed: number,
): Promise<string> {
  let written = text.tokenizer.decode(prompt);
  for await (const piece of writeText(model, text, prompt, { ...SAMPLE, seed })) written += piece;
  return written;
}
