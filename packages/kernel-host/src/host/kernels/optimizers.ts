/** Optimizer steps in place. */
import type { FloatDType, FusedKernels, Operand } from '@nablajs/core';
import { ADAM, SGD, SGD_MOMENTUM } from '../abi/kernels.js';
import { ITEM_ELEMENTS, itemsOf } from '../engine/work.js';
import { addressOf, type DenseStorage, elementsOf, type Storage, type Store } from '../storage/storage.js';

/** Smaller moments and velocities are set to 0: processors take a hundred times as long for subnormal numbers. */
const LEAST_MOMENT = { float32: 1e-30, float64: 0 } as const;
/** The smallest positive number. An epsilon of 0 would give NaN. */
const LEAST_EPSILON = { float32: 2 ** -149, float64: 0 } as const;

/** Calls `run` with the addresses of what a step changes and of the gradient: in panels if the gradient is. */
function step(
  changed: readonly Operand<Storage>[],
  gradient: Operand<Storage>,
  run: (addresses: readonly number[], items: number, length: number, each: number) => void,
): void {
  const storages = changed.map(({ storage }) => storage as DenseStorage);
  const { addresses, length, panels } = elementsOf([...storages, gradient.storage as DenseStorage]);
  run(addresses, itemsOf(length, ITEM_ELEMENTS), length, ITEM_ELEMENTS);
  for (const storage of storages) panels ? storage.changedPanels() : storage.changedRows();
}

/** Returns the address of a gate, or 0 without one. */
const addressOfGate = (gate: Operand<Storage> | undefined): number => (gate === undefined ? 0 : addressOf(gate));

export function optimizerKernels({ engine }: Store): Required<Pick<FusedKernels<Storage>, 'sgd' | 'adam'>> {
  return {
    sgd(parameter, gradient, velocity, options, stop) {
      const { learningRate: rate, weightDecay: decay, momentum, dampening, nesterov, first } = options;
      const dtype = parameter.dtype as FloatDType;
      const gate = addressOfGate(stop);
      if (velocity === undefined) {
        step([parameter], gradient, ([w = 0, g = 0], items, length, each) => {
          engine.run(SGD, dtype, items, { w, g, length, each, gate }, { rate, decay });
        });
      } else {
        const numbers = { rate, decay, momentum, share: 1 - dampening, tiny: LEAST_MOMENT[dtype] };
        step([parameter, velocity], gradient, ([w = 0, v = 0, g = 0], items, length, each) => {
          const operands = { w, v, g, length, each, gate, nesterov: Number(nesterov), first: Number(first) };
          engine.run(SGD_MOMENTUM, dtype, items, operands, numbers);
        });
      }
      return { parameter: parameter.storage, velocity: velocity?.storage };
    },
    adam(parameter, gradient, m, v, options, stop) {
      const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, correction1, correction2 } = options;
      const dtype = parameter.dtype as FloatDType;
      const gate = addressOfGate(stop);
      const numbers = {
        kept: decoupled ? 1 - learningRate * weightDecay : 1,
        decay: decoupled ? 0 : weightDecay,
        beta1,
        rest1: 1 - beta1,
        beta2,
        rest2: 1 - beta2,
        rate: learningRate / correction1,
        root: 1 / Math.sqrt(correction2),
        epsilon: Math.max(epsilon, LEAST_EPSILON[dtype]),
        tiny: LEAST_MOMENT[dtype],
      };
      step([parameter, m, v], gradient, ([w = 0, m = 0, v = 0, g = 0], items, length, each) => {
        engine.run(ADAM, dtype, items, { w, m, v, g, length, each, gate }, numbers);
      });
      return { parameter: parameter.storage, m: m.storage, v: v.storage };
    },
  };
}
