import type { Tensor } from '../tensors/tensor.js';

/** A tensor that training changes, under its name in the network: `0.weight`. Optimizers replace its elements in place. */
export interface Parameter {
  readonly name: string;
  readonly value: Tensor;
  /** False for what its module changes itself, such as running statistics; default true. */
  readonly trainable?: boolean;
}
