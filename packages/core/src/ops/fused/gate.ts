import { scope } from '../../tensors/scope.js';
import { type Tensor, wrap } from '../../tensors/tensor.js';
import { checkFloats } from '../operands.js';
import { add, multiply, sum, where } from '../ops.js';

/**
 * Moves the elements of `next` into `target` if `gate` [] is 0 or undefined; otherwise `target` stays unchanged, bit
 * for bit. End a custom optimizer's update with it. `next` is disposed, by this or by its scope.
 *
 * @example
 * ```ts
 * const [w, g] = [tensor(backend, [1, 2]), tensor(backend, [4, 8])];
 * scope(() => adoptUnless(finiteCheck(g), w, subtract(w, multiply(g, 0.25)))); // w is [0, 0]
 * ```
 */
export function adoptUnless(gate: Tensor | undefined, target: Tensor, next: Tensor): void {
  target.adopt(gate === undefined ? next : where(gate, target, next));
}

/**
 * Returns [] 0 if every element is finite, else NaN: `0 · x` is 0 only for finite x, and a sum of zeros cannot
 * overflow.
 *
 * @example
 * ```ts
 * const gate = finiteCheck(tensor(backend, [1, 2]), tensor(backend, [NaN])); // NaN
 * ```
 */
export function finiteCheck(...tensors: readonly [Tensor, ...Tensor[]]): Tensor {
  const backend = checkFloats('finiteCheck', tensors);
  const kernel = backend.fused?.finiteCheck;
  if (kernel !== undefined) return wrap(tensors[0], kernel(tensors.map((x) => x.operand())), []);
  return scope(() => tensors.map((x) => sum(multiply(x, 0))).reduce(add));
}
