import { type Output, resolveBackend, usageError, workError } from '@nablajs/command-line';
import { type Backend, Predictor as CorePredictor, type DenseArray, NablaError, type Network } from '@nablajs/core';
import {
  type ArrayForm,
  type CellEffect,
  createSentenceEncoder,
  decodeImage,
  encodeImage,
  explainRows,
  fitArrays,
  type ImageForm,
  imageDataset,
  intervalOf,
  type NumberTarget,
  type SentenceEncoder,
  sentencesOf,
  TableEncoder,
  type TableForm,
  type TableRows,
  type TargetInterval,
  targetValue,
} from '@nablajs/datasets';
import { predictSequences } from '@nablajs/finetune';
import { type ArrayAnswer, arrayAnswers } from '../arrays/array-answers.js';
import type { NamedArrays } from '../arrays/array-files.js';
import { type ExampleTask, taskOf } from '../data/task.js';
import { loadTrained, openNetwork, type TrainedModel } from '../models/model-folder.js';
import { isFlat } from '../models/network.js';
import { readForm } from '../models/saved-form.js';
import type { CommonSettings } from '../settings/settings.js';
import type { AnswerOptions } from './answer-options.js';

/** The prediction for one example. */
export type Answer = ArrayAnswer | ExampleAnswer;

