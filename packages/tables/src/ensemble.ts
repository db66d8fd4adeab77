/** Networks of the same form side by side, as one module. */
import {
  add,
  type Blueprint,
  type Context,
  cast,
  checkOptionNames,
  clip,
  concat,
  Dropout,
  exp,
  gather,
  log,
  logSoftmax,
  type Module,
  matmul,
  maximum,
  mean,
  multiply,
  NablaError,
  type ParameterSpec,
  permute,
  relu,
  type Shape,
  slice,
  type Tensor,
  type TypedConfig,
  tensor,
} from '@nablajs/core';
import { type BagInput, bagOf, bagShape, isBag, otherInputs } from './text/bags.js';

/** What the outputs of an ensemble are: logits of classes, or numbers. */
export type EnsembleTask = 'classes' | 'numbers';

/** An input that holds the place of a category in a list, as a whole number. */
export interface CategoryInput {
  /** Which input, counted from 0. */
  readonly input: number;
  /** How many places there are, >= 1. Other numbers count as the nearest place. */
  readonly values: number;
  /** How many numbers stand for a category, >= 1. */
  readonly size: number;
  readonly [option: string]: number;
}

/** Options of `Ensemble`. */
export interface EnsembleOptions {
  /** How many networks there are, >= 1. */
  readonly members: number;
  /** The units of the hidden layers of each. */
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly task: EnsembleTask;
  /** The rate of dropout after each hidden layer. Default: 0. */
  readonly dropout?: number;
  /** The inputs that are places in a list of categories. Default: none. */
  readonly categories?: readonly CategoryInput[];
  /** The inputs that hold the words of texts. Default: none. */
  readonly texts?: readonly BagInput[];
  /** The least and the most number that a member may answer, when they answer together. Default: null, any number. */
  readonly range?: readonly [least: number, most: number] | null;
  /** Divides the logits of the mean probabilities (Guo et al. 2017), > 0. Default: 1. */
  readonly temperature?: number;
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
const isListOf = (value: unknown, isRight: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isRight);
const isCategory = (value: unknown): boolean => {
  const { input, values, size, ...rest } = (value ?? {}) as Partial<CategoryInput>;
  const isPlace = Number.isSafeInteger(input) && (input as number) >= 0;
  return isPlace && isCount(values) && isCount(size) && Object.keys(rest).length === 0;
};

/** What each option has to be: configs come from files. `Dropout` checks the rate. */
const CHECKS: ReadonlyMap<keyof EnsembleOptions, readonly [isRight: (value: unknown) => boolean, expected: string]> =
  new Map<keyof EnsembleOptions, readonly [(value: unknown) => boolean, string]>([
    ['members', [isCount, 'a whole number >= 1']],
    ['hidden', [(value) => isListOf(value, isCount), 'a list of whole numbers >= 1']],
    ['outputs', [isCount, 'a whole number >= 1']],
    ['task', [(value) => value === 'classes' || value === 'numbers', "'classes' or 'numbers'"]],
    ['dropout', [() => true, 'a rate']],
    ['categories', [(value) => isListOf(value, isCategory), 'a list of { input, values, size }']],
    ['texts', [(value) => isListOf(value, isBag), 'a list of { input, length, values, size }']],
    [
      'range',
      [
        (value) => value === null || (isListOf(value, Number.isFinite) && (value as readonly unknown[]).length === 2),
        'two numbers',
      ],
    ],
    ['temperature', [(value) => Number.isFinite(value) && (value as number) > 0, 'a number > 0']],
  ]);

/** Stands for a mean probability of 0, whose logarithm is not finite. */
const TINY = 1e-30;

/**
 * Several networks of the same form side by side, which share no weight: a scale for each number and an embedding for
 * each category and each word of a text (see `TextBags`), then dense layers with ReLU between them. The weights of the
 * members lie in the same tensors: one product computes all of them.
 *
 * On rows x [n, inputs] it answers for all members: `log(mean(p)) / temperature` of their probabilities p, or their
 * mean number [n, outputs]. On rows [n, members, inputs] each member gets its own, and the output [n, members, outputs]
 * holds the logits or the number of each; members are trained like that.
 *
 * Its parameters are `scale` [members, 1, numbers], `embedding<input>` [members, values, size] for each category,
 * `words<input>` [members, values - 1, size] for each text, and, for each layer i from 1, `weight<i>` [members, in,
 * out] and `bias<i>` [members, 1, out].
 *
 * @example
 * ```ts
 * const module = new Ensemble({ members: 5, hidden: [128, 128], outputs: 3, task: 'classes', dropout: 0.2 });
 * ```
 */
export class Ensemble implements Module {
  readonly options: Required<EnsembleOptions>;
  readonly #dropout: Dropout;

