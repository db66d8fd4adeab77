import { type Loss, multiply, sum, type Tensor, type TypedConfig } from '@nablajs/core';

/**
 * The sum of outputs times fixed weights, which stand in the targets' place: turns outputs of any shape into a scalar whose
 * gradient is the weights, so that one backward pass tests a whole Jacobian at random.
 */
export class Projection implements Loss {
  readonly config: TypedConfig = { type: 'Projection' };
  readonly classification = false;

  compute(outputs: Tensor, weights: Tensor): Tensor {
    return sum(multiply(outputs, weights));
  }
}
