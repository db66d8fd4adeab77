/** Dropout, which drops only in a network that trains. */
import { dropoutMask, type FloatDType, fill, greater, multiply } from '@nablajs/core';
import type { Operator, OperatorTable } from '../operator.js';
import { device, numberOf, type Value } from '../values.js';
import { pathOf } from './arguments.js';

/** The first version whose inputs, not attributes, say how much is dropped and whether. */
const BY_INPUTS = 12;
const USUAL_RATIO = 0.5;

const dropout: Operator = (node) => {
  const given = node.opset < BY_INPUTS ? node.float('ratio', USUAL_RATIO) : undefined;
  return {
    hostInputs: [1, 2],
    device: (run, x, ratio?: Value, mode?: Value) => {
      const input = run.toDevice(x);
      const { tensor, layout } = input;
      const rate = given ?? numberOf(ratio) ?? USUAL_RATIO;
      const trains = run.context === undefined ? numberOf(mode) === 1 : run.training;
      if (!trains || rate === 0) {
        const all = node.hasOutput(1) ? fill(tensor.backend, tensor.shape, 1, 'int32') : undefined;
        return [input, all && device(all, 'bool', layout)];
      }
      if (run.context === undefined) throw node.error('it drops random elements, but only a network has a seed');
      if (!(rate > 0 && rate < 1)) throw node.error(`expected a ratio in [0, 1). Received ${rate}`);
      // Each node draws numbers of its own.
      const { random } = run.context.inner(pathOf(node));
      const mask = dropoutMask(tensor.backend, tensor.shape, tensor.dtype as FloatDType, rate, random);
      const kept = node.hasOutput(1) ? device(greater(mask, 0), 'bool', layout) : undefined;
      return [device(multiply(tensor, mask), input.type, layout), kept];
    },
  };
};

/** Operators of regularisation. */
export const DROPOUT: OperatorTable = { Dropout: dropout };
