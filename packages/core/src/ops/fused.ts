/**
 * Functions that call a backend's fused kernel or, without it, compose the same from the required kernels. The formulas
 * are those of `FusedKernels` in `backend.ts`.
 */

import { type CustomVjp, customVjp, isOne } from '../autodiff/grad.js';
import { isTracked } from '../autodiff/tape.js';
import type { AdamStep, FusedActivation, FusedKernels, SgdStep } from '../backend.js';
import { scope } from '../tensors/scope.js';
import { checkRank, checkSameShape, matmulShape } from '../tensors/shape.js';
import { Tensor } from '../tensors/tensor.js';
import { logSoftmax, maskByOutput, relu } from './composed.js';
import { oneHot } from './movement.js';
import {
  checkAlike,
  checkDense,
  checkFloat,
  checkGate,
  checkLabels,
  checkOneBackend,
  checkTogether,
} from './operands.js';
import { add, divide, exp, largerOf, multiply, sqrt, subtract, sumAlong, where } from './ops.js';
import { matmul } from './products.js';

/**
 * Returns activation(x w + b): x is [..., k] dense or [n, k] CSR, w [k, m], b [m] or undefined. `denseBackward`
 * computes its gradients.
 *
 * @example
 * ```ts
 * const [x, w] = [tensor(backend, [[1, 2]]), tensor(backend, [[3, -3], [4, -4]])];
 * const y = denseForward(x, w, undefined, 'relu'); // [[11, 0]]
 * ```
 */
export function denseForward(x: Tensor, w: Tensor, b: Tensor | undefined, activation: FusedActivation): Tensor {
  const parameters = b === undefined ? [w] : [w, b];
  checkFloat('dense', x);
  checkDense('dense', parameters);
  checkTogether('dense', [x, ...parameters]);
  const shape = matmulShape(x.shape, w.shape, false, false);
  if (b !== undefined) checkSameShape('dense', b.shape, shape.slice(-1));
  const kernel = x.backend.fused?.dense;
  const composed = () => {
    const product = matmul(x, w);
    const z = b === undefined ? product : add(product, b);
    return activation === 'relu' ? relu(z) : z;
  };
  // The kernel takes only matrices.
  if (kernel === undefined || shape.length > 2) return scope(composed);
  const forward = () => {
    const storage = kernel(x.operand(), x.layout === 'csr', w.operand(), b?.operand(), activation);
    const y = new Tensor(x.backend, storage, shape, w.dtype);
    return { output: y, saved: [x, w, y] };
  };
  const vjp: CustomVjp = (dY, saved, [dX = false, dW, db = false]) => {
    const operands = [...(saved as [Tensor, Tensor, Tensor]), dY, activation] as const;
    const backward = x.backend.fused?.denseBackward;
    // The kernel would also compute the gradient of a frozen weight.
    const gradients =
      dW && backward !== undefined
        ? backwardByKernel(backward, ...operands, { dX, db })
        : composedBackward(...operands, { dX, dW: dW === true, db });
    return [gradients.dX, gradients.dW, gradients.db];
  };
  return customVjp('dense', [x, ...parameters], forward, vjp, composed);
}

/** The result of `denseBackward`: dX [n, k], dW [k, m], db [m]. Gradients that are not needed are undefined. */
export interface DenseGradients {
  readonly dX: Tensor | undefined;
  readonly dW: Tensor;
  readonly db: Tensor | undefined;
}

/** Which gradients besides dW `denseBackward` computes. */
export interface DenseBackwardNeeds {
  readonly dX: boolean;
  readonly db: boolean;
}

/**
 * Computes the gradients of `denseForward`. y is its result, dY = dLoss/dY. A CSR input has no gradient.
 *
 * @example
 * ```ts
 * const [x, w, dY] = [tensor(backend, [[1, 2]]), tensor(backend, [[3], [4]]), tensor(backend, [[1]])];
 * const y = denseForward(x, w, undefined, 'none'); // [[11]]
 * const { dX, dW } = denseBackward(x, w, y, dY, 'none', { dX: true, db: false }); // [[3, 4]] and [[1], [2]]
 * ```
 */