  /** Throws NablaError `argument` for options that it does not have, or that do not fit. */
  constructor(options: EnsembleOptions) {
    checkOptionNames('Ensemble', options, [...CHECKS.keys()]);
    const all = { dropout: 0, temperature: 1, categories: [], texts: [], range: null, ...options };
    for (const [name, [isRight, expected]] of CHECKS) {
      if (isRight(all[name])) continue;
      throw new NablaError(
        'argument',
        `Ensemble ${name}: expected ${expected}. Received ${JSON.stringify(all[name])}.`,
      );
    }
    this.options = all;
    this.#dropout = new Dropout(this.options.dropout);
  }

  get config(): TypedConfig {
    const { texts, ...others } = this.options;
    return { type: 'Ensemble', ...others, ...(texts.length > 0 && { texts }) };
  }

  build(...inputShapes: readonly Shape[]): Blueprint {
    const { members, hidden, outputs, categories, texts } = this.options;
    const [inputShape = []] = inputShapes;
    const inputs = inputShape.at(-1) as number;
    const isEach = inputShape.length === 2 && inputShape[0] === members;
    if (inputShapes.length !== 1 || !(inputShape.length === 1 || isEach)) {
      const expected = `expected one input, [inputs] or [${members}, inputs]`;
      throw new NablaError('shape', `Ensemble: ${expected}. Received ${JSON.stringify(inputShapes)}.`);
    }
    const numbers = otherInputs(inputs, texts, categories)?.length;
    if (numbers === undefined) {
      const received = JSON.stringify([...categories, ...texts].map(({ input }) => input));
      throw new NablaError('shape', `Ensemble: expected categories among ${inputs} inputs. Received ${received}.`);
    }
    const parameters: Record<string, ParameterSpec> = {};
    if (numbers > 0 || texts.length === 0) parameters['scale'] = { shape: [members, 1, numbers], initializer: 1 };
    for (const { input, values, size } of categories) {
      parameters[`embedding${input}`] = { shape: [members, values, size], initializer: 'zeros' };
    }
    for (const text of texts) {
      parameters[`words${text.input}`] = { shape: bagShape(members, text), initializer: 'zeros' };
    }
    let width = [...categories, ...texts].reduce((sum, { size }) => sum + size, numbers);
    for (const [at, units] of [...hidden, outputs].entries()) {
      parameters[`weight${at + 1}`] = { shape: [members, width, units], initializer: 'heNormal' };
      parameters[`bias${at + 1}`] = { shape: [members, 1, units], initializer: 'zeros' };
      width = units;
    }
    return { outputShape: isEach ? [members, outputs] : [outputs], parameters, wholeBatch: true };
  }

  call(context: Context, x: Tensor): Tensor {
    const isEach = x.shape.length === 3;
    const layers = this.options.hidden.length + 1;
    // [members, n, inputs]
    let h = this.#inputs(context, isEach ? permute(x, [1, 0, 2]) : x.reshape([1, ...x.shape]));
    for (let at = 1; at <= layers; at++) {
      h = add(matmul(h, context.parameter(`weight${at}`)), context.parameter(`bias${at}`));
      if (at < layers) h = this.#dropout.call(context, relu(h));
    }
    return isEach ? permute(h, [1, 0, 2]) : this.#together(h);
  }

  /** The scaled numbers, embeddings and bags: [members, n, inputs] or [1, n, inputs] -> [members, n, width]. */
  #inputs(context: Context, x: Tensor): Tensor {
    const { members, categories, texts } = this.options;
    if (categories.length + texts.length === 0) return multiply(x, context.parameter('scale'));
    const [, n = 0, inputs = 0] = x.shape;
    const numbers = otherInputs(inputs, texts, categories) as Int32Array;
    const parts = categories.map(({ input, values, size }) => {
      const places = clip(slice(x, [[], [], [input, input + 1]]), 0, values - 1);
      // The embeddings of all members lie one after the other.
      const firsts = Array.from({ length: members }, (_, member) => member * values);
      const rows = add(places, tensor(x.backend, firsts, x.dtype).reshape([members, 1, 1]));
      const table = context.parameter(`embedding${input}`).reshape([members * values, size]);
      return gather(table, cast(rows, 'int32').reshape([members, n]));
    });
    const bags = texts.map((text) => bagOf(x, context.parameter(`words${text.input}`), text));
    const areTexts = texts.length > 0 && numbers.length === 0;
    const scaled = areTexts ? [] : [multiply(gather(x, numbers, { axis: -1 }), context.parameter('scale'))];
    return concat([...scaled, ...parts, ...bags], { axis: -1 });
  }

  /** The answer of all members, from those of each [members, n, outputs]. */
  #together(each: Tensor): Tensor {
    const { task, temperature, range } = this.options;
    if (task === 'numbers') {
      // Each on its own: then one member that goes astray does not carry the others with it.
      return mean(range === null ? each : clip(each, ...range), { axis: 0 });
    }
    const probabilities = mean(exp(logSoftmax(each)), { axis: 0 });
    return multiply(log(maximum(probabilities, TINY)), 1 / temperature);
  }
}
