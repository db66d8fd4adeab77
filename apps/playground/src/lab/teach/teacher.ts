import {
  type EncodedModelFiles,
  encodeModelFiles,
  loadModelFiles,
  type ModelFiles,
} from '@nablajs/checkpoint/portable';
import { type Backend, type DenseArray, dense, Network, Predictor } from '@nablajs/core';
import { imageDataset } from '@nablajs/datasets/portable';
import { toGraphModel, writeOnnx } from '@nablajs/interchange';
import { makeBackend } from '../make-backend.js';
import { plainJson } from '../training-options.js';
import { Turns } from '../turns.js';
import { type Base, type NamedFile, ownBase, readBase } from './base.js';
import { type Head, headNetwork, type Lesson, learnHead } from './head.js';
import { type DecodePhoto, readPhoto, type Thumb } from './photos.js';
import type { Pixels } from './pixels.js';
import { wholeModule, wholeParameters } from './whole.js';

/** What the page shows about the network that photos go through. */
export interface BaseFacts {
  readonly parameters: number;
  readonly features: number;
  readonly height: number;
  readonly width: number;
  /** Whether its files say how it wants its pixels. */
  readonly knowsPixels: boolean;
  readonly computedBy: string;
  readonly notice: string | undefined;
}

/** A photo that was read. */
export interface ReadPhoto {
  /** Its number in the worker. */
  readonly id: number;
  readonly thumb: Thumb;
}

/** A class and its photos. */
export interface TaughtClass {
  readonly name: string;
  readonly photos: readonly number[];
}

/** Where files and pixels come from. */
export interface TeacherSources {
  /** The network that comes with the page. */
  readonly base: () => Promise<ModelFiles>;
  readonly decode: DecodePhoto;
}

interface Started extends Base {
  readonly backend: Backend;
  readonly network: Network;
  readonly predictor: Predictor;
  readonly facts: BaseFacts;
}

interface Taught {
  readonly classes: readonly string[];
  readonly head: Head;
}

/** The work of the Teach view's worker. It needs no worker itself, so tests run it in Node. */
export class Teacher {
  readonly #sources: TeacherSources;
  readonly #turns = new Turns();
  readonly #photos = new Map<number, Float32Array>();
  #next = 1;
  #started: Started | undefined;
  #taught: Taught | undefined;

  constructor(sources: TeacherSources) {
    this.#sources = sources;
  }

  /**
   * Loads the page's own network, or one from the reader's files, and forgets all photos. Rejects with an Error if it
   * does not fit; then the old one stays.
   */
  start(files?: readonly NamedFile[], pixels: Pixels = '0 to 1'): Promise<BaseFacts> {
    return this.#turns.take(() => this.#start(files, pixels));
  }

  /** Loads the page's own network if there is none. */
  base(): Promise<BaseFacts> {
    return this.#turns.take(async () => this.#started?.facts ?? (await this.#start(undefined, '0 to 1')));
  }

  /**
   * No side of the thumb is longer than `side`. Rejects with an Error for a photo that cannot be decoded, and before
   * `base` or `start`.
   */
  read(photo: Blob, side: number): Promise<ReadPhoto> {
    return this.#turns.take(async () => {
      const { form, predictor } = this.#ready();
      const { bytes, thumb } = await readPhoto(photo, { form, side, decode: this.#sources.decode });
      const { normalisation, height, width, channels } = form;
      const one = { images: bytes, labels: Uint8Array.of(0), count: 1, height, width, channels };
      const { x } = imageDataset(one, { normalisation, classes: 1, flatten: false }).batch(Int32Array.of(0));
      const { data } = await predictor.predict(x as DenseArray);
      const id = this.#next++;
      this.#photos.set(id, Float32Array.from(data));
      return { id, thumb };
    });
  }

  /** Forgets photos. */
  forget(ids: readonly number[]): void {
    for (const id of ids) this.#photos.delete(id);
  }

