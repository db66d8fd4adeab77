/** Saves and loads networks in one call. */
import {
  type Backend,
  checkOptionNames,
  type FromConfigOptions,
  NablaError,
  type Network,
  networkFromConfig,
} from '@nablajs/core';
import type { ModelDescription } from './model-description.js';
import { type LoadModelOptions, loadModel, type SaveOptions, saveModel } from './save-load.js';

/** Options of `save`. */
export interface SaveNetworkOptions extends SaveOptions, Omit<ModelDescription, 'config' | 'dtype'> {}

/** Options of `load`. */
export interface LoadNetworkOptions extends LoadModelOptions, Pick<FromConfigOptions, 'layers'> {}

/**
 * Saves a network to a folder: its config, its weights, and what is frozen. See `saveModel`.
 *
 * @throws What `saveModel` throws.
 *
 * @example
 * ```ts
 * await save(model, 'digits', { notes: { accuracy: 0.98 } });
 * ```
 */
export async function save(network: Network, directory: string, options: SaveNetworkOptions = {}): Promise<void> {
  checkOptionNames('save', options, SAVE_OPTIONS);
  if (typeof network?.parameters?.read !== 'function') {
    throw new NablaError('argument', 'save: expected a network first, as in save(model, directory).');
  }
  const { normalisation, form, notes, ...rest } = options;
  const { config, dtype } = network;
  const described = { ...(normalisation && { normalisation }), ...(form && { form }), ...(notes && { notes }) };
  await saveModel(directory, { config, dtype, parameters: await network.parameters.read(), ...described }, rest);
}

/**
 * Loads a network from a folder that `save`, `saveModel` or a checkpoint wrote, onto a backend. Predict with it, or
 * train it further. Release it with `dispose()`. A network with custom layers needs the option `layers`.
 *
 * @throws What `loadModel` throws; and NablaError `argument` for a layer that is neither core's nor in `layers`.
 *
 * @example
 * ```ts
 * using model = await load(backend, 'digits');
 * ```
 */
export async function load(backend: Backend, directory: string, options: LoadNetworkOptions = {}): Promise<Network> {
  checkOptionNames('load', options, ['layers', 'checkpoint']);
  const { layers = {}, ...rest } = options;
  const wrong = Object.entries(layers).find(([, make]) => typeof make !== 'function');
  if (wrong !== undefined) {
    throw new NablaError('argument', `load: expected a function of the config as the layer ${wrong[0]}.`);
  }
  const { config, dtype, parameters } = await loadModel(directory, rest);
  return networkFromConfig(backend, config, { dtype, parameters, layers });
}

const SAVE_OPTIONS: readonly (keyof SaveNetworkOptions)[] = [
  ...(['normalisation', 'form', 'notes', 'weights', 'lockTimeout', 'mayReplace'] as const),
];
