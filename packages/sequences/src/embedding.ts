/** Vectors for tokens. */
import {
  type Blueprint,
  type Context,
  checkOptionNames,
  divide,
  type FloatDType,
  gather,
  type Initializer,
  type Module,
  maximum,
  NablaError,
  type ParameterSpec,
  type Shape,
  sum,
  type Tensor,
  type TypedConfig,
  where,
} from '@nablajs/core';
import { checkChoice, checkCount, checkToken, formatInputs } from './checks.js';
import { isToken } from './masks.js';

/** Options of `Embedding`. */
export interface EmbeddingOptions {
  /** A token whose vector is 0 and is not trained, such as that of padding: PyTorch's `padding_idx`. Default: none. */
  readonly paddingIndex?: number;
  /** How the vectors are drawn. Default: `N(0, 1)`, as in PyTorch. */
  readonly initializer?: Initializer;
}

/** What both modules have. */
abstract class Table implements Module {
  readonly values: number;
  readonly size: number;
  readonly paddingIndex: number | undefined;
  readonly initializer: Initializer;
  readonly acceptsIntegers = true;

  constructor(type: string, values: number, size: number, options: EmbeddingOptions, known: readonly string[]) {
    this.values = checkCount(`${type} values`, values);
    this.size = checkCount(`${type} size`, size);
    checkOptionNames(type, options, ['paddingIndex', 'initializer', ...known]);
    const { paddingIndex, initializer = { normal: 1 } } = options;
    this.paddingIndex =
      paddingIndex === undefined ? paddingIndex : checkToken(`${type} paddingIndex`, paddingIndex, values);
    this.initializer = initializer;
  }

  /** The module as JSON. */
  abstract get config(): TypedConfig;

  /** Checks the shape of the tokens, and returns the output's shape and the parameter. */
  abstract build(...inputShapes: readonly Shape[]): Blueprint;

  /** Computes the output from int32 tokens. */
  abstract call(context: Context, tokens: Tensor): Tensor;

  /** What both configs have. */
  protected get options(): TypedConfig {
    const { values, size, initializer, paddingIndex } = this;
    return { type: '', values, size, initializer, ...(paddingIndex !== undefined && { paddingIndex }) };
  }

  /** The blueprint's parameter. */
  protected get parameters(): Readonly<Record<string, ParameterSpec>> {
    return { weight: { shape: [this.values, this.size], initializer: this.initializer } };
  }

  /** Returns the vectors of tokens [...] as [..., size], and which tokens count: 1 or 0, or undefined if all do. */
  protected vectors(context: Context, tokens: Tensor): readonly [vectors: Tensor, isToken: Tensor | undefined] {
    if (tokens.dtype !== 'int32') {
      const { type } = this.config;
      const remedy = 'keep them in an Int32Array';
      throw new NablaError('dtype', `${type}: expected int32 tokens. Received ${tokens.dtype}; ${remedy}.`);
    }
    const weight = context.parameter('weight');
    const vectors = gather(weight, tokens);
    if (this.paddingIndex === undefined) return [vectors, undefined];
    const mask = isToken(tokens, this.paddingIndex, weight.dtype as FloatDType).reshape([...tokens.shape, 1]);
    return [where(mask, vectors, 0), mask];
  }
}

/**
 * Returns a vector for each token: int32 [n, ...] becomes [n, ..., size]. The parameter is `weight` [values, size], of
 * which token i takes row i. This is PyTorch's `Embedding(values, size)`.
 *
 * Training and `evaluate` do not check the tokens: one outside [0, values) has a vector of NaN.
 *
 * @example
 * ```ts
 * const layers = [new Embedding(65, 128), new LSTM(128), new Dense(10)];
 * const model = new Sequential(backend, { inputShape: ['time'], layers });
 * ```
 */
export class Embedding extends Table {
  /** Throws NablaError `argument` for sizes below 1 and for a `paddingIndex` outside [0, values). */
  constructor(values: number, size: number, options: EmbeddingOptions = {}) {
    super('Embedding', values, size, options, []);
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    return { ...this.options, type: 'Embedding' };
  }

  /** Returns the output's shape, [..., size] for tokens [...], and the parameter. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const [shape] = inputShapes;
    if (shape !== undefined && inputShapes.length === 1) {
      return { outputShape: [...shape, this.size], parameters: this.parameters };
    }
    throw new NablaError('shape', `Embedding: expected one input of tokens. Received ${formatInputs(inputShapes)}.`);
  }

  /** Returns the vectors [n, ..., size] of int32 tokens [n, ...]. */
  call(context: Context, tokens: Tensor): Tensor {
    return this.vectors(context, tokens)[0];
  }
}

/** Options of `EmbeddingBag`. */
export interface EmbeddingBagOptions extends EmbeddingOptions {
  /** What is made of the vectors of a bag. Default: `mean`, as in PyTorch. */
  readonly mode?: 'mean' | 'sum';
}

/**
 * Returns the mean or the sum of the vectors of several tokens: int32 [n, time] becomes [n, size]. Tokens equal to
 * `paddingIndex` do not count. The parameter is `weight` [values, size]. This is PyTorch's `EmbeddingBag(values,
 * size)`.
 *
 * @example
 * ```ts
 * const layers = [new EmbeddingBag(10_000, 64, { paddingIndex: 0 }), new Dense(2)];
 * const model = new Sequential(backend, { inputShape: ['time'], layers });
 * ```
 */
export class EmbeddingBag extends Table {
  readonly mode: 'mean' | 'sum';

  /** Throws NablaError `argument` for sizes below 1, another mode, a `paddingIndex` outside [0, values). */
  constructor(values: number, size: number, options: EmbeddingBagOptions = {}) {
    super('EmbeddingBag', values, size, options, ['mode']);
    this.mode = checkChoice('EmbeddingBag mode', options.mode ?? 'mean', ['mean', 'sum']);
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    return { ...this.options, type: 'EmbeddingBag', mode: this.mode };
  }

  /** Returns the output's shape, [size], and the parameter. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    if (inputShapes.length === 1 && inputShapes[0]?.length === 1) {
      return { outputShape: [this.size], parameters: this.parameters };
    }
    throw new NablaError('shape', `EmbeddingBag: expected tokens [n, time]. Received ${formatInputs(inputShapes)}.`);
  }

  /** Returns the means or sums [n, size] of int32 tokens [n, time]. */
  call(context: Context, tokens: Tensor): Tensor {
    const [vectors, mask] = this.vectors(context, tokens);
    const total = sum(vectors, { axis: 1 });
    if (this.mode === 'sum') return total;
    return divide(
      total,
      mask === undefined ? Math.max(1, tokens.shape[1] as number) : maximum(sum(mask, { axis: 1 }), 1),
    );
  }
}
