/** Which random words a run uses for what. Each purpose has names of its own, so no two share a word. */
import type { Dataset } from '../data/dataset.js';
import { Random, RandomKey } from './random.js';

/**
 * What the first values of a parameter are drawn from: by seed and name (`0.weight`), whatever else the network has.
 */
export function parameterRandom(seed: number, name: string): Random {
  return new Random(new RandomKey(seed, `parameter/${name}`));
}

/**
 * The order of an epoch's examples, 0 to n - 1: by seed and epoch (from 1), whatever was drawn before. A data set may
 * have a way of its own to draw it.
 */
export function epochOrder(seed: number, epoch: number, n: number, order?: Dataset['order']): Int32Array {
  const random = new Random(new RandomKey(seed, 'order'), { step: epoch });
  return order?.(random) ?? random.permutation(n);
}

/**
 * What a layer draws from in one pass of training. Each row of the batch has a stream of its own, which depends on the
 * seed, the layer's path in the network (`1`), the step and the row: so a batch cut into chunks draws what the whole
 * draws.
 */
export class LayerRandom {
  readonly #key: RandomKey;
  readonly #step: number;
  readonly #firstRow: number;

  /** `step` counts over the whole run, from 1; `firstRow` is where the pass's first row lies in the batch. */
  constructor(seed: number, path: string, step: number, firstRow = 0) {
    this.#key = new RandomKey(seed, `layer/${path}`);
    this.#step = step;
    this.#firstRow = firstRow;
  }

  /** The stream of a row of the pass's input, counted from 0. */
  row(row: number): Random {
    return new Random(this.#key, { step: this.#step, row: this.#firstRow + row });
  }
}
