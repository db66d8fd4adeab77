import { abs, negate, square } from './composed.js';
import { NORMAL_END, NORMAL_TAIL } from './math/normal.js';
import { checkDense, checkFloat } from './operands.js';
import { add, divide, exp, greater, maximum, multiply, subtract, type TensorLike, where } from './ops.js';
import { scope } from './scope.js';
import { Tensor } from './tensor.js';

/**
 * The normal distribution function: the integral of exp(-t^2/2) / sqrt(2 pi) from -Infinity to x, element by element.
 * Its left tail keeps its digits, where (1 + erf(x / sqrt 2)) / 2 rounds to 0. One kernel where the backend has
 * `fused.normalCdf`.
 */
export function normalCdf(x: Tensor): Tensor {
  checkDense('normalCdf', [x]);
  checkFloat('normalCdf', x);
  const kernel = x.backend.fused?.normalCdf;
  if (kernel !== undefined) return new Tensor(x.backend, kernel(x.operand()), x.shape, x.dtype);
  return scope(() => {
    const tail = lowerTail(maximum(negate(abs(x)), -NORMAL_END));
    return where(greater(x, 0), subtract(1, tail), tail);
  });
}

/** normalCdf(x) for -40 <= x <= 0, by the polynomial of `math/normal.ts`, whose a is -x. */
function lowerTail(x: Tensor): Tensor {
  const s = divide(add(x, 5), subtract(x, 5));
  const [top, ...lower] = Array.from(NORMAL_TAIL).reverse() as [number, ...number[]];
  let sum: TensorLike = top;
  for (const coefficient of lower) sum = add(multiply(s, sum), coefficient);
  const power = exp(multiply(square(x), -0.5));
  return divide(multiply(power, sum), subtract(1, x));
}
