/** Random words by purpose: each has its own stream names, so no two share a word. */
import { type Permuter, Random, RandomKey } from './random.js';

/**
 * Returns the stream of a parameter's first values. It depends on seed and name (`0.weight`) and on nothing else in the
 * network.
 *
 * @example
 * ```ts
 * const weight = initialize('heNormal', [784, 128], parameterRandom(7, '0.weight'));
 * ```
 */
export function parameterRandom(seed: number, name: string): Random {
  return new Random(new RandomKey(seed, `parameter/${name}`));
}

/**
 * Returns the order of an epoch's examples, 0 to n - 1. It depends on seed and epoch (from 1) and not on earlier draws.
 * A data set may draw its own `order`.
 *
 * @example
 * ```ts
 * const order = epochOrder(7, 1, 5); // 3, 1, 0, 2, 4
 * ```
 */
export function epochOrder(
  seed: number,
  epoch: number,
  n: number,
  order?: (random: Permuter) => Int32Array,
): Int32Array {
  const random = new Random(new RandomKey(seed, 'order'), { step: epoch });
  return order?.(random) ?? random.permutation(n);
}

/**
 * The random numbers of a layer in one pass of training. Each row of the batch has its own stream, which depends on the
 * seed, the layer's path in the network (`1`), the step and the row. So a batch in parts draws the same as the whole.
 *
 * @example
 * ```ts
 * const random = new LayerRandom(7, '1', 3); // seed 7, layer '1', step 3: there it is context.random
 * const dropped = random.row(0).uniform() < 0.5;
 * ```
 */
export class LayerRandom {
  /** The key of the layer's words. */
  readonly key: RandomKey;
  /** The step of training, counted over the whole run from 1. */
  readonly step: number;
  /** The position of the pass's first row in the batch. */
  readonly firstRow: number;

  constructor(seed: number, path: string, step: number, firstRow = 0) {
    this.key = new RandomKey(seed, `layer/${path}`);
    this.step = step;
    this.firstRow = firstRow;
  }

  /** Returns the stream of a row of the pass's input, counted from 0. */
  row(row: number): Random {
    return new Random(this.key, { step: this.step, row: this.firstRow + row });
  }
}
