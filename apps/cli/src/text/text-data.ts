/** Loads a text as training or test data. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type Output, usageError, workError } from '@nablajs/command-line';
import type { Dataset } from '@nablajs/core';
import {
  createTokenizer,
  learnCharacters,
  type TextForm,
  type TokenDataset,
  type Tokenizer,
  textDataset,
  utf16Of,
} from '@nablajs/datasets';
import { openFile } from '../data/data-kind.js';
import { withReadingBar } from '../data/reading-bar.js';
import type { TrainingData } from '../data/training-data.js';
import { DEFAULT_VALIDATION, type TrainSettings } from '../settings/settings.js';
import { learnTokenizer } from './learn-tokenizer.js';

/** How many steps an epoch has: a text has no end, because examples start anywhere in it. Tests take fewer. */
export const EPOCH = { steps: 200 };
/** After each epoch, at most this many tokens are tested, and logits computed, unless a batch has more. */
const [EPOCH_TOKENS, EPOCH_LOGITS] = [32_768, 2 ** 24];
/** At the end, at most this many tokens are tested. */
const MOST_TEST_TOKENS = 2 ** 20;
/** How many tokens a sample continues, at most. */
const PROMPT = 16;

/**
 * Loads a text to train on. `known`: the form of the model whose training goes on. Throws a CommandError or a
 * NablaError of code `data`.
 */
export async function loadText(
  path: string,
  settings: TrainSettings,
  output?: Output,
  known?: TextForm,
): Promise<TrainingData> {
  const { batchSize, seed, validation = DEFAULT_VALIDATION } = settings;
  const context = known?.context ?? (settings.context as number);
  if (batchSize === 'full') throw usageError('--batch-size: expected a number of examples for a text. Received full.');
  const name = basename(path);
  const hash = createHash('sha256');
  const book = await openText(path, {
    hash,
    isBytes: (known?.tokenizer.type ?? settings.tokenizer) === 'bytes',
    output,
  });
  const { tokenizer, notes } =
    known === undefined
      ? await learnTokenizer(book, settings, { name, hash })
      : { tokenizer: await createTokenizer(known.tokenizer), notes: await unknownNotes(path, known) };
  const parts = await textDataset(book, tokenizer, {
    ...{ context, seed, name, examples: EPOCH.steps * batchSize },
    validation: typeof validation === 'string' ? 0 : validation,
  });
  const held =
    typeof validation === 'string'
      ? await wholeText(validation, parts.form, tokenizer, hash)
      : (parts.validation as TokenDataset);
  const testTokens = typeof validation === 'string' ? held.length * context : parts.validationTokens;
  const digest = hash.digest('hex');
  const { size: vocabulary } = tokenizer;
  const atEpochEnd = Math.min(EPOCH_TOKENS / context, EPOCH_LOGITS / (context * vocabulary));
  return {
    train: parts.train,
    validation: spaced(held, Math.max(batchSize, Math.floor(atEpochEnd))),
    test: shortened(held, context),
    ...{ testName: 'validation', layout: 'dense', normalisation: undefined },
    task: { kind: 'text', vocabulary, context },
    form: parts.form as unknown as NonNullable<TrainingData['form']>,
    text: { tokenizer, prompt: promptOf(held, context) },
    shape: {
      ...{ kind: 'text', tokenizer: tokenizer.form.type, vocabulary, context },
      ...{ trainTokens: parts.trainTokens, testTokens },
    },
    digest: () => digest,
    examples: async () => [],
    notes: [
      ...(await tableNotes(book, name)),
      ...notes,
      ...(typeof validation === 'string' ? await unknownNotes(validation, parts.form) : []),
      ...heldOutNotes(held, context),
    ],
  };
}

/**
 * Loads a text to test a model on: all of it, or only what training kept for validation. Throws a NablaError of code
 * `data`.
 */
export async function loadTestText(
  path: string,
  { form, tokenizer }: { readonly form: TextForm; readonly tokenizer: Tokenizer },
  kept?: { readonly validation: number },
): Promise<{ readonly test: Dataset; readonly notes: readonly string[] }> {
  const { context } = form;
  const held =
    kept === undefined
      ? await wholeText(path, form, tokenizer)
      : await textDataset(await openText(path, { isBytes: form.tokenizer.type === 'bytes' }), tokenizer, {
          ...{ context, name: basename(path), validation: kept.validation },
        }).then(({ validation }) => validation as TokenDataset);
  return {
    test: shortened(held, context),
    notes: [...(await unknownNotes(path, form)), ...heldOutNotes(held, context)],
  };
}

