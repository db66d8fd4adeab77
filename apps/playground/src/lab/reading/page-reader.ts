import type { ModelFiles } from '@nablajs/checkpoint/portable';
import type { Backend } from '@nablajs/core';
import { digitAt } from '../../digits/digit-images.js';
import type { Digits } from '../../digits/digit-sample.js';
import { digestOf } from '../digest.js';
import type { NetworkFacts } from '../facts.js';
import { makeBackend } from '../make-backend.js';
import type { Turns } from '../turns.js';
import { loadReader, type Reader } from './reader.js';

/** Where the files of the page come from. */
export interface Sources {
  /** The files of the network that comes with the page. */
  readonly model: () => Promise<ModelFiles>;
  readonly digits: () => Promise<Digits>;
}

/** Loads networks that read digits, and the digits. */
export class PageReader {
  readonly #sources: Sources;
  readonly #turns: Turns;
  #digits: Promise<Digits> | undefined;
  #backend: Promise<Backend> | undefined;
  #loaded: Reader | undefined;

  constructor(sources: Sources, turns: Turns) {
    this.#sources = sources;
    this.#turns = turns;
  }

  /** The network that was loaded last. */
  get loaded(): Reader | undefined {
    return this.#loaded;
  }

  /** Loads the network that comes with the page, or one from files. */
  async load(files?: ModelFiles): Promise<NetworkFacts> {
    // Drawings are read on one thread, so all others are free to train.
    this.#backend ??= makeBackend({ name: 'wasm', threads: 1 }).then(({ backend }) => backend);
    const reader = await loadReader(await this.#backend, files ?? (await this.#sources.model()));
    const { network, accuracy } = reader;
    return this.#turns.take(async () => {
      this.#loaded?.network.dispose();
      this.#loaded = reader;
      return { parameters: network.parameterCount, digest: await digestOf(network), accuracy };
    });
  }

  /** Returns the digits that the page offers. */
  digits(): Promise<Digits> {
    this.#digits ??= this.#sources.digits().catch((error: unknown) => {
      this.#digits = undefined;
      throw error;
    });
    return this.#digits;
  }

  /** Returns a test digit, 28 x 28 bytes. `turn` chooses among them. */
  async example(digit: number, turn: number): Promise<Uint8Array> {
    const { test } = await this.digits();
    const all = Array.from(test.labels.keys()).filter((index) => test.labels[index] === digit);
    return digitAt(test, all[turn % all.length] as number).slice();
  }

  async dispose(): Promise<void> {
    await (await this.#backend)?.dispose();
  }
}