export function denseBackward(
  x: Tensor,
  w: Tensor,
  y: Tensor,
  dY: Tensor,
  activation: FusedActivation,
  needs: DenseBackwardNeeds,
): DenseGradients {
  checkDense('denseBackward', [w, y, dY]);
  checkTogether('denseBackward', [x, w, y, dY]);
  checkSameShape('denseBackward', y.shape, dY.shape);
  const kernel = x.backend.fused?.denseBackward;
  // The kernel is not recorded.
  if (kernel !== undefined && !isTracked(x, w, y, dY)) return backwardByKernel(kernel, x, w, y, dY, activation, needs);
  return composedBackward(x, w, y, dY, activation, { ...needs, dW: true }) as DenseGradients;
}

function backwardByKernel(
  kernel: Required<FusedKernels>['denseBackward'],
  x: Tensor,
  w: Tensor,
  y: Tensor,
  dY: Tensor,
  activation: FusedActivation,
  needs: DenseBackwardNeeds,
): DenseGradients {
  const csrInput = x.layout === 'csr';
  const made = kernel(x.operand(), csrInput, w.operand(), y.operand(), dY.operand(), activation, needs.dX, needs.db);
  const wrap = (storage: unknown, shape: readonly number[]) => new Tensor(x.backend, storage, shape, w.dtype);
  return {
    dX: needs.dX ? wrap(made.dX, x.shape) : undefined,
    dW: wrap(made.dW, w.shape),
    db: needs.db ? wrap(made.db, w.shape.slice(1)) : undefined,
  };
}

function composedBackward(
  x: Tensor,
  w: Tensor,
  y: Tensor,
  dY: Tensor,
  activation: FusedActivation,
  needs: DenseBackwardNeeds & { readonly dW: boolean },
) {
  return scope(() => {
    const dZ = activation === 'relu' ? maskByOutput(dY, y) : dY;
    return {
      dX: needs.dX ? matmul(dZ, w, { transposeB: true }) : undefined,
      dW: needs.dW ? matmul(x, dZ, { transposeA: true }) : undefined,
      db: needs.db ? sumAlong(dZ, { axis: 0 }) : undefined,
    };
  });
}

/** A loss and its gradient. The caller owns both tensors. */
export interface LossAndGradient {
  /** [] The loss. */
  readonly loss: Tensor;
  /** dLoss/dOutputs, of the outputs' shape. */
  readonly gradient: Tensor;
}

/**
 * Computes softmax cross-entropy and its gradient from logits [n, classes] and int32 labels [n]: the sum over rows of
 * -log softmax(logits)[label], smoothed, times `scale`. A label outside [0, classes) makes the loss and its row of the
 * gradient NaN.
 *
 * @example
 * ```ts
 * const labels = tensor(backend, [1], 'int32');
 * const { loss, gradient } = labelCrossEntropy(tensor(backend, [[0, 0]]), labels, 0, 1); // log(2) and [[0.5, -0.5]]
 * ```
 */
export function labelCrossEntropy(
  logits: Tensor,
  labels: Tensor,
  labelSmoothing: number,
  scale: number,
): LossAndGradient {
  checkLabelled(logits, labels);
  const kernel = logits.backend.fused?.softmaxCrossEntropy;
  if (kernel !== undefined && !isTracked(logits)) return byKernel(kernel, logits, labels, labelSmoothing, scale);
  return scope(() => {
    const { terms, logs, smoothed } = crossEntropy(logits, targetsOf(labels, logits), labelSmoothing);
    return { loss: multiply(sumAlong(terms), -scale), gradient: multiply(subtract(exp(logs), smoothed), scale) };
  });
}

function byKernel(
  kernel: Required<FusedKernels>['softmaxCrossEntropy'],
  logits: Tensor,
  labels: Tensor,
  labelSmoothing: number,
  scale: number,
): LossAndGradient {
  const made = kernel(logits.operand(), labels.operand(), labelSmoothing, scale);
  return {
    loss: new Tensor(logits.backend, made.loss, [], logits.dtype),
    gradient: new Tensor(logits.backend, made.dLogits, logits.shape, logits.dtype),
  };
}

/** Like `oneHot`, but with a row of NaN for a label outside the classes. */
function targetsOf(labels: Tensor, logits: Tensor): Tensor {
  const rows = oneHot(labels, logits.shape[1] ?? 0, logits.dtype);
  // A row of zeros becomes 0 / 0; the others do not change.
  return divide(rows, sumAlong(rows, { axis: 1, keepDimensions: true }));
}