/** Returns all examples of a text, one after the other. */
async function wholeText(path: string, form: TextForm, tokenizer: Tokenizer, hash?: Hash): Promise<TokenDataset> {
  const text = await openText(path, { isBytes: form.tokenizer.type === 'bytes', hash });
  const { context } = form;
  const { train } = await textDataset(text, tokenizer, { context, validation: 0, name: basename(path) });
  // Without a time, the examples of training are in order.
  return { length: train.length, inputShape: train.inputShape, batch: (indices) => train.batch(indices) };
}

/** Returns evenly spaced examples, if there are more than `most`. */
function spaced(data: TokenDataset, most: number): TokenDataset {
  const { length, inputShape } = data;
  if (length <= most) return data;
  const placeOf = (index: number): number => Math.floor((index * length) / most);
  return { length: most, inputShape, batch: (indices) => data.batch(indices.map(placeOf)) };
}

const mostTested = (context: number): number => Math.max(1, Math.floor(MOST_TEST_TOKENS / context));

const shortened = (held: TokenDataset, context: number): TokenDataset => spaced(held, mostTested(context));

function heldOutNotes({ length }: TokenDataset, context: number): string[] {
  if (length <= mostTested(context)) return [];
  const grouped = (count: number): string => count.toLocaleString('en-US');
  const all = grouped(length * context);
  return [
    `Of the ${all} tokens that are held out, ${grouped(mostTested(context) * context)} are tested, evenly spaced.`,
  ];
}

/** The most unknown characters to name. */
const MOST_NAMED = 20;

/** Says which characters of a text a model of characters does not know. */
async function unknownNotes(path: string, { tokenizer }: TextForm): Promise<string[]> {
  if (tokenizer.type !== 'characters') return [];
  const name = basename(path);
  const { characters } = await learnCharacters(await openFile(path, 'a text'), { name, maxCharacters: 65_535 });
  const known = new Set(tokenizer.characters);
  const unknown = [...characters].filter((one) => !known.has(one));
  if (unknown.length === 0) return [];
  const named = `${unknown.slice(0, MOST_NAMED).join(' ')}${unknown.length > MOST_NAMED ? ' …' : ''}`;
  return [`${name}: the model does not know ${unknown.length} of its characters: ${named}`];
}

/** Lines that say whether a text is a table, and the marks between its cells. */
const [LOOKED_AT_LINES, DELIMITERS] = [5, ['\t', ',', ';']];

/** A `.txt` may be a table: its lines then have the same delimiters. */
async function tableNotes(book: Blob, name: string): Promise<string[]> {
  const lines = (await book.slice(0, LOOKED_AT).text()).split('\n').slice(0, LOOKED_AT_LINES);
  const counts = (delimiter: string): Set<number> => new Set(lines.map((line) => line.split(delimiter).length));
  const isTable =
    lines.length === LOOKED_AT_LINES && DELIMITERS.some((one) => counts(one).size === 1 && !counts(one).has(1));
  return isTable ? [`${name} is learned as a text. It looks like a table: if it is one, use --target COLUMN.`] : [];
}

function promptOf(held: TokenDataset, context: number): Int32Array {
  const { x } = held.batch(Int32Array.of(0));
  return Int32Array.from(x.data.subarray(0, Math.max(1, Math.min(PROMPT, Math.floor(context / 4)))));
}

interface OpenOptions {
  /** Gets all bytes. */
  readonly hash?: Hash | undefined;
  /** Whether every byte is a token. */
  readonly isBytes: boolean;
  /** Shows the progress of reading a large file. */
  readonly output?: Output | undefined;
}

/** How many bytes say whether a file is a text. */
const LOOKED_AT = 65_536;

/** Opens a file. Throws a CommandError for one that is not a text, unless every byte is a token. */
async function openText(path: string, { hash, isBytes, output }: OpenOptions): Promise<Blob> {
  const file = await openFile(path, 'a text');
  const start = new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer());
  // UTF-16 has its own error, if it says so at its start.
  if (!isBytes && utf16Of(start) === undefined && start.includes(0)) {
    throw workError(
      `${basename(path)}: expected a text in UTF-8. Received bytes of 0, as in a program, an image or UTF-16. Save it as ` +
        'UTF-8, or learn its bytes with --tokenizer bytes.',
    );
  }
  if (hash === undefined) return file;
  await withReadingBar({ name: basename(path), bytes: file.size }, output, async (onProgress) => {
    let done = 0;
    for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      done += chunk.length;
      onProgress(done);
    }
  });
  return file;
}
