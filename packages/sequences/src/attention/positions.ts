/** Layers that tell a network where in a sequence something is. */
import {
  add,
  type Blueprint,
  type Context,
  checkOptionNames,
  formatShape,
  type Initializer,
  type Module,
  NablaError,
  type Shape,
  slice,
  stack,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';
import { checkCount } from '../checks.js';
import { sequenceShapes } from '../masks.js';
import { wavesFor } from './rotary.js';

/** Returns the position of the first element of x [n, time, ...], and keeps that of the first one of the next call. */
function positionOf({ state }: Context, x: Tensor): number {
  const start = state?.get<number>('length') ?? 0;
  state?.set('length', start + (x.shape[1] as number));
  return start;
}

/** Options of `PositionEmbedding`. */
export interface PositionEmbeddingOptions {
  /** How the vectors are drawn. Default: `N(0, 0.02²)`, as in GPT-2. */
  readonly initializer?: Initializer;
}

/**
 * Adds a vector to each element of sequences [n, time, width], one for each position, which is trained. The parameter
 * is `weight` [length, width], where `length` is the most elements a sequence may have. With a `State`, positions go on
 * where the last call ended.
 *
 * @example
 * ```ts
 * const layers = [new Embedding(65, 128), new PositionEmbedding(256), new TransformerEncoderLayer({ heads: 4 })];
 * const model = new Sequential(backend, { inputShape: ['time'], layers });
 * ```
 */
export class PositionEmbedding implements Module {
  readonly length: number;
  readonly initializer: Initializer;

  /** Throws NablaError `argument` for a length below 1. */
  constructor(length: number, options: PositionEmbeddingOptions = {}) {
    this.length = checkCount('PositionEmbedding length', length);
    checkOptionNames('PositionEmbedding', options, ['initializer']);
    this.initializer = options.initializer ?? { normal: 0.02 };
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    return { type: 'PositionEmbedding', length: this.length, initializer: this.initializer };
  }

  /** Returns the shape of the input, [time, width], and the parameter. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const [shape] = sequenceShapes('PositionEmbedding', inputShapes, 1) as [Shape];
    const [time, width] = shape as readonly [number, number];
    if (time > this.length) throw this.#tooLong(time);
    return {
      outputShape: shape,
      parameters: { weight: { shape: [this.length, width], initializer: this.initializer } },
    };
  }

  /** Returns x plus the vectors of its positions, [n, time, width]. */
  call(context: Context, x: Tensor): Tensor {
    const start = positionOf(context, x);
    const end = start + (x.shape[1] as number);
    if (end > this.length) throw this.#tooLong(end);
    return add(x, slice(context.parameter('weight'), [[start, end]]));
  }

  #tooLong(received: number): NablaError {
    const expected = `expected at most ${this.length} positions`;
    return new NablaError('shape', `PositionEmbedding: ${expected}. Received ${received}; cut the sequence.`);
  }
}

/**
 * Adds sines and cosines of the position to sequences [n, time, width] (Vaswani et al. 2017, "Attention is all you
 * need", section 3.5), at position p:
 *
 * - `sin(p · 10000^(−2i / width))` to element `2i`
 * - `cos(p · 10000^(−2i / width))` to element `2i + 1`
 *
 * It has no parameters and takes sequences of any length. With a `State`, positions go on where the last call ended.
 *
 * @example
 * ```ts
 * const layers = [new Embedding(65, 128), new SinePositionEncoding(), new TransformerEncoderLayer({ heads: 4 })];
 * const model = new Sequential(backend, { inputShape: ['time'], layers });
 * ```
 */
export class SinePositionEncoding implements Module {
  /** The module as JSON. */
  readonly config: TypedConfig = { type: 'SinePositionEncoding' };

  /** Returns the shape of the input. Throws NablaError `shape` for an odd width. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const [shape] = sequenceShapes('SinePositionEncoding', inputShapes, 1) as [Shape];
    if ((shape[1] as number) % 2 === 0) return { outputShape: shape };
    const received = formatShape(['n', ...shape]);
    throw new NablaError('shape', `SinePositionEncoding: expected an even width. Received ${received}.`);
  }

  /** Returns x plus the waves of its positions, [n, time, width]. */
  call(context: Context, x: Tensor): Tensor {
    const [, time, width] = x.shape as readonly [number, number, number];
    const waves = wavesFor(x, width / 2, positionOf(context, x));
    return add(x, stack(waves, { axis: 2 }).reshape([time, width]));
  }
}