/**
 * Returns the loss of `labelCrossEntropy` as an operation on the logits, in one kernel if the backend has it. Labels
 * are constants.
 *
 * @example
 * ```ts
 * const loss = softmaxCrossEntropy(tensor(backend, [[0, 0]]), tensor(backend, [1], 'int32'), 0, 1); // log(2)
 * ```
 */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor, labelSmoothing: number, scale: number): Tensor {
  checkLabelled(logits, labels);
  const composed = () => targetCrossEntropy(logits, targetsOf(labels, logits), labelSmoothing, scale);
  const kernel = logits.backend.fused?.softmaxCrossEntropy;
  if (kernel === undefined) return scope(composed);
  const forward = () => {
    const { loss, gradient } = byKernel(kernel, logits, labels, labelSmoothing, scale);
    return { output: loss, saved: [gradient] };
  };
  const vjp: CustomVjp = (dY, [gradient]) => [isOne(dY) ? gradient : multiply(gradient as Tensor, dY)];
  return customVjp('softmaxCrossEntropy', [logits], forward, vjp, composed);
}

function checkLabelled(logits: Tensor, labels: Tensor): void {
  const op = 'labelCrossEntropy';
  checkFloat(op, logits);
  checkDense(op, [logits]);
  checkRank(op, logits.shape, 2);
  checkOneBackend(op, [logits, labels]);
  checkSameShape(op, labels.shape, logits.shape.slice(0, 1));
  checkLabels(op, labels);
}

/**
 * Returns the loss of `labelCrossEntropy` for target probabilities [n, classes], whose rows must sum to 1.
 *
 * @example
 * ```ts
 * const loss = targetCrossEntropy(tensor(backend, [[0, 0]]), tensor(backend, [[0.5, 0.5]]), 0, 1); // log(2)
 * ```
 */
export const targetCrossEntropy = (logits: Tensor, targets: Tensor, labelSmoothing: number, scale: number): Tensor =>
  scope(() => multiply(sumAlong(crossEntropy(logits, targets, labelSmoothing).terms), -scale));

/**
 * Returns the loss of each row, [n], times `scale`: for int32 labels [n] as `softmaxCrossEntropy`, for target
 * probabilities [n, classes] as `targetCrossEntropy`.
 *
 * @example
 * ```ts
 * const labels = tensor(backend, [1, 0], 'int32');
 * const losses = crossEntropyRows(tensor(backend, [[0, 0], [0, 0]]), labels, 0, 1); // [log(2), log(2)]
 * ```
 */
export function crossEntropyRows(logits: Tensor, targets: Tensor, labelSmoothing: number, scale: number): Tensor {
  const areLabels = targets.dtype === 'int32';
  if (areLabels) checkLabelled(logits, targets);
  return scope(() => {
    const probabilities = areLabels ? targetsOf(targets, logits) : targets;
    return multiply(sumAlong(crossEntropy(logits, probabilities, labelSmoothing).terms, { axis: 1 }), -scale);
  });
}

/** Returns the negated terms of the loss, [n, classes], and their factors. */
function crossEntropy(logits: Tensor, targets: Tensor, labelSmoothing: number) {
  const classes = logits.shape[1] ?? 0;
  const smoothed =
    labelSmoothing === 0 ? targets : add(multiply(targets, 1 - labelSmoothing), labelSmoothing / classes);
  const logs = logSoftmax(logits);
  // A target of 0 adds nothing, also where its log-probability is -Infinity (0 * Infinity would be NaN).
  const terms = where(smoothed, multiply(smoothed, logs), 0);
  return { terms, logs, smoothed };
}

/**
 * Takes one SGD step (PyTorch `torch.optim.SGD`): g += weightDecay w; velocity = momentum velocity + (1 - dampening) g,
 * or g at first; w -= learningRate (g + momentum velocity if Nesterov, else velocity).
 *
 * The step happens if `gate` [], of the parameter's dtype, is 0 or undefined. Any other value, NaN included, leaves the
 * parameter and the velocity unchanged, bit for bit.
 *
 * @example
 * ```ts
 * const w = tensor(backend, [1, 2]);
 * const options = { learningRate: 0.5, weightDecay: 0, momentum: 0, dampening: 0, nesterov: false, first: true };
 * sgdStep(w, tensor(backend, [2, -2]), undefined, options); // w is [0, 3]
 * ```
 */
