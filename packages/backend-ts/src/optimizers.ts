/** Optimizer steps in place, each in one pass; the formulas are PyTorch's, as in core's `sgdStep` and `adamStep`. */
import type { AdamStep, FusedKernels, Operand, SgdStep } from '@nablajs/core';
import { type FloatArray, floats, type Storage } from './storage.js';

function descend(w: FloatArray, g: FloatArray, { learningRate, weightDecay }: SgdStep): void {
  for (let i = 0; i < w.length; i++) w[i] = w[i]! - learningRate * (g[i]! + weightDecay * w[i]!);
}

function descendWithMomentum(w: FloatArray, g: FloatArray, velocity: FloatArray, options: SgdStep): void {
  const { learningRate, weightDecay, momentum, dampening, nesterov, first } = options;
  for (let i = 0; i < w.length; i++) {
    const gradient = g[i]! + weightDecay * w[i]!;
    const next = first ? gradient : momentum * velocity[i]! + (1 - dampening) * gradient;
    velocity[i] = next;
    w[i] = w[i]! - learningRate * (nesterov ? gradient + momentum * next : next);
  }
}

function adam(w: FloatArray, g: FloatArray, m: FloatArray, v: FloatArray, options: AdamStep): void {
  const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, correction1, correction2 } = options;
  const kept = decoupled ? 1 - learningRate * weightDecay : 1;
  const decay = decoupled ? 0 : weightDecay;
  const rate = learningRate / correction1;
  const root = Math.sqrt(correction2);
  for (let i = 0; i < w.length; i++) {
    const gradient = g[i]! + decay * w[i]!;
    const mean = beta1 * m[i]! + (1 - beta1) * gradient;
    const square = beta2 * v[i]! + (1 - beta2) * gradient * gradient;
    m[i] = mean;
    v[i] = square;
    w[i] = kept * w[i]! - (rate * mean) / (Math.sqrt(square) / root + epsilon);
  }
}

/** Whether a gate stops the step: it is not 0, or it is NaN. */
function isClosed(gate: Operand<Storage> | undefined): boolean {
  return gate !== undefined && floats(gate)[0] !== 0;
}

export function optimizerKernels(): Required<Pick<FusedKernels<Storage>, 'sgd' | 'adam'>> {
  return {
    sgd(parameter, gradient, velocity, options, gate) {
      if (isClosed(gate)) return { parameter: parameter.storage, velocity: velocity?.storage };
      const [w, g] = [floats(parameter), floats(gradient)];
      if (velocity === undefined) descend(w, g, options);
      else descendWithMomentum(w, g, floats(velocity), options);
      return { parameter: w, velocity: velocity?.storage };
    },
    adam(parameter, gradient, m, v, options, gate) {
      if (!isClosed(gate)) adam(floats(parameter), floats(gradient), floats(m), floats(v), options);
      return { parameter: parameter.storage, m: m.storage, v: v.storage };
    },
  };
}
