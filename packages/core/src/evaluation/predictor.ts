/** Computes a network's outputs for arrays on the host, in batches. */
import type { CsrArray, Shape, TypedArray } from '../backend.js';
import type { HostInputs } from '../data/dataset.js';
import { breather } from '../data/event-loop.js';
import { MOST_ROWS } from '../data/parts.js';
import { type Blueprint, shapesOf, wrongInputs } from '../modules/module.js';
import { checkModel } from '../networks/check-network.js';
import type { Network } from '../networks/network.js';
import type { State } from '../networks/state.js';
import { softmax } from '../ops/composed.js';
import { sigmoid } from '../ops/ops.js';
import { allocate } from '../tensors/dtype.js';
import { checkHostArray, type DenseArray, dense, type HostArray, listOf } from '../tensors/host-array.js';
import { disposeAll, scope } from '../tensors/scope.js';
import { checkLength, checkRows, sizeOf } from '../tensors/shape.js';
import { type Tensor, upload } from '../tensors/tensor.js';
import { checkOptions, checkPositiveInteger } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { checkInputDTypes, sliceRows } from './feed.js';

/** What turns logits into probabilities: softmax over the last axis, or the sigmoid of each element. */
export type Probabilities = 'softmax' | 'sigmoid';

/** Options of `predict` and `Predictor`. */
export interface PredictOptions {
  /**
   * Turns the outputs into probabilities, on the backend. For several outputs, pass an array; `undefined` leaves an
   * output as it is. Default: all outputs as they are.
   */
  readonly activation?: Probabilities | readonly (Probabilities | undefined)[];
  /**
   * `csr` uploads dense inputs [n, width] as compressed sparse rows. It is faster if most elements are 0, as in images
   * of digits, where backend and first layer take them. Default: the layout of the inputs.
   */
  readonly layout?: 'csr';
  /**
   * How many rows to process at once. Default: 2,048, or fewer if a layer's output would have more than a million
   * elements.
   */
  readonly batchSize?: number;
}

const ACTIVATIONS = { softmax: (y: Tensor) => softmax(y), sigmoid } as const;
/** The most elements of a layer's output for a batch, by default. */
const ELEMENTS = 1_048_576;
/** How many elements an open dimension counts as. */
const OPEN_WIDTH = 4096;

/**
 * Computes the outputs of a network for inputs on the host, in batches. Keep it to predict many times. It owns nothing.
 *
 * @example
 * ```ts
 * const predictor = new Predictor(model, { activation: 'softmax' });
 * const { data, shape } = await predictor.predict(dense(new Float32Array(2 * 784), [2, 784])); // [2, 10]
 * ```
 */
export class Predictor {
  readonly #model: Network;
  readonly #activations: readonly (Probabilities | undefined)[];
  readonly #isSparse: boolean;
  readonly #batchSize: number;
  /** The last sparse rows. An upload copies them. */
  #columns: Int32Array = new Int32Array();
  #values: TypedArray = new Float32Array();

  /** Throws NablaError `argument` for options that do not fit. */
  constructor(model: Network, options: PredictOptions = {}) {
    checkModel('predict', model);
    checkOptions('predict', options, ['activation', 'layout', 'batchSize'], "{ activation: 'softmax' }");
    const { blueprint, inputShapes, outputShapes } = model;
    const widest = widthOf({ outputShape: inputShapes, children: { blueprint } });
    const fitting = Math.min(MOST_ROWS, Math.ceil(ELEMENTS / (Number.isNaN(widest) ? OPEN_WIDTH : widest)));
    const { activation, layout, batchSize = fitting } = options;
    this.#model = model;
    this.#activations = Array.isArray(activation) ? activation : outputShapes.map(() => activation as Probabilities);
    this.#isSparse = layout === 'csr';
    this.#batchSize = checkPositiveInteger('predict batchSize', batchSize);
    const isKnown = (name: unknown, at: number): boolean =>
      name === undefined || name === 'sigmoid' || (name === 'softmax' && outputShapes[at]?.length !== 0);
    if (this.#activations.length !== outputShapes.length || !this.#activations.every(isKnown)) {
      throw unexpected('predict activation', "'softmax' (of an axis) or 'sigmoid', or one for each output", activation);
    }
    if (layout !== undefined && layout !== 'csr') throw unexpected('predict layout', "'csr' or none", layout);
  }

  /**
   * Returns the output [n, ...outputShape] of inputs x [n, ...inputShape], or of an array with one for each input. With
   * `state`, modules keep what they need for the next call, and all rows are one batch. Throws NablaError `argument`
   * for a network with several outputs.
   */
  async predict(x: HostInputs, state?: State): Promise<DenseArray> {
    const { length } = this.#model.outputShapes;
    if (length === 1) return (await this.predictAll(x, state))[0] as DenseArray;
    throw new NablaError(
      'argument',
      `predict: expected a network with one output. This one has ${length}; call predictAll of a Predictor.`,
    );
  }

