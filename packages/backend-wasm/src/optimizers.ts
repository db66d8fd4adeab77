/** Optimizer steps in place. */
import type { FloatDType, FusedKernels, Operand } from '@nablajs/core';
import { ADAM, SGD, SGD_MOMENTUM } from './kernels.js';
import { variant } from './panels.js';
import { type DenseStorage, elementsOf, type Storage, type Store } from './storage.js';
import { ITEM_ELEMENTS, itemsOf } from './work.js';

/** A float32 moment or velocity of less counts as 0. Left alone it becomes subnormal, with which processors take a hundred times as long. */
const LEAST_MOMENT = { float32: 1e-30, float64: 0 } as const;
/** The smallest number above 0: an epsilon that is rounded to 0 would make NaN of what no gradient has reached. */
const LEAST_EPSILON = { float32: 2 ** -149, float64: 0 } as const;

/**
 * Runs a kernel over all elements of some operands, the gradient the last of them: in panels where the gradient is held so. All but the gradient
 * are changed.
 */
function step(
  store: Store,
  kernel: number,
  changed: readonly Operand<Storage>[],
  gradient: Operand<Storage>,
  flags: readonly number[],
  numbers: readonly number[],
): void {
  const storages = changed.map(({ storage }) => storage as DenseStorage);
  const { addresses, length, panels } = elementsOf([...storages, gradient.storage as DenseStorage]);
  const operands = [...addresses, length, ITEM_ELEMENTS, ...flags];
  store.engine.run(kernel + variant(gradient.dtype), itemsOf(length, ITEM_ELEMENTS), operands, numbers);
  for (const storage of storages) panels ? storage.changedPanels() : storage.changedRows();
}

export function optimizerKernels(store: Store): Required<Pick<FusedKernels<Storage>, 'sgd' | 'adam'>> {
  return {
    sgd(parameter, gradient, velocity, options) {
      const { learningRate, weightDecay, momentum, dampening, nesterov, first } = options;
      const dtype = parameter.dtype as FloatDType;
      if (velocity === undefined) {
        step(store, SGD, [parameter], gradient, [], [learningRate, weightDecay]);
      } else {
        const flags = [Number(nesterov), Number(first)];
        const numbers = [learningRate, weightDecay, momentum, 1 - dampening, LEAST_MOMENT[dtype]];
        step(store, SGD_MOMENTUM, [parameter, velocity], gradient, flags, numbers);
      }
      return { parameter: parameter.storage, velocity: velocity?.storage };
    },
    adam(parameter, gradient, m, v, options) {
      const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, correction1, correction2 } = options;
      const dtype = parameter.dtype as FloatDType;
      const numbers = [
        ...[decoupled ? 1 - learningRate * weightDecay : 1, decoupled ? 0 : weightDecay],
        ...[beta1, 1 - beta1, beta2, 1 - beta2],
        ...[learningRate / correction1, 1 / Math.sqrt(correction2)],
        ...[Math.max(epsilon, LEAST_EPSILON[dtype]), LEAST_MOMENT[dtype]],
      ];
      step(store, ADAM, [parameter, m, v], gradient, [], numbers);
      return { parameter: parameter.storage, m: m.storage, v: v.storage };
    },
  };
}
