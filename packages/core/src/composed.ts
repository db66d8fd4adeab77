/** Operations that core composes from the kernels, so that no backend needs to write them. */
import { add, divide, exp, greater, log, log1p, max, maximum, multiply, subtract, sum, where } from './ops.js';
import { scope } from './scope.js';
import { sizeOf } from './shape.js';
import type { Tensor } from './tensor.js';

/** -x. */
export const negate = (x: Tensor): Tensor => multiply(x, -1);
/** x times x. */
export const square = (x: Tensor): Tensor => multiply(x, x);
/** |x|; |-0| is 0, NaN stays NaN. */
export const abs = (x: Tensor): Tensor => scope(() => add(maximum(x, negate(x)), 0)); // -0 + 0 is 0
/** 1 or -1; zeros and NaN stay what they are, as in Math.sign. */
export const sign = (x: Tensor): Tensor => scope(() => where(greater(x, 0), 1, where(greater(0, x), -1, x)));
/** max(x, 0); relu(NaN) is NaN. */
export const relu = (x: Tensor): Tensor => maximum(x, 0);

/** Mean over everything; NaN of nothing. */
export function mean(x: Tensor): Tensor {
  return scope(() => divide(sum(x), sizeOf(x.shape)));
}

/**
 * exp(x - max) / sum exp(x - max) over the last axis. Logits of +-1e4 stay finite; a NaN makes its row NaN, and so
 * does a row of -Infinity only.
 */
export function softmax(x: Tensor): Tensor {
  return scope(() => {
    const powers = exp(subtract(x, max(x, { axis: -1, keepDimensions: true })));
    return divide(powers, sum(powers, { axis: -1, keepDimensions: true }));
  });
}

/** (x - max) - log sum exp(x - max) over the last axis: finite where log(softmax(x)) would be log(0). */
export function logSoftmax(x: Tensor): Tensor {
  return scope(() => {
    const shifted = subtract(x, max(x, { axis: -1, keepDimensions: true }));
    return subtract(shifted, log(sum(exp(shifted), { axis: -1, keepDimensions: true })));
  });
}

/** log(1 + exp(x)) as max(x, 0) + log1p(exp(-|x|)), which neither overflows nor loses small values. */
export function softplus(x: Tensor): Tensor {
  return scope(() => add(relu(x), log1p(exp(negate(abs(x))))));
}
