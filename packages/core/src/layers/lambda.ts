import type { Shape } from '../backend.js';
import type { TypedConfig } from '../config/json.js';
import { type Blueprint, type Context, type Module, wrongInputs } from '../modules/module.js';
import type { Tensor } from '../tensors/tensor.js';
import { unexpected } from '../validation/describe.js';

/**
 * A layer without parameters, from a function of tensors [n, ...]. It takes as many inputs as the function has
 * parameters; any number if that is a rest parameter. The output has the shape of the first input, unless `shapeOf`
 * says otherwise: it gets the shapes of the inputs and returns that of the output, all without the batch dimension.
 *
 * JSON holds no functions. `config` is what a saved model has of the layer: choose a `type` of your own, and pass
 * `networkFromConfig` a table that has it. Throws NablaError `argument` for a config without a type.
 *
 * @example
 * ```ts
 * const softsign = () => new Lambda({ type: 'Softsign' }, (x) => divide(x, add(abs(x), 1)));
 * const saved = new Sequential(backend, { inputShape: [4], layers: [new Dense(3), softsign()] }).config;
 * const again = networkFromConfig(backend, saved, { layers: { Softsign: softsign } });
 * ```
 */
export class Lambda implements Module {
  readonly #config: TypedConfig;
  readonly #apply: (...inputs: Tensor[]) => Tensor;
  readonly #shapeOf: (...inputShapes: Shape[]) => Shape;

  constructor(
    config: TypedConfig,
    apply: (...inputs: Tensor[]) => Tensor,
    shapeOf: (...inputShapes: Shape[]) => Shape = (first) => first as Shape,
  ) {
    if (typeof config?.type !== 'string' || typeof apply !== 'function') {
      throw unexpected('Lambda', 'a config and a function', config);
    }
    this.#config = config;
    this.#apply = apply;
    this.#shapeOf = shapeOf;
  }

  /** The layer as JSON. */
  get config(): TypedConfig {
    return this.#config;
  }

  build(...inputShapes: Shape[]): Blueprint {
    const { length } = this.#apply;
    if (length === 0 || length === inputShapes.length) return { outputShape: this.#shapeOf(...inputShapes) };
    throw wrongInputs(this.config.type, length, inputShapes);
  }

  call(_context: Context, ...inputs: Tensor[]): Tensor {
    return this.#apply(...inputs);
  }
}
