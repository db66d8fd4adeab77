import { add, type Context, matmul, type Tensor, tanh } from '@nablajs/core';
import { Recurrent, type RecurrentOptions } from './recurrent.js';

/**
 * A recurrent layer (Elman 1990): `hₜ = tanh(xₜ W + b + hₜ₋₁ R)`, with `h₀ = 0`. This is PyTorch's `RNN`, with one bias
 * for its two. It takes sequences x [n, time, width], and behind them a mask of their padding [n, time] or none, which
 * leaves h as it is. It returns the last h [n, units], or with `returnSequences` all of them [n, time, units], 0 at
 * padding. With a `State` it goes on where the last call ended.
 *
 * Parameters: `weight` W [width, units], `recurrentWeight` R [units, units], `bias` b [units].
 *
 * @example
 * ```ts
 * const model = new Sequential(backend, { inputShape: ['time', 3], layers: [new SimpleRNN(32), new Dense(1)] });
 * ```
 */
export class SimpleRNN extends Recurrent {
  protected readonly states: readonly string[] = ['h'];

  /** Throws NablaError `argument` for options that do not fit. */
  constructor(units: number, options: RecurrentOptions = {}) {
    super('SimpleRNN', units, options, 1);
  }

  protected step(context: Context, inputs: Tensor, [h]: readonly [Tensor]): Tensor[] {
    return [tanh(add(inputs, matmul(h, context.parameter('recurrentWeight'))))];
  }
}
