import {
  type Blueprint,
  type Context,
  concat,
  type Module,
  NablaError,
  type Shape,
  type Tensor,
  type TypedConfig,
  unexpected,
} from '@nablajs/core';
import type { GRU } from './gru.js';
import type { LSTM } from './lstm.js';
import { Recurrent } from './recurrent.js';
import type { SimpleRNN } from './simple-rnn.js';

/**
 * Reads a sequence twice, from the start and from the end, with a recurrent layer and another one of the same kind, and
 * joins their outputs: [n, 2 units], or [n, time, 2 units] if the layer has `returnSequences` (Schuster and Paliwal
 * 1997). This is PyTorch's `bidirectional` and Keras' `Bidirectional`. Inputs are those of the layer; padding at the
 * end does not reach the outputs. Inner modules are `forward` and `backward`. It takes no `State`.
 *
 * @example
 * ```ts
 * const layers = [new Bidirectional(new LSTM(64)), new Dense(2)];
 * const model = new Sequential(backend, { inputShape: ['time', 3], layers });
 * ```
 */
export class Bidirectional implements Module {
  /** The layer that reads from the start. */
  readonly layer: SimpleRNN | LSTM | GRU;
  /** The mask may be int32. */
  readonly acceptsIntegers: readonly boolean[];
  readonly #backward: Module;

  /** Throws NablaError `argument` for a layer that is not recurrent. */
  constructor(layer: SimpleRNN | LSTM | GRU) {
    if (!(layer instanceof Recurrent)) throw unexpected('Bidirectional', 'a SimpleRNN, an LSTM or a GRU', layer);
    this.layer = layer;
    this.acceptsIntegers = layer.acceptsIntegers;
    this.#backward = {
      config: layer.config,
      build: (...shapes) => layer.build(...shapes),
      call: (context, ...inputs) => layer.read(context, inputs, true),
    };
  }

  /** The module as JSON. */
  get config(): TypedConfig {
    return { type: 'Bidirectional', layer: this.layer.config };
  }

  /** Returns the output's shape and the inner modules. Throws NablaError `shape`. */
  build(...inputShapes: readonly Shape[]): Blueprint {
    const inner = this.layer.build(...inputShapes);
    const shape = inner.outputShape as Shape;
    return {
      outputShape: [...shape.slice(0, -1), 2 * this.layer.units],
      children: { forward: inner, backward: inner },
    };
  }

  /** Returns the outputs of both layers, side by side. */
  call(context: Context, ...inputs: readonly Tensor[]): Tensor {
    if (context.state !== undefined) {
      throw new NablaError(
        'argument',
        'Bidirectional: it reads from the end, so a State cannot be used; call forward.',
      );
    }
    const forward = context.run('forward', this.layer, ...inputs);
    return concat([forward, context.run('backward', this.#backward, ...inputs) as Tensor], { axis: -1 });
  }
}
