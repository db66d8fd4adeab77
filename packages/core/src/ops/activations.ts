/** Activations composed of other operations. ReLU and softmax, which every classifier needs, are in `composed.ts`. */
import { smooth } from '../tensors/kinks.js';
import { scope } from '../tensors/scope.js';
import { checkBroadcasts } from '../tensors/shape.js';
import { isTracked, record, tapes, withTapes } from '../tensors/tape.js';
import { type Tensor, wrap } from '../tensors/tensor.js';
import { checkApproximation, checkOptions } from '../validation/arguments.js';
import { abs, clip, composed, negate, relu, square } from './composed.js';
import { density, normalCdf } from './normal-cdf.js';
import { checkFloats } from './operands.js';
import {
  add,
  divide,
  exp,
  expm1,
  greater,
  log1p,
  multiply,
  sigmoid,
  subtract,
  sumTo,
  unlessNan,
  where,
} from './ops.js';

/**
 * Returns `x` where `x > 0`, else `slope · x`. `dX = dY` where `x > 0`, NaN where it is NaN, else `slope · dY`.
 *
 * @example
 * ```ts
 * const y = leakyRelu(tensor(backend, [-8, 4]), 0.25); // [-2, 4]
 * ```
 */
export const leakyRelu = (x: Tensor, slope: number): Tensor =>
  composed('leakyRelu', x, 'x', {
    y: () => leaky(x, x, slope),
    dX: (dY, saved) => unlessNan(saved, leaky(saved, dY, slope)),
  });

/** `value` where `x > 0`, else `slope · value`: the function for x, its gradient for dY. */
const leaky = (x: Tensor, value: Tensor, slope: Tensor | number): Tensor =>
  where(greater(x, 0), value, multiply(value, slope));

/**
 * Returns `x` where `x > 0`, else `slope · x`, with a learned slope that broadcasts to x's shape, such as [1] or
 * [channels] (He et al. 2015). `dX = dY` where `x > 0`, NaN where it is NaN, else `slope · dY`; dSlope sums `dY · x`
 * where x is not above 0. Throws NablaError `shape` if the slope does not broadcast.
 *
 * @example
 * ```ts
 * const y = prelu(tensor(backend, [-8, 4]), tensor(backend, [0.25])); // [-2, 4]
 * ```
 */
export function prelu(x: Tensor, slope: Tensor): Tensor {
  const inputs = [x, slope];
  checkFloats('prelu', inputs);
  checkBroadcasts('prelu', slope.shape, x.shape);
  return scope(() => {
    const y = withTapes([], () => leaky(x, x, slope));
    return record('prelu', inputs, y, inputs, (dY, saved, needs) => {
      const [at, factor] = saved as [Tensor, Tensor];
      // Selected, not multiplied by 0: an infinite x would give NaN.
      const ofSlope = () => sumTo(where(greater(at, 0), 0, multiply(dY, at)), factor.shape);
      return [needs[0] ? unlessNan(at, leaky(at, dY, factor)) : undefined, needs[1] ? ofSlope() : undefined];
    });
  });
}

/**
 * Returns `x` where `x > 0`, else `alpha · (exp(x) − 1)` (Clevert et al. 2016). `dX = dY` where `x > 0`, else
 * `dY · alpha · exp(x)`.
 *
 * @example
 * ```ts
 * const y = elu(tensor(backend, [2, 0, -Infinity]), 1); // [2, 0, -1]
 * ```
 */
export const elu = (x: Tensor, alpha: number): Tensor =>
  composed('elu', x, 'x', {
    y: () => where(greater(x, 0), x, multiply(expm1(x), alpha)),
    dX: (dY, saved) => {
      const isAbove = greater(saved, 0);
      // Not y + alpha, which rounds to 0 in the tail. Not exp(x) above 0, where it may be infinite.
      const slope = multiply(exp(where(isAbove, 0, saved)), alpha);
      return multiply(dY, where(isAbove, 1, slope));
    },
  });

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/**
 * Returns `λ · elu(x, α)`, with `λ = 1.0507…` and `α = 1.6732…`: the constants keep mean 0 and variance 1 from layer to
 * layer (Klambauer et al. 2017). `dX = λ dY` where `x > 0`, else `λ α dY exp(x)`.
 *
 * @example
 * ```ts
 * const y = selu(tensor(backend, [1, 0, -Infinity])); // about [1.0507, 0, -1.7581]
 * ```
 */
export const selu = (x: Tensor): Tensor => scope(() => multiply(elu(x, SELU_ALPHA), SELU_SCALE));

/**
 * Returns `x · sigmoid(x)` (Elfwing et al. 2018). With `s = sigmoid(x)`: `dX = dY · s (x (1 − s) + 1)`.
 *
 * @example
 * ```ts
 * const y = silu(tensor(backend, [0, 1])); // about [0, 0.7311]
 * ```
 */
