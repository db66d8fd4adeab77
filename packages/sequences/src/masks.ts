/** Masks of padding: which places of a sequence hold something. */
import {
  type Blueprint,
  type Context,
  cast,
  checkOptionNames,
  equal,
  formatShape,
  isFloat,
  type Module,
  multiply,
  NablaError,
  type Shape,
  subtract,
  type Tensor,
  type TypedConfig,
  unexpected,
  where,
} from '@nablajs/core';
import { checkToken, formatInputs } from './checks.js';

/** Options of `PaddingMask`. */
export interface PaddingMaskOptions {
  /** The token that fills up short sequences. */
  readonly paddingIndex: number;
}

/**
 * Turns tokens, int32 [n, time], into a mask of the same shape: int32, 1 at a token and 0 at padding. Modules take it
 * behind the sequence that it belongs to.
 *
 * @example
 * ```ts
 * const tokens = input(['time']);
 * const mask = layer(new PaddingMask({ paddingIndex: 0 }))(tokens);
 * const vectors = layer(new Embedding(1000, 64, { paddingIndex: 0 }))(tokens);
 * const model = network(backend, { inputs: tokens, outputs: layer(new MeanOverTime())(vectors, mask) });
 * ```
 */
export class PaddingMask implements Module {
  readonly paddingIndex: number;
  readonly acceptsIntegers = true;

  constructor(options: PaddingMaskOptions) {
    if (Object(options) !== options) throw unexpected('PaddingMask', 'options, such as { paddingIndex: 0 }', options);
    checkOptionNames('PaddingMask', options, ['paddingIndex']);
    this.paddingIndex = checkToken('PaddingMask paddingIndex', options.paddingIndex);
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    return { type: 'PaddingMask', paddingIndex: this.paddingIndex };
  }

  /** Returns the shape of the tokens. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const [outputShape] = inputShapes;
    if (outputShape !== undefined && inputShapes.length === 1) return { outputShape };
    throw new NablaError('shape', `PaddingMask: expected one input of tokens. Received ${formatInputs(inputShapes)}.`);
  }

  /** Returns the mask, int32. */
  call(_context: Context, tokens: Tensor): Tensor {
    return cast(isToken(tokens, this.paddingIndex, floatOf(tokens)), 'int32');
  }
}

/** A dtype in which tokens can be compared. */
const floatOf = ({ backend }: Tensor): 'float32' | 'float64' => backend.dtypes.find(isFloat) ?? 'float32';

/** Returns 1 where a token is not padding, else 0, in a dtype of floats. */
export const isToken = (tokens: Tensor, paddingIndex: number, dtype: 'float32' | 'float64'): Tensor =>
  subtract(1, equal(tokens.dtype === dtype ? tokens : cast(tokens, dtype), paddingIndex));

/** A sequence [n, time, width], and its mask: 1 or 0 in its dtype [n, time], or undefined if nothing is padding. */
export type Masked = readonly [sequence: Tensor, mask: Tensor | undefined];

/**
 * Checks the shapes of sequences [time, width], each with or without a mask [time]; returns those of the sequences.
 * Throws NablaError `shape` for other shapes, and for more sequences than `most`.
 */
export function sequenceShapes(type: string, shapes: readonly Shape[], least: number, most: number = least): Shape[] {
  const sequences: Shape[] = [];
  for (const [at, shape] of shapes.entries()) {
    const before = shapes[at - 1];
    const isMask = shape.length === 1 && before?.length === 2 && areEqual(shape[0], before[0]);
    if (!isMask && shape.length !== 2) throw misfit(type, shapes, most);
    if (!isMask) sequences.push(shape);
  }
  if (sequences.length >= least && sequences.length <= most) return sequences;
  throw misfit(type, shapes, most);
}

/** Whether lengths are equal, as far as they are known. */
const areEqual = (a = 0, b = 0): boolean => a === b || Number.isNaN(a) || Number.isNaN(b);

const misfit = (type: string, shapes: readonly Shape[], most: number): NablaError => {
  const sequences = most === 1 ? 'a sequence [n, time, width]' : `sequences [n, time, width], at most ${most}`;
  const received = formatInputs(shapes);
  return new NablaError(
    'shape',
    `${type}: expected ${sequences}, and behind it a mask [n, time] or none. ` + `Received ${received}.`,
  );
};

/**
 * Returns the sequences, each with its mask. Padded places become 0, because they may be NaN. Throws NablaError `shape`
 * for a sequence without elements, and for a mask that does not fit.
 */
export function masked(type: string, inputs: readonly Tensor[]): Masked[] {
  const pairs: Masked[] = [];
  for (const input of inputs) {
    if (input.shape.length > 2) {
      if (input.shape[1] === 0) {
        throw new NablaError('shape', `${type}: expected at least one element. Received none.`);
      }
      pairs.push([input, undefined]);
      continue;
    }
    const [sequence] = pairs.pop() as Masked;
    const [n, time] = sequence.shape as readonly [number, number];
    if (input.shape[0] !== n || input.shape[1] !== time) {
      const expected = `expected a mask ${formatShape([n, time])}`;
      throw new NablaError('shape', `${type}: ${expected}. Received ${formatShape(input.shape)}.`);
    }
    const mask = where(input.dtype === sequence.dtype ? input : cast(input, sequence.dtype), 1, 0);
    pairs.push([where(mask.reshape([n, time, 1]), sequence, 0), mask]);
  }
  return pairs;
}

/** Returns 1 where both masks are; undefined stands for a mask without padding. */
export const both = (a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined =>
  a === undefined || b === undefined ? (a ?? b) : multiply(a, b);
