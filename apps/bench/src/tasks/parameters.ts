import type { DenseArray } from '@nablajs/core';
import type { Inputs } from './task.js';

const NOT_PARAMETERS = new Set(['x', 'labels', 'order', 'prompt']);

/** Returns the inputs that are parameters, by name. */
export const parametersOf = (inputs: Inputs): Map<string, DenseArray> =>
  new Map(
    [...inputs]
      .filter(([name]) => !NOT_PARAMETERS.has(name))
      .map(([name, values]) => [name, { layout: 'dense', ...values }]),
  );
