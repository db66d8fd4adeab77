import type { AdamStep, SgdStep } from '../../backend.js';
import { scope } from '../../tensors/scope.js';
import type { Tensor } from '../../tensors/tensor.js';
import { checkAlike, checkGate } from '../operands.js';
import { add, divide, maximum, multiply, sqrt, subtract } from '../ops.js';
import { adoptUnless } from './gate.js';

/**
 * Takes one SGD step (PyTorch `torch.optim.SGD`) of `parameter` w, with `gradient` g:
 *
 * - `g ← g + weightDecay · w`
 * - `velocity ← momentum · velocity + (1 − dampening) · g`, at first or without one `velocity ← g`
 * - `w ← w − learningRate · velocity`; if Nesterov, `w ← w − learningRate · (g + momentum · velocity)`
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
 * (Loshchilov and Hutter 2019):
 *
 * - `g ← g + weightDecay · w`; if `decoupled`, `w ← w − learningRate · weightDecay · w`
 * - `m ← beta1 · m + (1 − beta1) · g`
 * - `v ← beta2 · v + (1 − beta2) · g²`
 * - `w ← w − learningRate / correction1 · m / (√(v / correction2) + epsilon)`
 *
 * w, g and `gate` as in `sgdStep`.
 *
 * With `vMax` it is AMSGrad (Reddi et al. 2018), composed: `vMax ← max(vMax, v)` replaces v in the last formula.
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
    if (vMax !== undefined) adoptUnless(gate, vMax, maximum(vMax, v));
    const denominator = add(divide(sqrt(vMax ?? v), Math.sqrt(correction2)), epsilon);
    adoptUnless(gate, parameter, subtract(w, divide(multiply(m, learningRate / correction1), denominator)));
  });
}
