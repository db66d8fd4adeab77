import type { Tensor } from '../tensors/tensor.js';

/**
 * A tensor that training changes, with its name in the network: `0.weight`. Optimizers replace its elements in place.
 */
export interface Parameter {
  readonly name: string;
  readonly value: Tensor;
  /** False for a parameter that its module updates itself, such as running statistics. Default: true. */
  readonly trainable?: boolean;
  /** Whether training leaves it alone: see `Parameters.freeze`. Default: false. */
  readonly frozen?: boolean;
}
