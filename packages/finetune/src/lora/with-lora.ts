import { type Module, Network } from '@nablajs/core';
import { Lora, type LoraOptions } from './lora.js';

/**
 * Returns a network that shares all weights of `base` and has adapters beside them. Only the adapters are trained.
 * Dispose of both. `seed` determines the first values of A: a whole number in [0, 2^53), by default 0.
 *
 * Throws NablaError `argument` for options that do not fit.
 *
 * @example
 * ```ts
 * const encoder = loadPretrained(backend, config, tensors, { pooling: 'mean' });
 * const model = withLora(encoder, { rank: 8 }); // adapts queries and values
 * ```
 */
export function withLora<M extends Module>(base: Network<M>, options: LoraOptions, seed = 0): Network<Lora<M>> {
  const { backend, dtype, declaredShapes, parameters } = base;
  const [only, ...more] = declaredShapes;
  const inputShape = only !== undefined && more.length === 0 ? only : declaredShapes;
  return new Network(backend, new Lora(base.module, options), { inputShape, dtype, seed, parameters });
}
