import {
  add,
  type Context,
  type CustomVjp,
  customVjp,
  matmul,
  multiply,
  pad,
  sigmoid,
  slice,
  split,
  Tensor,
  tanh,
} from '@nablajs/core';
import { Recurrent, type RecurrentOptions, type Walk } from './recurrent.js';

/** The most that the kernel takes. */
const MOST_UNITS = 4096;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; Gers et al. 2000):
 *
 * - `[i, f, g, o] = xₜ W + b + hₜ₋₁ R`
 * - `cₜ = σ(f) · cₜ₋₁ + σ(i) · tanh(g)`
 * - `hₜ = σ(o) · tanh(cₜ)`, with `h₀ = c₀ = 0`
 *
 * σ is the sigmoid. This is PyTorch's `LSTM`, with one bias for its two. It takes sequences x [n, time, width], and
 * behind them a mask of their padding [n, time] or none, which leaves h and c as they are. It returns the last h [n,
 * units], or with `returnSequences` all of them [n, time, units], 0 at padding. With a `State` it goes on where the
 * last call ended.
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

  /** Throws NablaError `argument` for options that do not fit. */
  constructor(units: number, options: RecurrentOptions = {}) {
    super('LSTM', units, options, 4);
  }

  protected override walk(context: Context, inputs: Tensor, walk: Walk, compose: () => Tensor): Tensor | undefined {
    const { lstm: forward, lstmBackward: backward } = inputs.backend.fused ?? {};
    if (forward === undefined || backward === undefined || this.units > MOST_UNITS) return undefined;
    const { mask, isBackward } = walk;
    const { backend, dtype } = inputs;
    const weight = context.parameter('recurrentWeight');
    const [n, time, columns] = inputs.shape as readonly [number, number, number];
    const shape = [n, time, this.units];
    const run = () => {
      const { y, statistics } = forward(inputs.operand(), weight.operand(), mask?.operand(), isBackward);
      const output = new Tensor(backend, y, shape, dtype);
      const gates = new Tensor(backend, statistics, [n, time, 6 * this.units], dtype);
      return { output, saved: [weight, output, gates, ...(mask === undefined ? [] : [mask])] };
    };
    const vjp: CustomVjp = (dY, saved, needs) => {
      const [w, y, gates, there] = saved as [Tensor, Tensor, Tensor, Tensor?];
      const made = backward(w.operand(), there?.operand(), isBackward, gates.storage, dY.operand());
      const dInputs = new Tensor(backend, made, [n, time, columns], dtype);
      if (needs[1] !== true) return [dInputs, undefined];
      // The outputs of the elements before, as rows of one product.
      const before = isBackward ? slice(y, [[], [1, time]]) : slice(y, [[], [0, time - 1]]);
      const rows = pad(before, [[0, 0], isBackward ? [0, 1] : [1, 0], [0, 0]]).reshape([n * time, this.units]);
      return [dInputs, matmul(rows, dInputs.reshape([n * time, columns]), { transposeA: true })];
    };
    return customVjp('lstm', [inputs, weight], run, vjp, compose);
  }

  protected step(context: Context, inputs: Tensor, [h, c]: readonly [Tensor, Tensor]): Tensor[] {
    const z = add(inputs, matmul(h, context.parameter('recurrentWeight')));
    const [i, f, g, o] = split(z, 4, { axis: 1 }) as [Tensor, Tensor, Tensor, Tensor];
    const cell = add(multiply(sigmoid(f), c), multiply(sigmoid(i), tanh(g)));
    return [multiply(sigmoid(o), tanh(cell)), cell];
  }
}
