/** The settings of a training on a text. */
import { usageError } from '@nablajs/command-line';
import type { NablaConfig } from './config-schema.js';
import type { Preset } from './presets.js';

export interface TextSettings {
  /** `characters`, `bytes`, `bpe`, or the absolute path of a tokenizer.json. Default: by the text. */
  readonly tokenizer: string | undefined;
  /** How many tokens `bpe` learns. Default: 1024. */
  readonly vocabulary: number | undefined;
  /** The size of a GPT, and how many tokens it reads at once; undefined for other presets. */
  readonly context: number | undefined;
  readonly blocks: number | undefined;
  readonly width: number | undefined;
  readonly heads: number | undefined;
}

/** The settings of a training whose network is there already. */
export const NO_TEXT: TextSettings = {
  ...{ tokenizer: undefined, vocabulary: undefined, context: undefined },
  ...{ blocks: undefined, width: undefined, heads: undefined },
};

/** The names of tokenizers that need no file. */
const TOKENIZERS: readonly string[] = ['characters', 'bytes', 'bpe'];

/** Returns the absolute path of a tokenizer.json, or the name of another tokenizer. */
export function resolvedTokenizer<T extends string | undefined>(tokenizer: T, pathOf: (file: string) => string): T {
  return tokenizer === undefined || TOKENIZERS.includes(tokenizer) ? tokenizer : (pathOf(tokenizer) as T);
}

/** `tokenizer`: as `resolvedTokenizer` returns it. Throws a CommandError for settings that do not fit each other. */
export function textSettings(given: NablaConfig, preset: Preset, tokenizer: string | undefined): TextSettings {
  const { context = preset.context, blocks = preset.blocks, width = preset.width, heads = preset.heads } = given;
  if (width !== undefined && heads !== undefined && width % heads !== 0) {
    throw usageError(`--heads: expected a divisor of the width, ${width}. Received ${heads}.`);
  }
  if (given.vocabulary !== undefined && tokenizer !== 'bpe') {
    throw usageError(`--vocabulary: it works only with --tokenizer bpe. Received ${tokenizer ?? 'no tokenizer'}.`);
  }
  return { tokenizer, vocabulary: given.vocabulary, context, blocks, width, heads };
}
