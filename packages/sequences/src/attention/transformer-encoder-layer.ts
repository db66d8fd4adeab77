import type { Blueprint, Context, Shape, Tensor } from '@nablajs/core';
import { sequenceShapes } from '../masks.js';
import { TransformerLayer, type TransformerLayerOptions } from './transformer-layer.js';

/**
 * A block of a transformer: attention, then two linear layers. This is PyTorch's `TransformerEncoderLayer`; without
 * `normFirst`:
 *
 * - `y = norm1(x + selfAttention(x))`
 * - `z = norm2(y + linear2(activation(linear1(y))))`
 *
 * With `causal` it is also the block of a GPT. It takes sequences x [n, time, width], and behind them a mask of their
 * padding [n, time] or none: see `MultiHeadAttention`. It returns z [n, time, width], which means nothing in padded
 * places.
 *
 * Inner modules: `selfAttention`, `linear1`, `linear2`, `norm1`, `norm2`. A `State` works with `causal`. With
 * `normFirst`, put a `LayerNorm` behind the last block.
 *
 * @example
 * ```ts
 * const block = new TransformerEncoderLayer({ heads: 4, feedForward: 256, activation: 'gelu', normFirst: true });
 * const layers = [new Embedding(65, 64), new PositionEmbedding(128), block, new LayerNorm(), new Dense(65)];
 * const model = new Sequential(backend, { inputShape: ['time'], layers });
 * ```
 */
export class TransformerEncoderLayer extends TransformerLayer {
  /** Throws NablaError `argument` for options that do not fit. */
  constructor(options: TransformerLayerOptions) {
    super('TransformerEncoderLayer', options, false);
  }

  /** Returns the shape of the input, and the inner modules. Throws NablaError `shape`. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const [shape] = sequenceShapes('TransformerEncoderLayer', inputShapes, 1) as [Shape];
    return this.blueprint(shape, 2, { selfAttention: this.selfAttention.build(...inputShapes) });
  }

  /** Returns what the block makes of x, [n, time, width]. */
  call(context: Context, x: Tensor, ...mask: readonly Tensor[]): Tensor {
    const y = this.added(context, 1, x, (own) => context.run('selfAttention', this.selfAttention, own, ...mask));
    return this.added(context, 2, y, (own) => this.feedForward(context, own));
  }
}
