import {
  add,
  type Context,
  matmul,
  multiply,
  type ParameterSpec,
  sigmoid,
  slice,
  split,
  subtract,
  type Tensor,
  type TypedConfig,
  tanh,
} from '@nablajs/core';
import { checkFlag } from '../checks.js';
import { Recurrent, type RecurrentOptions } from './recurrent.js';

/** Options of `GRU`. */
export interface GRUOptions extends RecurrentOptions {
  /**
   * Whether the reset gate applies behind the product with the recurrent weights, as in PyTorch and by default in
   * Keras; ONNX calls it `linear_before_reset`. False is the formula of the paper. Default: true.
   */
  readonly resetAfter?: boolean;
}

/**
 * A gated recurrent unit (Cho et al. 2014), with `[xr, xz, xn] = xₜ W + b` and `[hr, hz, hn] = hₜ₋₁ R`:
 *
 * - `r = σ(xr + hr)`
 * - `z = σ(xz + hz)`
 * - `n = tanh(xn + r · (hn + q))`, without `resetAfter`: `n = tanh(xn + (r · hₜ₋₁) Rn)`
 * - `hₜ = (1 − z) · n + z · hₜ₋₁`, with `h₀ = 0`
 *
 * σ is the sigmoid. This is PyTorch's `GRU`, with one bias for its two where they are added. It takes sequences x [n,
 * time, width], and behind them a mask of their padding [n, time] or none, which leaves h as it is. It returns the last
 * h [n, units], or with `returnSequences` all of them [n, time, units], 0 at padding. With a `State` it goes on where
 * the last call ended.
 *
 * Parameters: `weight` W [width, 3 units], `recurrentWeight` R [units, 3 units], `bias` b [3 units], and with
 * `resetAfter` also `recurrentBias` q [units]; columns are those of r, z and n.
 *
 * @example
 * ```ts
 * const model = new Sequential(backend, { inputShape: ['time', 3], layers: [new GRU(64), new Dense(1)] });
 * ```
 */
export class GRU extends Recurrent {
  readonly resetAfter: boolean;
  protected readonly states: readonly string[] = ['h'];

  /** Throws NablaError `argument` for options that do not fit. */
  constructor(units: number, options: GRUOptions = {}) {
    super('GRU', units, options, 3, ['resetAfter']);
    this.resetAfter = checkFlag('GRU resetAfter', options.resetAfter ?? true);
  }

  /** The module as JSON. */
  override get config(): TypedConfig {
    return { ...super.config, resetAfter: this.resetAfter };
  }

  protected override get more(): Readonly<Record<string, ParameterSpec>> {
    return this.bias && this.resetAfter ? { recurrentBias: this.spec([this.units]) } : {};
  }

  protected step(context: Context, inputs: Tensor, [h]: readonly [Tensor]): Tensor[] {
    const { units } = this;
    const weight = context.parameter('recurrentWeight');
    const [ofGates, ofNew] = split(inputs, [2 * units, units], { axis: 1 }) as [Tensor, Tensor];
    // With resetAfter one product has all parts; else that of n comes later.
    const product = matmul(h, this.resetAfter ? weight : slice(weight, [[], [0, 2 * units]]));
    const gates = sigmoid(add(ofGates, this.resetAfter ? slice(product, [[], [0, 2 * units]]) : product));
    const [r, z] = split(gates, 2, { axis: 1 }) as [Tensor, Tensor];
    const n = tanh(add(ofNew, this.#ofBefore(context, h, r, product)));
    return [add(multiply(subtract(1, z), n), multiply(z, h))];
  }

  /** What the element before adds to n. */
  #ofBefore(context: Context, h: Tensor, r: Tensor, product: Tensor): Tensor {
    const columns = [[], [2 * this.units, 3 * this.units]] as const;
    if (!this.resetAfter) return matmul(multiply(r, h), slice(context.parameter('recurrentWeight'), columns));
    const part = slice(product, columns);
    return multiply(r, this.bias ? add(part, context.parameter('recurrentBias')) : part);
  }
}
