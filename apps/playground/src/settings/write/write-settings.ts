import type { TypedConfig } from '@nablajs/core';
import type { Computing } from '../settings.js';

/** The settings of the Write view. With the same text, equal settings give equal weights, on every machine. */
export interface WriteSettings extends Computing {
  /** The name of the text: the one that comes with the page, or one of the reader, which a link cannot hold. */
  readonly text: string;
  /** How many tokens the network reads at once. */
  readonly context: number;
  readonly blocks: number;
  readonly width: number;
  /** Divides the width. */
  readonly heads: number;
  readonly rate: number;
  /** How many examples a step has. */
  readonly batch: number;
  /** How many steps the training has: a multiple of `STEPS_PER_EPOCH`. */
  readonly steps: number;
  readonly seed: number;
  /** What the network continues. */
  readonly prompt: string;
  readonly temperature: number;
  /** Draws only from this many of the most likely tokens. */
  readonly topK: number;
}

/** How a prompt is continued. `draw` is the seed: another one gives another text. */
export type Writing = Pick<WriteSettings, 'prompt' | 'temperature' | 'topK'> & { readonly draw: number };

/** The least and the largest value of each number. */
export const WRITE_LIMITS = {
  context: [4, 512],
  blocks: [1, 8],
  width: [8, 512],
  heads: [1, 16],
  rate: [1e-6, 1],
  batch: [1, 128],
  steps: [50, 100_000],
  seed: [0, Number.MAX_SAFE_INTEGER],
  temperature: [0, 2],
  topK: [1, 1000],
} as const satisfies Record<string, readonly [least: number, most: number]>;

/** The longest prompt, in UTF-16 units: it has to fit into a link. */
export const MOST_PROMPT = 200;

/** The text that comes with the page. */
export const BUILT_IN = 'pride-and-prejudice.txt';
/** What a text is called that was pasted or changed. */
export const PASTED = 'text.txt';

/** A training on the text of the page that takes about a minute. */
export const WRITE_DEFAULTS: WriteSettings = {
  ...{ text: BUILT_IN, context: 64, blocks: 2, width: 64, heads: 4, rate: 0.01, batch: 16, steps: 2000, seed: 1 },
  ...{ backend: 'wasm', threads: 'auto', prompt: 'It is a truth', temperature: 0.8, topK: 20 },
};

/** After so many steps, the held-out text is tested. */
export const STEPS_PER_EPOCH = 50;
/** At most so many tokens of it are. */
const TESTED_TOKENS = 8192;
/** A text with more different characters is learned as parts of words, by byte-level BPE. */
export const MOST_CHARACTERS = 1000;
/** How many tokens the network writes. */
export const WRITTEN_TOKENS = 400;

/** How many examples of the held-out text are tested. */
export const testedExamples = (context: number): number => Math.floor(TESTED_TOKENS / context);

/** What core and sequences need for a training with these settings, as configs. */
export const writeConfigs = ({
  rate,
}: WriteSettings): Readonly<Record<'loss' | 'optimizer' | 'schedule', TypedConfig>> => ({
  loss: { type: 'SoftmaxCrossEntropy' },
  optimizer: { type: 'AdamW', learningRate: rate, weightDecay: 0.1 },
  schedule: { type: 'Warmup', schedule: { type: 'CosineDecay' } },
});

/** The options of the GPT, but for its vocabulary. It has no dropout, like those of `nabla train`. */
export const gptSize = ({ context, blocks, width, heads }: WriteSettings) => ({
  ...{ context, blocks, width, heads, dropout: 0 },
});

/** The gradients of a step are shortened to this length. */
export const MOST_NORM = 1;

/** How many steps are done at a place of the training. */
export const stepsAt = ({ epoch, step }: { readonly epoch: number; readonly step: number }): number =>
  epoch === 0 ? 0 : (epoch - 1) * STEPS_PER_EPOCH + step;
