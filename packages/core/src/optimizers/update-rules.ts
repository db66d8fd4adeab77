import { add, multiply } from '../ops/ops.js';
import type { Tensor } from '../tensors/tensor.js';
import { unexpected } from '../validation/describe.js';

/** Which formula an optimizer uses where PyTorch and Keras differ. */
export type Formula = 'torch' | 'keras';

/** Works on options that are not checked yet. */
export const isKeras = (options: { readonly formula?: Formula } | undefined): boolean => options?.formula === 'keras';

export function checkFormula(name: string, value: Formula = 'torch'): Formula {
  if (value === 'torch' || value === 'keras') return value;
  throw unexpected(name, "'torch' or 'keras'", value);
}

/** Returns `share · running + (1 − share) · value`. */
export const average = (running: Tensor, value: Tensor, share: number): Tensor =>
  add(multiply(running, share), multiply(value, 1 - share));

/** Adds the L2 penalty of a weight decay to the gradient: `g + decay · w`. */
export const penalized = (w: Tensor, g: Tensor, decay: number): Tensor =>
  decay === 0 ? g : add(g, multiply(w, decay));

/** Applies a decoupled weight decay (Loshchilov and Hutter 2019): `w − rate · decay · w`. */
export const decayed = (w: Tensor, rate: number, decay: number): Tensor =>
  decay === 0 ? w : multiply(w, 1 - rate * decay);
