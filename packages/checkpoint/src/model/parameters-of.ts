import type { DenseArray, Network } from '@nablajs/core';

/**
 * Copies a network's parameters from its backend, by name, for `saveModel` and `encodeModelFiles`. You own the arrays.
 *
 * @example
 * ```ts
 * const parameters = await parametersOf(network);
 * console.log(parameters.get('0.weight')?.shape);
 * ```
 */
export async function parametersOf(model: Pick<Network, 'parameters'>): Promise<Map<string, DenseArray>> {
  return model.parameters.read();
}
