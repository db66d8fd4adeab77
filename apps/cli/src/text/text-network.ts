/** Creates the network that learns a text. */
import { type Backend, Sequential } from '@nablajs/core';
import { GPT } from '@nablajs/sequences';
import type { TrainSettings } from '../settings/settings.js';

/** The preset has them all. */
type Size = Required<{ readonly [K in 'context' | 'blocks' | 'width' | 'heads']: number }>;

/**
 * Creates a GPT for so many different tokens, as the only layer of a network. The caller disposes it. It has no
 * dropout: in 2,000 steps, a book of a megabyte is read about seven times.
 */
export function createTextNetwork(backend: Backend, vocabulary: number, settings: TrainSettings): Sequential {
  const { dtype, seed } = settings;
  const { context, blocks, width, heads } = settings as Size;
  const gpt = new GPT({ vocabulary, context, blocks, width, heads, dropout: 0 });
  return new Sequential(backend, { inputShape: ['time'], layers: [gpt], dtype, seed });
}
