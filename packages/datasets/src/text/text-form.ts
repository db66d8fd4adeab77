/** The form of a model that writes text. */
import { NablaError } from '@nablajs/core';
import { readTokenizerForm, type TokenizerForm } from './tokenizers/tokenizer-form.js';

/**
 * Says how text becomes the inputs of a network that predicts the next token. It is plain JSON: save it with the model.
 */
export type TextForm = {
  readonly type: 'text';
  /** How text becomes tokens, and how many there are. */
  readonly tokenizer: TokenizerForm;
  /** How many tokens the network was trained to read at once. */
  readonly context: number;
};

/** The largest context, in tokens. */
export const MAX_CONTEXT: number = 65_536;

/**
 * Checks that a value from a JSON file is the form of a text, and returns a copy.
 *
 * @param name Names the file in errors.
 * @throws NablaError `data` for anything else.
 *
 * @example
 * ```ts
 * const { form } = await loadModel('model');
 * const { tokenizer, context } = readTextForm(form, 'model.json');
 * ```
 */
export function readTextForm(value: unknown, name: string): TextForm {
  const form = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const { type, context } = form;
  if (type !== 'text') throw damaged(name, "a form of type 'text'");
  if (!isContext(context)) throw damaged(name, `context as a whole number from 1 to ${MAX_CONTEXT}`);
  return { type, tokenizer: readTokenizerForm(form['tokenizer'], name), context };
}

export const isContext = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_CONTEXT;

const damaged = (name: string, expected: string): NablaError =>
  new NablaError('data', `${name}: expected ${expected}. Received another value; it is damaged.`);
