import { NORMAL_END, TAIL } from '../math/normal.js';
import { smooth } from '../tensors/kinks.js';
import { type Tensor, wrap } from '../tensors/tensor.js';
import { abs, composed, negate, square } from './composed.js';
import { checkFloats } from './operands.js';
import { add, divide, exp, greater, maximum, multiply, subtract, type TensorLike, where } from './ops.js';

/**
 * Returns the normal distribution function, element by element: `Φ(x) = ∫ exp(−t² / 2) / √(2 π) dt` over `t ≤ x`. Its
 * left tail keeps its digits, where `(1 + erf(x / √2)) / 2` would round to 0. One kernel if the backend has
 * `fused.normalCdf`. `dX = dY · exp(−x² / 2) / √(2 π)`.
 *
 * @example
 * ```ts
 * const y = normalCdf(tensor(backend, [0, 1.96])); // about [0.5, 0.975]
 * ```
 */
export function normalCdf(x: Tensor): Tensor {
  checkFloats('normalCdf', [x]);
  return composed('normalCdf', x, 'x', {
    y: () => smooth(() => distribution(x)),
    dX: (dY, saved) => multiply(dY, density(saved)),
  });
}

function distribution(x: Tensor): Tensor {
  const kernel = x.backend.fused?.normalCdf;
  if (kernel !== undefined) return wrap(x, kernel(x.operand()));
  const tail = lowerTail(maximum(negate(abs(x)), -NORMAL_END));
  return where(greater(x, 0), subtract(1, tail), tail);
}

/** `1 / √(2 π)` */
const NORMAL_DENSITY_AT_0 = 0.3989422804014327;

/** Returns `exp(−x² / 2) / √(2 π)`, the derivative of `normalCdf`. */
export function density(x: Tensor): Tensor {
  return multiply(exp(multiply(square(x), -0.5)), NORMAL_DENSITY_AT_0);
}

/** normalCdf(x) for `−40 ≤ x ≤ 0`, by the polynomial of `math/normal.ts`, whose a is -x. */
function lowerTail(x: Tensor): Tensor {
  const s = divide(add(x, 5), subtract(x, 5));
  const [top, ...lower] = Array.from(TAIL).reverse() as [number, ...number[]];
  let sum: TensorLike = top;
  for (const coefficient of lower) sum = add(multiply(s, sum), coefficient);
  const power = exp(multiply(square(x), -0.5));
  return divide(multiply(power, sum), subtract(1, x));
}