  /** Returns all outputs, in their order, as `predict` does. */
  async predictAll(x: HostInputs, state?: State): Promise<readonly DenseArray[]> {
    const { dtype, outputShapes } = this.#model;
    const inputs = listOf(x);
    const rows = this.#check(inputs);
    let results: readonly DenseArray[] | undefined;
    const breathe = breather();
    const batchSize = state === undefined ? this.#batchSize : rows;
    if (state !== undefined && typeof state?.forward !== 'function') throw unexpected('predict', 'a State', state);
    for (let start = 0; start < rows; start += batchSize) {
      const outputs = this.#compute(inputs, start, Math.min(start + batchSize, rows), state);
      try {
        const arrays = await Promise.all(outputs.map((output) => output.data()));
        results ??= outputs.map(({ shape: [, ...rest] }) =>
          dense(allocate(dtype, rows * sizeOf(rest)), [rows, ...rest]),
        );
        for (const [at, { data }] of results.entries())
          data.set(arrays[at] as TypedArray, (start * data.length) / rows);
      } finally {
        disposeAll(outputs);
      }
      await breathe();
    }
    // Without rows, nothing says how long an open dimension is.
    const empty = (shape: Shape) => dense(allocate(dtype, 0), [0, ...shape.map((size) => size || 0)]);
    return results ?? outputShapes.map(empty);
  }

  /** Returns the number of rows. */
  #check(inputs: readonly HostArray[]): number {
    for (const input of inputs) {
      checkHostArray('predict', input);
      // Batches are slices of it.
      if (input.layout === 'dense') checkLength('predict', input.shape, input.data.length);
    }
    checkInputDTypes(this.#model, 'x', inputs);
    const { length } = this.#model.inputShapes;
    if (inputs.length !== length) throw wrongInputs('predict', length, inputs);
    checkRows('predict', inputs);
    return inputs[0]?.shape[0] ?? 0;
  }

  #compute(inputs: readonly HostArray[], start: number, end: number, state?: State): readonly Tensor[] {
    return scope(() => {
      const uploaded = inputs.map((input) => {
        const part = sliceRows(input, start, end);
        return upload(this.#model.backend, this.#isSparse && part.layout === 'dense' ? this.#sparse(part) : part);
      });
      const made = state?.forward(this.#model, ...uploaded) ?? this.#model.forward(...uploaded);
      const outputs = listOf<Tensor>(made);
      return outputs.map((output, at) => ACTIVATIONS[this.#activations[at] as Probabilities]?.(output) ?? output);
    });
  }

  /** Returns the rows of x [n, width] without their zeros, in the memory of the last ones. */
  #sparse({ data, shape }: DenseArray): CsrArray {
    const [rows = 0, width = 0] = shape;
    if (this.#values.length < data.length) {
      this.#columns = new Int32Array(data.length);
      this.#values = allocate(this.#model.dtype, data.length);
    }
    const [columns, values] = [this.#columns, this.#values];
    const rowOffsets = new Int32Array(rows + 1);
    for (let row = 0, from = 0, count = 0; row < rows; row++) {
      // Writes each element and keeps it by counting on, without a branch.
      for (let column = 0; column < width; column++, from++) {
        const value = data[from] as number;
        columns[count] = column;
        values[count] = value;
        count += Number(value !== 0);
      }
      rowOffsets[row + 1] = count;
    }
    const count = rowOffsets[rows] as number;
    const kept = { columns: columns.subarray(0, count), values: values.subarray(0, count) as CsrArray['values'] };
    return { layout: 'csr', shape: shape as CsrArray['shape'], rowOffsets, ...kept };
  }
}

/** Returns the elements of the largest output of a module or its parts. */
const widthOf = ({ outputShape, children = {} }: Blueprint): number =>
  [...shapesOf(outputShape).map(sizeOf), ...Object.values(children).map(widthOf)].reduce((a, b) => Math.max(a, b), 1);

/**
 * Returns the network's outputs [n, ...outputShape] for x [n, ...inputShape], computed in batches. For a network with
 * several inputs, pass an array with one entry for each. Throws NablaError `argument` for a network with several
 * outputs: use `predictAll` of a `Predictor` instead.
 *
 * @example
 * ```ts
 * const outputs = await predict(model, dense(Float32Array.of(0, 1, 1, 1), [2, 2]));
 * console.log(outputs.shape, outputs.data);
 * ```
 */
export async function predict(model: Network, x: HostInputs, options: PredictOptions = {}): Promise<DenseArray> {
  return new Predictor(model, options).predict(x);
}
