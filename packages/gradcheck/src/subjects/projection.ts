import {
  add,
  isTensor,
  type Loss,
  type LossSum,
  multiply,
  type Output,
  sum,
  type Targets,
  type Tensor,
  type TypedConfig,
} from '@nablajs/core';

/**
 * A loss that sums outputs times fixed weights, which are passed as targets (an array for several outputs): one
 * backward pass tests a whole Jacobian at random.
 */
export class Projection implements Loss<Output, Targets> {
  readonly config: TypedConfig = { type: 'Projection' };
  readonly classification = false;

  compute(outputs: Output, weights: Targets): LossSum {
    const products = weighted(outputs, weights).map((product) => sum(product));
    return { sum: products.reduce((a, b) => add(a, b)), weight: 1 };
  }
}

export function weighted(outputs: Output, weights: Targets): Tensor[] {
  const all = listOf(weights);
  return listOf(outputs).map((output, at) => multiply(output, all[at] as Tensor));
}

export const listOf = (all: Output | Targets): readonly Tensor[] => (isTensor(all) ? [all] : all);