export function sgdStep(
  parameter: Tensor,
  gradient: Tensor,
  velocity: Tensor | undefined,
  options: SgdStep,
  gate?: Tensor,
): void {
  checkAlike('sgd', parameter, gradient, velocity ?? parameter);
  checkGate('sgd', gate, [parameter]);
  const kernel = parameter.backend.fused?.sgd;
  if (kernel !== undefined) {
    const made = kernel(parameter.operand(), gradient.operand(), velocity?.operand(), options, gate?.operand());
    parameter.replaceStorage(made.parameter);
    velocity?.replaceStorage(made.velocity);
    return;
  }
  scope(() => {
    const { learningRate, weightDecay, momentum, dampening, nesterov, first } = options;
    const decayed = weightDecay === 0 ? gradient : add(gradient, multiply(parameter, weightDecay));
    if (velocity === undefined) {
      adoptUnless(gate, parameter, subtract(parameter, multiply(decayed, learningRate)));
      return;
    }
    const next = first ? multiply(decayed, 1) : add(multiply(velocity, momentum), multiply(decayed, 1 - dampening));
    const step = nesterov ? add(decayed, multiply(next, momentum)) : next;
    adoptUnless(gate, parameter, subtract(parameter, multiply(step, learningRate)));
    adoptUnless(gate, velocity, next);
  });
}

/**
 * Takes one Adam step (Kingma and Ba 2015, algorithm 1, as in PyTorch `torch.optim.Adam`) or, `decoupled`, AdamW
 * (Loshchilov and Hutter 2019): m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
 * w -= learningRate / correction1 * m / (sqrt(v / correction2) + epsilon). `gate` as in `sgdStep`.
 *
 * With `vMax` it is AMSGrad (Reddi et al. 2018), composed: vMax = max(vMax, v) replaces v in the last formula.
 *
 * @example
 * ```ts
 * const [w, g, m, v] = [tensor(backend, [1]), tensor(backend, [4]), tensor(backend, [0]), tensor(backend, [0])];
 * const options = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, decoupled: false };
 * adamStep(w, g, m, v, { ...options, correction1: 1 - 0.9, correction2: 1 - 0.999 }); // w is about [0.9]
 * ```
 */
export function adamStep(
  parameter: Tensor,
  gradient: Tensor,
  m: Tensor,
  v: Tensor,
  options: AdamStep,
  gate?: Tensor,
  vMax?: Tensor,
): void {
  checkAlike('adam', parameter, gradient, m, v, vMax ?? v);
  checkGate('adam', gate, [parameter]);
  const kernel = parameter.backend.fused?.adam;
  if (kernel !== undefined && vMax === undefined) {
    const made = kernel(parameter.operand(), gradient.operand(), m.operand(), v.operand(), options, gate?.operand());
    parameter.replaceStorage(made.parameter);
    m.replaceStorage(made.m);
    v.replaceStorage(made.v);
    return;
  }
  scope(() => {
    const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, correction1, correction2 } = options;
    const g = weightDecay === 0 || decoupled ? gradient : add(gradient, multiply(parameter, weightDecay));
    const w = decoupled ? multiply(parameter, 1 - learningRate * weightDecay) : parameter;
    adoptUnless(gate, m, add(multiply(m, beta1), multiply(g, 1 - beta1)));
    adoptUnless(gate, v, add(multiply(v, beta2), multiply(multiply(g, g), 1 - beta2)));
    if (vMax !== undefined) adoptUnless(gate, vMax, largerOf(vMax, v));
    const denominator = add(divide(sqrt(vMax ?? v), Math.sqrt(correction2)), epsilon);
    adoptUnless(gate, parameter, subtract(w, divide(multiply(m, learningRate / correction1), denominator)));
  });
}

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
 * Returns [] 0 if every element is finite, else NaN: 0 * x is 0 only for finite x, and a sum of zeros cannot overflow.
 *
 * @example
 * ```ts
 * const gate = finiteCheck(tensor(backend, [1, 2]), tensor(backend, [NaN])); // NaN
 * ```
 */
export function finiteCheck(...tensors: readonly [Tensor, ...Tensor[]]): Tensor {
  checkDense('finiteCheck', tensors);
  checkTogether('finiteCheck', tensors);
  const [{ backend, dtype }] = tensors;
  checkFloat('finiteCheck', tensors[0]);
  const kernel = backend.fused?.finiteCheck;
  if (kernel !== undefined) return new Tensor(backend, kernel(tensors.map((x) => x.operand())), [], dtype);
  return scope(() => tensors.map((x) => sumAlong(multiply(x, 0))).reduce(add));
}
