import { type DenseArray, dense, type Network } from '@nablajs/core';

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
  const parameters = new Map<string, DenseArray>();
  for (const { name, value } of model.parameters) parameters.set(name, dense(await value.data(), value.shape));
  return parameters;
}
