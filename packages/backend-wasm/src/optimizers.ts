/** Optimizer steps in place. */
import type { FusedKernels } from '@nablajs/core';
import { ADAM, SGD, SGD_MOMENTUM } from './kernels.js';
import { addressOf, type DenseStorage, type Storage, type Store, variant } from './storage.js';
import { ITEM_ELEMENTS, itemsOf } from './work.js';

export function optimizerKernels(store: Store): Required<Pick<FusedKernels<Storage>, 'sgd' | 'adam'>> {
  return {
    sgd(parameter, gradient, velocity, options) {
      const { learningRate, weightDecay, momentum, dampening, nesterov, first } = options;
      const w = parameter.storage as DenseStorage;
      const place = variant(parameter.dtype);
      const items = itemsOf(w.length, ITEM_ELEMENTS);
      if (velocity === undefined) {
        const operands = [w.address, addressOf(gradient), w.length, ITEM_ELEMENTS];
        store.engine.run(SGD + place, items, operands, [learningRate, weightDecay]);
      } else {
        const operands = [w.address, addressOf(gradient), addressOf(velocity), w.length, ITEM_ELEMENTS];
        const flags = [Number(nesterov), Number(first)];
        const numbers = [learningRate, weightDecay, momentum, 1 - dampening];
        store.engine.run(SGD_MOMENTUM + place, items, [...operands, ...flags], numbers);
      }
      store.changed(w);
      return { parameter: w, velocity: velocity?.storage };
    },
    adam(parameter, gradient, m, v, options) {
      const { learningRate, beta1, beta2, epsilon, weightDecay, decoupled, correction1, correction2 } = options;
      const w = parameter.storage as DenseStorage;
      const operands = [w.address, addressOf(gradient), addressOf(m), addressOf(v), w.length, ITEM_ELEMENTS];
      const numbers = [
        ...[decoupled ? 1 - learningRate * weightDecay : 1, decoupled ? 0 : weightDecay],
        ...[beta1, 1 - beta1, beta2, 1 - beta2],
        ...[learningRate / correction1, 1 / Math.sqrt(correction2), epsilon],
      ];
      store.engine.run(ADAM + variant(parameter.dtype), itemsOf(w.length, ITEM_ELEMENTS), operands, numbers);
      store.changed(w);
      return { parameter: w, m: m.storage, v: v.storage };
    },
  };
}
