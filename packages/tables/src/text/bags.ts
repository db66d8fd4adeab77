/** Bags of embeddings: what networks for tables make of the words of a text. */
import {
  add,
  cast,
  clip,
  concat,
  divide,
  fill,
  gather,
  maximum,
  minimum,
  type Shape,
  scope,
  slice,
  sqrt,
  sum,
  type Tensor,
  tensor,
} from '@nablajs/core';

/** Inputs that hold the places of a text's words in a list, as whole numbers, and 0 where no word is. */
export interface BagInput {
  /** The first of these inputs, counted from 0. */
  readonly input: number;
  /** How many there are, >= 1. */
  readonly length: number;
  /** How many places there are, with 0, >= 2. Larger numbers count as the last place. */
  readonly values: number;
  /** How many numbers stand for a word, and for a text, >= 1. */
  readonly size: number;
  readonly [option: string]: number;
}

/** All inputs of a text, counted from 0. */
export const inputsOf = ({ input, length }: Pick<BagInput, 'input' | 'length'>): number[] =>
  Array.from({ length }, (_, at) => input + at);

/** Whether a value, perhaps from a file, is a `BagInput`. */
export function isBag(value: unknown): boolean {
  const { input, length, values, size, ...rest } = (value ?? {}) as Partial<BagInput>;
  const isAtLeast = (count: unknown, least: number): boolean =>
    Number.isSafeInteger(count) && (count as number) >= least;
  return isAtLeast(input, 0) && isAtLeast(length, 1) && isAtLeast(values, 2) && isAtLeast(size, 1) && isEmpty(rest);
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/** The inputs, of so many, that hold no words and no categories; undefined if these overlap, or are not among them. */
export function otherInputs(
  inputs: number,
  texts: readonly BagInput[],
  categories: readonly { readonly input: number }[] = [],
): Int32Array | undefined {
  const count = texts.reduce((sum, { length }) => sum + length, categories.length);
  // A config may come from anywhere: its lengths are compared before there are lists of them.
  if (count > inputs) return undefined;
  const places = new Set([...categories.map(({ input }) => input), ...texts.flatMap(inputsOf)]);
  const others = Int32Array.from({ length: inputs }, (_, input) => input).filter((input) => !places.has(input));
  return places.size === count && others.length === inputs - count ? others : undefined;
}

/** How many words of each text are looked up at once: all of them would take much memory. */
const WORDS_AT_ONCE = 32;

/** How many numbers stand for a word in the networks that a search tries. */
export const BAG_SIZE = 16;
/** The deviation of the initial embeddings of words. */
export const WORD_DEVIATION = 0.1;

/** The shape of the embeddings of a text's words, for a number of members. */
export const bagShape = (members: number, { values, size }: BagInput): Shape => [members, values - 1, size];

/**
 * Returns `Σ e / √k` over the embeddings e of each text's k words, and 0 of a text without words.
 *
 * @param x [members, n, inputs], or [1, n, inputs] for all members.
 * @param embeddings [members, values - 1, size].
 * @returns [members, n, size]
 */
export function bagOf(x: Tensor, embeddings: Tensor, { input, length, values }: BagInput): Tensor {
  const [members = 1, , size = 1] = embeddings.shape;
  const n = x.shape[1] as number;
  return scope(() => {
    const places = clip(slice(x, [[], [], [input, input + length]]), 0, values - 1);
    const none = fill(x.backend, [members, 1, size], 0, x.dtype);
    const table = concat([none, embeddings], { axis: 1 }).reshape([members * values, size]);
    // The embeddings of all members lie one after the other.
    const firsts = Array.from({ length: members }, (_, member) => member * values);
    const rows = cast(add(places, tensor(x.backend, firsts, x.dtype).reshape([members, 1, 1])), 'int32');
    let total: Tensor = fill(x.backend, [members, n, size], 0, x.dtype);
    for (let first = 0; first < length; first += WORDS_AT_ONCE) {
      const last = Math.min(length, first + WORDS_AT_ONCE);
      const before = total;
      total = scope(() => add(before, sum(gather(table, slice(rows, [[], [], [first, last]])), { axis: 2 })));
    }
    const count = sum(minimum(places, 1), { axis: -1, keepDimensions: true });
    return divide(total, sqrt(maximum(count, 1)));
  });
}
