import { add, type Context, matmul, multiply, sigmoid, split, type Tensor, tanh } from '@nablajs/core';
import { Recurrent, type RecurrentOptions } from './recurrent.js';

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; Gers et al. 2000): with z = x W + b + h' R in four parts i,
 * f, g and o, it computes c = sigmoid(f) c' + sigmoid(i) tanh(g) and h = sigmoid(o) tanh(c), with h' and c' of the
 * element before, 0 at first. This is PyTorch's `LSTM`, with one bias for its two. It takes sequences x [n, time,
 * width], and behind them a mask of their padding [n, time] or none, which leaves h and c as they are. It returns the
 * last h [n, units], or with `returnSequences` all of them [n, time, units], 0 at padding. With a `State` it goes on
 * where the last call ended.
 *
 * Parameters: `weight` W [width, 4 units], `recurrentWeight` R [units, 4 units], `bias` b [4 units]; columns are those
 * of i, f, g and o.
 *
 * @example
 * ```ts
 * const layers = [new LSTM(64, { returnSequences: true }), new LSTM(64), new Dense(10)];
 * const model = new Sequential(backend, { inputShape: ['time', 3], layers });
 * ```
 */
export class LSTM extends Recurrent {
  protected readonly states: readonly string[] = ['h', 'c'];

  /** Throws a NablaError of code `argument` for options that do not fit. */
  constructor(units: number, options: RecurrentOptions = {}) {
    super('LSTM', units, options, 4);
  }

  protected step(context: Context, inputs: Tensor, [h, c]: readonly [Tensor, Tensor]): Tensor[] {
    const z = add(inputs, matmul(h, context.parameter('recurrentWeight')));
    const [i, f, g, o] = split(z, 4, { axis: 1 }) as [Tensor, Tensor, Tensor, Tensor];
    const cell = add(multiply(sigmoid(f), c), multiply(sigmoid(i), tanh(g)));
    return [multiply(sigmoid(o), tanh(cell)), cell];
  }
}
