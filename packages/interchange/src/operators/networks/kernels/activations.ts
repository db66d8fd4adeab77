import {
  abs,
  add,
  clip,
  divide,
  elu,
  greater,
  multiply,
  relu,
  selu,
  sigmoid,
  silu,
  softplus,
  subtract,
  type Tensor,
  tanh,
  where,
} from '@nablajs/core';

/** The constants of core's `selu`, which ONNX rounds to float32. */
const SELU = [1.6732632423543772, 1.0507009873554805].map(Math.fround);

/** gamma (x where x > 0, else alpha (exp(x) - 1)); with ONNX's default constants it is core's `selu`. */
export const scaledElu = (x: Tensor, alpha: number, gamma: number): Tensor =>
  Math.fround(alpha) === SELU[0] && Math.fround(gamma) === SELU[1] ? selu(x) : multiply(elu(x, alpha), gamma);

/** x where x > 0, else alpha (exp(x / alpha) - 1). */
export const celu = (x: Tensor, alpha: number): Tensor => multiply(elu(divide(x, alpha), 1), alpha);

/** x where x > alpha, else 0. */
export const thresholdedRelu = (x: Tensor, alpha: number): Tensor =>
  alpha === 0 ? relu(x) : where(greater(x, alpha), x, 0);

/** alpha x + beta, limited to [0, 1]. */
export const hardSigmoid = (x: Tensor, alpha: number, beta: number): Tensor =>
  clip(add(multiply(x, alpha), beta), 0, 1);

/** x tanh(softplus(x)). */
export const mish = (x: Tensor): Tensor => multiply(x, tanh(softplus(x)));

/** x / (1 + |x|). */
export const softsign = (x: Tensor): Tensor => divide(x, add(abs(x), 1));

/** x sigmoid(alpha x). */
export const swish = (x: Tensor, alpha: number): Tensor =>
  alpha === 1 ? silu(x) : multiply(x, sigmoid(multiply(x, alpha)));

/** x + bias below -limit, x - bias above limit, 0 between them. */
export const shrink = (x: Tensor, limit: number, bias: number): Tensor =>
  where(greater(x, limit), subtract(x, bias), where(greater(-limit, x), add(x, bias), 0));
