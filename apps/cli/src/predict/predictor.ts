/** Predicts classes or numbers with a saved model. */
import { type Output, resolveBackend, workError } from '@nablajs/command-line';
import {
  type Backend,
  Predictor as CorePredictor,
  type DenseArray,
  NablaError,
  type Sequential,
  sequentialFromConfig,
} from '@nablajs/core';
import {
  decodeImage,
  encodeImage,
  type ImageForm,
  imageDataset,
  TableEncoder,
  type TableForm,
  type TableRows,
  targetValue,
} from '@nablajs/datasets';
import { type Task, taskOf } from '../data/task.js';
import { loadTrained, type TrainedModel } from '../models/model-folder.js';
import { isFlat } from '../models/network.js';
import { readForm } from '../models/saved-form.js';
import type { CommonSettings } from '../settings/settings.js';

/** The prediction for one example. */
export type Answer =
  | { readonly kind: 'class'; readonly class: string; readonly probability: number; readonly top: readonly Ranked[] }
  | { readonly kind: 'number'; readonly value: number };

/** A class and its probability. */
interface Ranked {
  readonly class: string;
  readonly probability: number;
}

/** Rows of a table as the network's inputs x [rows, inputs]. */
interface EncodedRows extends Pick<TableEncoder, 'unknown' | 'firstUnknown' | 'empty' | 'firstEmpty'> {
  readonly x: DenseArray;
}

/** A saved model on a backend. Dispose it at the end. */
export class Predictor implements AsyncDisposable {
  readonly #backend: Backend;
  readonly #model: Sequential;
  readonly #form: TableForm | ImageForm;
  readonly #task: Task;
  readonly #predictor: CorePredictor;
  readonly #top: number;

  private constructor(backend: Backend, model: Sequential, form: TableForm | ImageForm, top: number) {
    this.#backend = backend;
    this.#model = model;
    this.#form = form;
    this.#task = form.type === 'table' ? taskOf(form.target) : { kind: 'classification', classes: form.classes };
    this.#predictor = new CorePredictor(model, this.#task.kind === 'regression' ? {} : { activation: 'softmax' });
    this.#top = top;
  }

  /** Loads the model in a folder. `top`: how many classes each answer ranks. */
  static async load(
    folder: string,
    settings: Omit<CommonSettings, 'data'>,
    top: number,
    output: Output,
  ): Promise<Predictor> {
    const { network, form } = await loadTrained(folder);
    const saved = savedForm(form, folder);
    const { backend } = await resolveBackend(settings, network.dtype);
    try {
      output.warnOf(backend);
      return new Predictor(backend, sequentialFromConfig(backend, network.config, network), saved, top);
    } catch (error) {
      await backend.dispose();
      throw error;
    }
  }

  get task(): Task {
    return this.#task;
  }

  /** The columns or the images that the model takes. */
  get form(): TableForm | ImageForm {
    return this.#form;
  }

  /**
   * Returns the network's inputs for rows of a table, and what the network cannot know: cells whose text was not in the
   * training data, and rows without any value.
   * Throws a NablaError of code `data` if a column is missing or a cell has the wrong type.
   */
  encodeRows(table: TableRows, form: TableForm, name: string): EncodedRows {
    const { columns, decimalComma, rows, firstRow } = table;
    const { dtype } = this.#model;
    const encoder = new TableEncoder(form, { name, columns, decimalComma, dtype });
    const x = encoder.inputs(rows, firstRow);
    const { unknown, firstUnknown, empty, firstEmpty } = encoder;
    return { x, unknown, firstUnknown, empty, firstEmpty };
  }

  /**
   * Returns the network's inputs [1, ...] for a PNG or JPEG image of any size. Throws a NablaError of code `data` for
   * any other file, or a damaged one.
   */
  encodeImage(bytes: Uint8Array, form: ImageForm, name: string): DenseArray {
    const { height, width, channels, normalisation, classes } = form;
    const images = encodeImage(decodeImage(bytes, name), form);
    const one = { images, labels: new Uint8Array(1), count: 1, height, width, channels };
    const { dtype, config } = this.#model;
    const shape = { flatten: isFlat(config), layout: 'dense' } as const;
    const options = { dtype, normalisation, classes: classes.length, ...shape };
    return imageDataset(one, options).batch(Int32Array.of(0)).x as DenseArray;
  }

  /** Predicts each row of x [n, inputs], or each image of x [n, height, width, channels]. */
  async answers(x: DenseArray): Promise<Answer[]> {
    const { data } = await this.#predictor.predict(x);
    const task = this.#task;
    if (task.kind === 'regression') {
      return Array.from(data, (output) => {
        const value = targetValue(task, output);
        if (!Number.isFinite(output) || !Number.isFinite(value)) throw notANumber();
        return { kind: 'number', value };
      });
    }
    const width = task.classes.length;
    return Array.from({ length: data.length / width }, (_, row) =>
      this.#ranked(task.classes, data.subarray(row * width, (row + 1) * width)),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#model.dispose();
    await this.#backend.dispose();
  }

  #ranked(classes: readonly string[], probabilities: ArrayLike<number>): Answer {
    const all = classes.map((name, index) => ({ class: name, probability: probabilities[index] as number }));
    // The sort is stable: of equally likely classes the first comes first.
    const top = all.sort((a, b) => b.probability - a.probability).slice(0, this.#top);
    const [first] = top;
    if (first === undefined) throw new Error('a model without classes');
    if (Number.isNaN(first.probability)) throw notANumber();
    return { kind: 'class', ...first, top };
  }
}

function notANumber(): NablaError {
  return new NablaError(
    'data',
    'the model gives NaN or infinity for these inputs: expected values like those it was trained on.',
  );
}

function savedForm(form: TrainedModel['form'], folder: string): TableForm | ImageForm {
  const name = `${folder}/model.json`;
  if (form === undefined) {
    throw workError(
      `${folder}: expected a model that describes its inputs. Received one without a description; train it again.`,
    );
  }
  return readForm(form, name);
}
