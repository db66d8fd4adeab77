/** The data of a training of the Write view. */
import type { Dataset } from '@nablajs/core';
import {
  createTokenizer,
  learnBPE,
  learnCharacters,
  subset,
  type TextForm,
  type Tokenizer,
  textDataset,
  utf16Of,
} from '@nablajs/datasets/portable';
import type { TextTask } from '../../settings/write/write-code.js';
import {
  MOST_CHARACTERS,
  STEPS_PER_EPOCH,
  testedExamples,
  type WriteSettings,
} from '../../settings/write/write-settings.js';

/** What the page shows about a text. */
export interface TextFacts extends TextTask {
  /** How many different tokens there are. */
  readonly vocabulary: number;
  readonly trainTokens: number;
  readonly heldTokens: number;
}

/** Everything that a training needs to know about its text. */
export interface TextData {
  readonly facts: TextFacts;
  readonly form: TextForm;
  readonly tokenizer: Tokenizer;
  readonly training: Dataset;
  readonly validation: Dataset;
}

/** A larger text would not leave the page enough memory. */
const MOST_BYTES = 100e6;
/** How many bytes say whether a file is a text. */
const LOOKED_AT = 65_536;
/** A character has at most so many bytes. */
const BYTES_OF_CHARACTER = 4;
/** The share of the text held out: the default of `textDataset`. */
const HELD_OUT = 0.1;

/** Rejects with an Error if the text cannot be learned. */
export const textFacts = async (text: Blob, settings: WriteSettings): Promise<TextFacts> =>
  (await readText(text, settings)).facts;

/** Rejects with an Error if the text cannot be learned. */
export async function readText(text: Blob, settings: WriteSettings): Promise<TextData> {
  const { text: name, context, batch, seed } = settings;
  await checkText(text, name, context);
  const tokenizer = await learnTokenizer(text, name);
  const options = { context, examples: STEPS_PER_EPOCH * batch, seed, name };
  const { form, train, validation, trainTokens, validationTokens } = await textDataset(text, tokenizer, options);
  const held = validation as Dataset;
  const tested = Math.min(held.length, testedExamples(context));
  const type = tokenizer.form.type === 'bpe' ? 'bpe' : 'characters';
  return {
    facts: { tokenizer: type, tested, vocabulary: tokenizer.size, trainTokens, heldTokens: validationTokens },
    ...{ form, tokenizer, training: train, validation: subset(held, 0, tested) },
  };
}

async function checkText(text: Blob, name: string, context: number): Promise<void> {
  if (text.size > MOST_BYTES) {
    const size = Math.ceil(text.size / 1e6);
    throw new Error(`${name}: expected at most ${MOST_BYTES / 1e6} MB. Received ${size} MB; use nabla train for it.`);
  }
  const start = new Uint8Array(await text.slice(0, LOOKED_AT).arrayBuffer());
  // UTF-16 that says so at its start has an error of its own.
  const isUtf16 = utf16Of(start) !== undefined;
  if (start.includes(0) && !isUtf16) {
    throw new Error(`${name}: expected a text in UTF-8. Received bytes of 0, as in a program, an image or UTF-16.`);
  }
  if (isUtf16 || text.size > 2 * BYTES_OF_CHARACTER * (context + 1)) return;
  const { length } = [...(await text.text())];
  if (trainedOf(length) > context) return;
  let least = context;
  while (trainedOf(least) <= context) least++;
  const expected = `at least ${least} characters for a context of ${context}`;
  throw new Error(`${name}: expected ${expected}. Received ${length}. Take a longer text, or a shorter context.`);
}

/** How many of these characters are not held out. */
const trainedOf = (length: number): number => length - Math.max(1, Math.floor(length * HELD_OUT));

async function learnTokenizer(text: Blob, name: string): Promise<Tokenizer> {
  const form = await learnCharacters(text, { name });
  const isLong = [...form.characters].length > MOST_CHARACTERS;
  return await createTokenizer(isLong ? await learnBPE(text, { name }) : form);
}