  /** Resolves to the last report. Rejects with an Error if the classes cannot be taught. */
  teach(classes: readonly TaughtClass[], report: (lesson: Lesson) => void): Promise<Lesson> {
    return this.#turns.take(async () => {
      const { backend } = this.#ready();
      const photos = classes.map(({ photos: ids }) => ids.map((id) => ({ id, features: this.#featuresOf(id) })));
      const { head, lesson } = await learnHead(backend, photos, report);
      this.#taught = { classes: classes.map(({ name }) => name), head };
      return lesson;
    });
  }

  /** Returns the probability of each class for a photo that was read. */
  answer(id: number): Promise<Float32Array> {
    return this.#turns.take(async () => {
      const { backend } = this.#ready();
      const { head } = this.#learned();
      const features = this.#featuresOf(id);
      using network = headNetwork(backend, head);
      const predictor = new Predictor(network, { activation: 'softmax' });
      const { data } = await predictor.predict(dense(features, [1, features.length]));
      return Float32Array.from(data);
    });
  }

  /** Encodes the whole network as the two files of a model. */
  save(): Promise<EncodedModelFiles> {
    return this.#turns.take(async () => {
      const { features, form } = this.#ready();
      const { classes, head } = this.#learned();
      const { inputShape } = features;
      const { layers } = wholeModule(features, classes.length).config;
      return encodeModelFiles({
        config: { inputShape, layers } as Parameters<typeof encodeModelFiles>[0]['config'],
        dtype: 'float32',
        parameters: wholeParameters(features, head),
        form: plainJson({ ...form, classes }),
        normalisation: form.normalisation,
      });
    });
  }

  /** From the bytes of photos to probabilities. */
  exportOnnx(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#turns.take(async () => {
      const { features, form } = this.#ready();
      const { classes, head } = this.#learned();
      const module = wholeModule(features, classes.length);
      const { inputShape } = features;
      const model = toGraphModel(
        { module, parameters: wholeParameters(features, head), inputShape, dtype: 'float32' },
        { softmax: true, classes, normalisation: form.normalisation },
      );
      return Uint8Array.from(writeOnnx(model));
    });
  }

  /** Ends everything. */
  dispose(): Promise<void> {
    return this.#turns.take(async () => this.#started?.backend.dispose());
  }

  #ready(): Started {
    if (this.#started !== undefined) return this.#started;
    throw new Error('There is no network to start from yet.');
  }

  #learned(): Taught {
    if (this.#taught !== undefined) return this.#taught;
    throw new Error('There is no trained network yet.');
  }

  #featuresOf(id: number): Float32Array {
    const features = this.#photos.get(id);
    if (features !== undefined) return features;
    throw new Error(`There is no photo ${id}.`);
  }

  async #start(files: readonly NamedFile[] | undefined, pixels: Pixels): Promise<BaseFacts> {
    const { backend, notice } = this.#started
      ? { backend: this.#started.backend, notice: this.#started.facts.notice }
      : await makeBackend({ name: 'wasm', threads: 'auto' });
    try {
      const base =
        files === undefined
          ? ownBase(await loadModelFiles(await this.#sources.base()), backend)
          : await readBase(files, pixels, backend);
      const { features, form, knowsPixels } = base;
      const { module, inputShape, parameters } = features;
      const network = new Network(backend, module, { inputShape, parameters, dtype: 'float32' });
      const facts = {
        ...{ parameters: network.parameterCount, features: features.width, knowsPixels, notice },
        ...{ height: form.height, width: form.width, computedBy: backend.description },
      };
      this.#started?.network.dispose();
      this.#started = { ...base, backend, network, predictor: new Predictor(network), facts };
    } catch (error) {
      if (this.#started === undefined) await backend.dispose();
      throw error;
    }
    this.#photos.clear();
    this.#taught = undefined;
    return this.#started.facts;
  }
}
