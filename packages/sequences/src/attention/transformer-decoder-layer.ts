import type { Blueprint, Context, Shape, Tensor } from '@nablajs/core';
import { sequenceShapes } from '../masks.js';
import { MultiHeadAttention } from './multi-head-attention.js';
import { TransformerLayer, type TransformerLayerOptions } from './transformer-layer.js';

/**
 * A block of a decoder, PyTorch's `TransformerDecoderLayer`, but for `causal`, which is true here unless you change it;
 * without `normFirst`:
 *
 * - `y = norm1(x + selfAttention(x))`
 * - `z = norm2(y + crossAttention(y, memory))`
 * - `output = norm3(z + linear2(activation(linear1(z))))`
 *
 * Inputs are x [n, time, width] and the memory that an encoder made [n, memoryTime, width]; behind each may be a mask
 * of its padding: see `MultiHeadAttention`. It returns [n, time, width].
 *
 * Inner modules: `selfAttention`, `crossAttention`, `linear1`, `linear2`, `norm1`, `norm2`, `norm3`. With a `State`,
 * pass new elements of x, and the same memory each time.
 *
 * @example
 * ```ts
 * const [x, memory] = [input(['time', 64]), input(['words', 64])];
 * const y = layer(new TransformerDecoderLayer({ heads: 4 }))(x, memory);
 * const model = network(backend, { inputs: [x, memory], outputs: y });
 * ```
 */
export class TransformerDecoderLayer extends TransformerLayer {
  readonly #crossAttention: MultiHeadAttention;

  /** Throws NablaError `argument` for options that do not fit. */
  constructor(options: TransformerLayerOptions) {
    super('TransformerDecoderLayer', options, true);
    const { heads, keyHeads, bias, dropout, initializer } = this.options;
    this.#crossAttention = new MultiHeadAttention({ heads, keyHeads, bias, dropout, initializer });
  }

  /** Returns the shape of x, and the inner modules. Throws NablaError `shape`. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const [shape] = sequenceShapes('TransformerDecoderLayer', inputShapes, 2) as [Shape];
    const memoryAt = inputShapes.findLastIndex(({ length }) => length === 2);
    return this.blueprint(shape, 3, {
      selfAttention: this.selfAttention.build(...inputShapes.slice(0, memoryAt)),
      crossAttention: this.#crossAttention.build(shape, ...inputShapes.slice(memoryAt)),
    });
  }

  /** Returns what the block makes of x and the memory, [n, time, width]. */
  call(context: Context, x: Tensor, ...more: readonly Tensor[]): Tensor {
    const memoryAt = more.findLastIndex(({ shape }) => shape.length === 3);
    const [mask, memory] = [more.slice(0, memoryAt), more.slice(memoryAt)];
    const own = this.added(context, 1, x, (y) => context.run('selfAttention', this.selfAttention, y, ...mask));
    const told = this.added(context, 2, own, (y) => context.run('crossAttention', this.#crossAttention, y, ...memory));
    return this.added(context, 3, told, (y) => this.feedForward(context, y));
  }
}