export const silu = (x: Tensor): Tensor =>
  composed('silu', x, 'x', {
    y: () => multiply(x, sigmoid(x)),
    dX: (dY, saved) => {
      const s = sigmoid(saved);
      return multiply(dY, multiply(s, add(multiply(saved, subtract(1, s)), 1)));
    },
  });

/**
 * Returns `x · min(max(0, x + 3), 6) / 6` (Howard et al. 2019). dX is 0 up to -3, dY from 3 on, `dY · (2 x + 3) / 6`
 * between them, NaN at NaN. The function is NaN at -Infinity, as in PyTorch.
 *
 * @example
 * ```ts
 * const y = hardSwish(tensor(backend, [-4, 0, 3])); // [0, 0, 3]
 * ```
 */
export const hardSwish = (x: Tensor): Tensor =>
  composed('hardSwish', x, 'x', {
    y: () => multiply(x, divide(clip(add(x, 3), 0, 6), 6)),
    dX: (dY, saved) => {
      const between = multiply(dY, divide(add(multiply(saved, 2), 3), 6));
      return unlessNan(saved, where(greater(3, saved), where(greater(saved, -3), between, 0), dY));
    },
  });

/** Options of `gelu` and `GELU`. */
export interface GeluOptions {
  /** `tanh`: the approximation that some older models were trained with. Default: `none`, the exact function. */
  readonly approximate?: GeluApproximation;
}

/** How the normal distribution function in GELU is computed. */
export type GeluApproximation = 'none' | 'tanh';

/**
 * Returns `x Φ(x)` with the normal distribution function Φ (Hendrycks and Gimpel 2016). `dX = dY · (Φ(x) + x Φ′(x))`.
 * With `approximate: 'tanh'`, Φ(x) is `(1 + tanh(√(2 / π) (x + 0.044715 x³))) / 2`, computed as a sigmoid. Values and
 * gradients keep their digits for large negative x.
 *
 * @example
 * ```ts
 * const y = gelu(tensor(backend, [0, 1])); // about [0, 0.8413]
 * ```
 */
export function gelu(x: Tensor, options: GeluOptions = {}): Tensor {
  checkOptions('gelu', options, ['approximate'], "{ approximate: 'tanh' }");
  const approximate = checkApproximation('gelu approximate', options.approximate ?? 'none');
  checkFloats('gelu', [x]);
  const isTanh = approximate === 'tanh';
  const kernel = x.backend.fused?.gelu;
  // The slope of a kernel has no derivative for another tape.
  if (kernel === undefined || tapes().length > 1) {
    const [phi, slopeOf] = isTanh ? [tanhCdf, tanhGeluSlope] : [normalCdf, geluSlope];
    const dX = (dY: Tensor, saved: Tensor): Tensor => multiply(dY, slopeOf(saved));
    return composed('gelu', x, 'x', { y: () => multiply(x, phi(x)), dX });
  }
  return scope(() => {
    const { y, slope } = kernel(x.operand(), isTanh, isTracked(x));
    const saved = slope === undefined ? [] : [wrap(x, slope)];
    return record('gelu', [x], wrap(x, y), saved, (dY, [slope]) => [multiply(dY, slope as Tensor)]);
  });
}

const geluSlope = (x: Tensor): Tensor => add(normalCdf(x), multiply(x, density(x)));

/** `2 √(2 / π)`, and that times 0.044715. */
const LINEAR = 1.5957691216057308;
const CUBIC = 0.07135481627260025;

/** `(1 + tanh(u)) / 2` is `sigmoid(2 u)`, which keeps its digits where tanh(u) rounds to -1. */
const tanhCdf = (x: Tensor): Tensor => sigmoid(multiply(x, add(multiply(square(x), CUBIC), LINEAR)));

/** With `s = sigmoid(z)`: `s + x s (1 − s) dz/dx`, which is 0 where s is, however large dz/dx is. */
function tanhGeluSlope(x: Tensor): Tensor {
  const s = tanhCdf(x);
  const slopeOfZ = add(multiply(square(x), 3 * CUBIC), LINEAR);
  return add(s, multiply(multiply(x, multiply(s, subtract(1, s))), slopeOfZ));
}

/**
 * Returns `log(1 + exp(x))` as `max(0, x) + log1p(exp(−|x|))`, without overflow or lost digits. `dX = dY · sigmoid(x)`.
 *
 * @example
 * ```ts
 * const y = softplus(tensor(backend, [0, 100])); // about [0.6931, 100]
 * ```
 */
export const softplus = (x: Tensor): Tensor =>
  composed('softplus', x, 'x', {
    y: () => smooth(() => add(relu(x), log1p(exp(negate(abs(x)))))),
    dX: (dY, saved) => multiply(dY, sigmoid(saved)),
  });
