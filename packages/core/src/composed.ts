/**
 * Operations that core composes from the kernels, so that no backend needs to write them. Where the derivative of the
 * composition would lose digits or take more steps, it is stated here.
 */
import {
  add,
  divide,
  exp,
  expm1,
  greater,
  log,
  log1p,
  max,
  maximum,
  multiply,
  sigmoid,
  subtract,
  sum,
  where,
} from './ops.js';
import { scope } from './scope.js';
import { sizeOf } from './shape.js';
import { record, withTapes } from './tape.js';
import type { Tensor } from './tensor.js';

/**
 * A function of one tensor with a derivative of its own, which is made of operations too, so that it can be
 * differentiated again. `save` is x, y or both: what is made on the way is not recorded.
 */
export function composed(
  op: string,
  x: Tensor,
  forward: () => Tensor,
  save: (y: Tensor) => readonly Tensor[],
  derivative: (dY: Tensor, first: Tensor, second?: Tensor) => Tensor,
): Tensor {
  return scope(() => {
    const y = withTapes([], forward);
    return record(
      op,
      [x],
      y,
      () => save(y),
      (dY, saved) => [derivative(dY, ...(saved as [Tensor, Tensor?]))],
    );
  });
}

/** -x. */
export const negate = (x: Tensor): Tensor => multiply(x, -1);
/** x times x. */
export const square = (x: Tensor): Tensor => multiply(x, x);
/** |x|; |-0| is 0, NaN stays NaN. dX = dY sign(x). */
export const abs = (x: Tensor): Tensor => {
  const forward = () => add(maximum(x, negate(x)), 0); // -0 + 0 is 0
  return composed(
    'abs',
    x,
    forward,
    () => [x],
    (dY, saved) => multiply(dY, sign(saved)),
  );
};
/** 1 or -1; zeros and NaN stay what they are, as in Math.sign. Its gradient is 0. */
export const sign = (x: Tensor): Tensor => scope(() => where(greater(x, 0), 1, where(greater(0, x), -1, x)));
/** max(x, 0); relu(NaN) is NaN. dX = dY where y > 0, else 0. */
export const relu = (x: Tensor): Tensor =>
  composed(
    'relu',
    x,
    () => maximum(x, 0),
    (y) => [y],
    (dY, y) => where(greater(y, 0), dY, 0),
  );
/** x where x > 0, else slope x. dX = dY where x > 0, else slope dY. */
export const leakyRelu = (x: Tensor, slope: number): Tensor => {
  const select = (sign: Tensor, value: Tensor) => where(greater(sign, 0), value, multiply(value, slope));
  return composed(
    'leakyRelu',
    x,
    () => select(x, x),
    () => [x],
    (dY, saved) => select(saved, dY),
  );
};
/** x where x > 0, else alpha (exp(x) - 1) (Clevert et al. 2016). dX = dY where x > 0, else dY (y + alpha). */
export const elu = (x: Tensor, alpha: number): Tensor => {
  const forward = () => where(greater(x, 0), x, multiply(expm1(x), alpha));
  return composed(
    'elu',
    x,
    forward,
    (y) => [x, y],
    (dY, saved, y) => where(greater(saved, 0), dY, multiply(dY, add(y as Tensor, alpha))),
  );
};
/** x sigmoid(x) (Elfwing et al. 2018). With s = sigmoid(x): dX = dY s (x (1 - s) + 1). */
export const silu = (x: Tensor): Tensor =>
  composed(
    'silu',
    x,
    () => multiply(x, sigmoid(x)),
    () => [x],
    (dY, saved) => {
      const s = sigmoid(saved);
      return multiply(dY, multiply(s, add(multiply(saved, subtract(1, s)), 1)));
    },
  );

/** Mean over everything; NaN of nothing. */
export function mean(x: Tensor): Tensor {
  return scope(() => divide(sum(x), sizeOf(x.shape)));
}

const LAST = { axis: -1, keepDimensions: true } as const;

/**
 * exp(x - max) / sum exp(x - max) over the last axis. Logits of +-1e4 stay finite; a NaN makes its row NaN, and so
 * does a row of -Infinity only. dX = y (dY - sum of dY y).
 */
export function softmax(x: Tensor): Tensor {
  const forward = () => {
    const powers = exp(subtract(x, max(x, LAST)));
    return divide(powers, sum(powers, LAST));
  };
  return composed(
    'softmax',
    x,
    forward,
    (y) => [y],
    (dY, y) => multiply(y, subtract(dY, sum(multiply(dY, y), LAST))),
  );
}

/**
 * (x - max) - log sum exp(x - max) over the last axis: finite where log(softmax(x)) would be log(0). dX = dY - exp(y) times
 * the sum of dY.
 */
export function logSoftmax(x: Tensor): Tensor {
  const forward = () => {
    const shifted = subtract(x, max(x, LAST));
    return subtract(shifted, log(sum(exp(shifted), LAST)));
  };
  return composed(
    'logSoftmax',
    x,
    forward,
    (y) => [y],
    (dY, y) => subtract(dY, multiply(exp(y), sum(dY, LAST))),
  );
}

/** log(1 + exp(x)) as max(x, 0) + log1p(exp(-|x|)), which neither overflows nor loses small values. dX = dY sigmoid(x). */
export function softplus(x: Tensor): Tensor {
  const forward = () => add(relu(x), log1p(exp(negate(abs(x)))));
  return composed(
    'softplus',
    x,
    forward,
    () => [x],
    (dY, saved) => multiply(dY, sigmoid(saved)),
  );
}

/**
 * -t log sigmoid(x) - (1 - t) log(1 - sigmoid(x)), element by element, from logits x and targets t of one shape, as
 * max(x, 0) - x t + log1p(exp(-|x|)). dX = dY (sigmoid(x) - t), which keeps its digits where sigmoid(x) rounds to t; dT = -dY x.
 */
export function binaryCrossEntropy(logits: Tensor, targets: Tensor): Tensor {
  return scope(() => {
    const y = withTapes([], () =>
      add(subtract(relu(logits), multiply(logits, targets)), log1p(exp(negate(abs(logits))))),
    );
    return record(
      'binaryCrossEntropy',
      [logits, targets],
      y,
      () => [logits, targets],
      (dY, [x, t], needs) => [
        needs[0] ? multiply(dY, binaryCrossEntropySlope(x as Tensor, t as Tensor)) : undefined,
        needs[1] ? multiply(dY, negate(x as Tensor)) : undefined,
      ],
    );
  });
}

/** sigmoid(x) - t. */
export function binaryCrossEntropySlope(logits: Tensor, targets: Tensor): Tensor {
  // The probability of the less likely class, which keeps its digits where that of the other one rounds to 1.
  const unlikely = sigmoid(negate(abs(logits)));
  return where(
    greater(logits, 0),
    subtract(subtract(1, targets), unlikely), // sigmoid(x) = 1 - sigmoid(-x)
    subtract(unlikely, targets),
  );
}
