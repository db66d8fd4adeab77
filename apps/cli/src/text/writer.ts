/** A saved model that writes text, on a backend. */
import { type Output, resolveBackend, usageError, workError } from '@nablajs/command-line';
import type { Backend, Network } from '@nablajs/core';
import { createTokenizer, readTextForm, type TextForm, type Tokenizer } from '@nablajs/datasets';
import { loadTrained, openNetwork } from '../models/model-folder.js';
import type { CommonSettings } from '../settings/settings.js';
import type { WriteOptions } from './write-options.js';
import { writeText } from './write-text.js';

/** Whether the model in a folder writes text. Throws as `loadTrained`. */
export const isTextModel = async (folder: string): Promise<boolean> => isTextForm((await loadTrained(folder)).form);

const isTextForm = (form: Readonly<Record<string, unknown>> | undefined): boolean => form?.['type'] === 'text';

/** A model from elsewhere may have another tokenizer than its network was made for. */
function checkTokens(folder: string, { outputShape }: Network, { size }: Tokenizer): void {
  const received = outputShape.at(-1);
  if (received === size) return;
  throw workError(`${folder}: expected a network for ${size} different tokens. Received one for ${received}.`);
}

/** Dispose it at the end. */
export class Writer implements AsyncDisposable {
  readonly form: TextForm;
  readonly #backend: Backend;
  readonly #model: Network;
  readonly #tokenizer: Tokenizer;

  private constructor(backend: Backend, model: Network, form: TextForm, tokenizer: Tokenizer) {
    this.#backend = backend;
    this.#model = model;
    this.form = form;
    this.#tokenizer = tokenizer;
  }

  /** Loads the model in a folder. Throws a CommandError if it does not write text. */
  static async load(folder: string, settings: Omit<CommonSettings, 'data'>, output: Output): Promise<Writer> {
    const { network, form } = await loadTrained(folder);
    if (!isTextForm(form)) {
      throw usageError(
        `${folder}: expected a model that learned a text. Received one that predicts; use nabla predict MODEL FILE.`,
      );
    }
    const textForm = readTextForm(form, `${folder}/model.json`);
    const tokenizer = await createTokenizer(textForm.tokenizer);
    const { backend } = await resolveBackend(settings, network.dtype);
    try {
      output.warnOf(backend);
      const model = openNetwork(backend, network);
      checkTokens(folder, model, tokenizer);
      return new Writer(backend, model, textForm, tokenizer);
    } catch (error) {
      await backend.dispose();
      throw error;
    }
  }

  /**
   * Returns the tokens of a prompt, and how many of its characters the model does not know. An empty prompt is a line
   * break, or the first token if the model has none.
   */
  encode(prompt: string): { readonly tokens: Int32Array; readonly unknown: number } {
    const isCharacters = this.form.tokenizer.type === 'characters';
    const tokens = this.#tokenizer.encode(prompt === '' ? '\n' : prompt);
    const unknown = isCharacters ? tokens.filter((token) => token === 0).length : 0;
    if (prompt !== '') return { tokens: tokens.length > 0 ? tokens : Int32Array.of(0), unknown };
    return { tokens: unknown > 0 || tokens.length === 0 ? Int32Array.of(isCharacters ? 1 : 0) : tokens, unknown: 0 };
  }

  /** Yields the text that follows the prompt, a piece for each token, which may be empty. */
  write(tokens: Int32Array, options: WriteOptions): AsyncGenerator<string, void, undefined> {
    const { context } = this.form;
    return writeText(this.#model, { tokenizer: this.#tokenizer, context }, tokens, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#model.dispose();
    await this.#backend.dispose();
  }
}