type ExampleAnswer = (
  | { readonly kind: 'class'; readonly class: string; readonly probability: number; readonly top: readonly Ranked[] }
  | { readonly kind: 'number'; readonly value: number; readonly interval?: TargetInterval }
) & {
  /** What each cell of the row changes, the largest change first. */
  readonly explanation?: readonly CellEffect[];
};

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
  readonly #model: Network;
  readonly #form: PredictingForm;
  readonly #task: ExampleTask;
  readonly #predictor: CorePredictor;
  readonly #options: AnswerOptions;
  /** Undefined for a model that does not read sentences. */
  readonly #sentences: SentenceEncoder | undefined;

  private constructor(
    backend: Backend,
    model: Network,
    form: PredictingForm,
    { options, sentences }: { readonly options: AnswerOptions; readonly sentences: SentenceEncoder | undefined },
  ) {
    this.#backend = backend;
    this.#model = model;
    this.#form = form;
    this.#task = taskOfForm(form);
    this.#predictor = new CorePredictor(model, this.#task.kind === 'regression' ? {} : { activation: 'softmax' });
    this.#options = options;
    this.#sentences = sentences;
  }

  /** Throws a CommandError if the model cannot answer with these options. */
  static async load(
    folder: string,
    settings: Omit<CommonSettings, 'data'>,
    options: AnswerOptions,
    output: Output,
  ): Promise<Predictor> {
    const { network, form } = await loadTrained(folder);
    const saved = savedForm(form, folder);
    checkOptions(saved, options, folder);
    const own = saved.type === 'table' ? sentencesOf(saved) : undefined;
    const sentences = own && (await createSentenceEncoder(own));
    const { backend } = await resolveBackend(settings, network.dtype);
    try {
      output.warnOf(backend);
      return new Predictor(backend, openNetwork(backend, network), saved, { options, sentences });
    } catch (error) {
      await backend.dispose();
      throw error;
    }
  }

  get task(): ExampleTask {
    return this.#task;
  }

  /** Whether answers have intervals. */
  get hasIntervals(): boolean {
    return this.#options.intervals !== undefined;
  }

  get explains(): boolean {
    return this.#options.explain;
  }

  /** The columns, images or arrays that the model takes. */
  get form(): PredictingForm {
    return this.#form;
  }

  /**
   * Also returns what the network cannot know: cells whose text was not in the training data, and rows without any
   * value. Throws a NablaError of code `data` if a column is missing or a cell has the wrong type.
   */
  encodeRows(table: TableRows, form: TableForm, name: string): EncodedRows {
    const { columns, decimalComma, rows, firstRow } = table;
    const { dtype } = this.#model;
    const encoder = new TableEncoder(form, { name, columns, decimalComma, dtype, sentences: this.#sentences });
    const x = encoder.inputs(rows, firstRow);
    const { unknown, firstUnknown, empty, firstEmpty } = encoder;
    return { x, unknown, firstUnknown, empty, firstEmpty };
  }

  /**
   * Takes a PNG or JPEG image of any size, and returns [1, ...]. Throws a NablaError of code `data` for any other file,
   * or a damaged one.
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

  /** In the network's order. Throws a NablaError of code `data` for other arrays. */
  encodeArrays(arrays: NamedArrays, form: ArrayForm, name: string): DenseArray[] {
    return fitArrays(form, arrays, { name, dtype: this.#model.dtype });
  }

  /** Returns all outputs [n, ...], with the probabilities of classes. */
  async outputs(inputs: readonly DenseArray[]): Promise<readonly DenseArray[]> {
    const [tokens] = inputs;
    if (this.#sentences === undefined || tokens === undefined) return await this.#predictor.predictAll(inputs);
    const { padding } = this.#sentences.form;
    const activation = this.#task.kind === 'regression' ? {} : { activation: 'softmax' as const };
    return [await predictSequences(this.#model, sequencesIn(tokens, padding), { padding, ...activation })];
  }

  /** Predicts each row of the inputs: x [n, inputs], images [n, height, width, channels], or arrays [n, ...]. */
  async answers(inputs: readonly DenseArray[]): Promise<Answer[]> {
    const outputs = await this.outputs(inputs);
    const { data } = outputs[0] as DenseArray;
    if (this.#form.type === 'arrays' && this.#form.classes === undefined) return arrayAnswers(this.#form, outputs);
    const answers = this.#task.kind === 'regression' ? this.#numbers(data) : this.#classes(this.#task.classes, data);
    if (!this.#options.explain) return answers;
    const explanations = await explainRows(this.#model, this.#form as TableForm, inputs[0] as DenseArray);
    return answers.map((answer, row) => ({ ...answer, explanation: explanations[row] as readonly CellEffect[] }));
  }

  #numbers(outputs: DenseArray['data']): ExampleAnswer[] {
    const { intervals } = this.#options;
    const target = (this.#form as TableForm).target as NumberTarget;
    return Array.from(outputs, (output): ExampleAnswer => {
      const value = targetValue(target, output);
      if (!Number.isFinite(output) || !Number.isFinite(value)) throw notANumber();
      return {
        ...{ kind: 'number', value },
        ...(intervals !== undefined && { interval: intervalOf(target, output, intervals) }),
      };
    });
  }

  #classes(classes: readonly string[], outputs: DenseArray['data']): ExampleAnswer[] {
    const width = classes.length;
    return Array.from({ length: outputs.length / width }, (_, row) =>
      this.#ranked(classes, outputs.subarray(row * width, (row + 1) * width)),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#model.dispose();
    await this.#backend.dispose();
  }

  #ranked(classes: readonly string[], probabilities: ArrayLike<number>): ExampleAnswer {
    const all = classes.map((name, index) => ({ class: name, probability: probabilities[index] as number }));
    // The sort is stable: of equally likely classes the first comes first.
    const top = all.sort((a, b) => b.probability - a.probability).slice(0, this.#options.top);
    const [first] = top;
    if (first === undefined) throw new Error('a model without classes');
    if (Number.isNaN(first.probability)) throw notANumber();
    return { kind: 'class', ...first, top };
  }
}

/** Returns the rows of tokens [n, time] without the padding at their ends. */
function sequencesIn({ data, shape: [rows = 0, time = 0] }: DenseArray, padding: number): Int32Array[] {
  return Array.from({ length: rows }, (_, row) => {
    const tokens = data.subarray(row * time, (row + 1) * time) as Int32Array;
    const end = tokens.indexOf(padding);
    return end < 0 ? tokens : tokens.subarray(0, end);
  });
}

/** What a model that predicts may take. */
type PredictingForm = TableForm | ImageForm | ArrayForm;

function taskOfForm(form: PredictingForm): ExampleTask {
  if (form.type === 'table') return taskOf(form.target);
  const { classes } = form;
  if (classes === undefined) return { kind: 'regression', target: 'the outputs', mean: 0, standardDeviation: 1 };
  return { kind: 'classification', classes };
}

/** Throws a CommandError if a model of this form has no intervals, or no cells to explain. */
function checkOptions(form: PredictingForm, { intervals, explain }: AnswerOptions, folder: string): void {
  if (explain && form.type === 'table' && sentencesOf(form) !== undefined) {
    throw usageError(`--explain: expected a model of columns. Received one that reads whole texts, ${folder}.`);
  }
  if (explain && form.type !== 'table') {
    throw usageError(`--explain: expected a model for tables. Received one for ${form.type}, ${folder}.`);
  }
  if (intervals === undefined) return;
  if (form.type !== 'table' || form.target.kind === 'class') {
    throw usageError(
      `--intervals: expected a model that predicts numbers. Received one that predicts classes, ${folder}.`,
    );
  }
  if (form.target.errors !== undefined) return;
  throw usageError(
    `--intervals: expected a model that knows how far it is off. Received one that does not, ${folder}; train it again ` +
      'with --preset table.',
  );
}

function notANumber(): NablaError {
  return new NablaError(
    'data',
    'the model gives NaN or infinity for these inputs: expected values like those it was trained on.',
  );
}

function savedForm(form: TrainedModel['form'], folder: string): PredictingForm {
  const name = `${folder}/model.json`;
  if (form === undefined) {
    throw workError(
      `${folder}: expected a model that describes its inputs. Received one without a description; train it again.`,
    );
  }
  const read = readForm(form, name);
  if (read.type !== 'text') return read;
  throw usageError(`${folder}: it writes text, and does not predict. Use nabla generate MODEL --prompt "…".`);
}
