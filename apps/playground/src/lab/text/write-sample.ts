/** Lets a network continue a prompt. */
import type { Sequential } from '@nablajs/core';
import { generate } from '@nablajs/sequences';
import { WRITTEN_TOKENS, type Writing } from '../../settings/write/write-settings.js';
import type { Sample } from '../report.js';
import type { TextData } from './text-data.js';

/** Token 0 of characters stands for all that the text does not have. */
const UNKNOWN = 0;

/** Writes after the prompt. An empty prompt counts as a line break. */
export async function writeSample(
  network: Sequential,
  { tokenizer, form: { context } }: Pick<TextData, 'tokenizer' | 'form'>,
  { prompt, temperature, topK, draw }: Writing,
): Promise<Omit<Sample, 'step'>> {
  const known = tokenizer.form.type === 'characters' ? new Set(tokenizer.form.characters) : undefined;
  const exclude = known === undefined ? [] : [UNKNOWN];
  const options = { length: WRITTEN_TOKENS, temperature, topK, seed: draw, context, exclude };
  const decoder = tokenizer.decoder();
  let text = '';
  for await (const token of generate(network, tokenizer.encode(prompt === '' ? '\n' : prompt), options)) {
    text += decoder.push(token);
  }
  const unknown = known === undefined ? [] : [...new Set(prompt)].filter((one) => !known.has(one));
  return { prompt, text, unknown: unknown.join('') };
}
