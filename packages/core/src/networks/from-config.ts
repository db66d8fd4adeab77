/** Networks, losses and optimizers from JSON: names in a file are looked up in tables, never imported. */
import type { Backend } from '../backend.js';
import { type ConfigTable, fromConfig } from '../config/config-table.js';
import type { TypedConfig } from '../config/json.js';
import { LAYERS } from '../layers/from-config.js';
import { takingNames } from '../layers/named.js';
import type { Module } from '../modules/module.js';
import type { OpenShape } from '../modules/open-shapes.js';
import { isObject, unexpected } from '../validation/describe.js';
import type { NablaError } from '../validation/errors.js';
import { Network, type NetworkConfig, type ParameterOptions, type SequentialConfig } from './network.js';
import { Sequential } from './sequential.js';

/** Options of `networkFromConfig`. */
export interface FromConfigOptions extends ParameterOptions {
  /** Your custom layers and modules. They override built-in ones of the same name. Default: none. */
  readonly layers?: ConfigTable<Module>;
}

const NETWORK_OPTIONS = ['dtype', 'seed', 'parameters'] as const;

/**
 * Rebuilds a `Network` or `Sequential` from its config. You may pass a loaded model as the options; its other
 * properties are ignored.
 *
 * @example
 * ```ts
 * const copy = networkFromConfig(backend, model.config, { seed: 2 });
 * ```
 */
export function networkFromConfig(
  backend: Backend,
  config: NetworkConfig | SequentialConfig,
  given: FromConfigOptions = {},
): Network {
  return build('networkFromConfig', backend, config, given);
}

/**
 * Rebuilds a `Sequential` from its config. Throws NablaError `argument` for the config of another network.
 *
 * @example
 * ```ts
 * const config = { inputShape: [4], layers: [{ type: 'Dense', units: 3 }] };
 * const model = sequentialFromConfig(backend, config);
 * ```
 */
export function sequentialFromConfig(
  backend: Backend,
  config: SequentialConfig | NetworkConfig,
  given: FromConfigOptions = {},
): Sequential {
  if (isObject(config) && 'layers' in config && Array.isArray(config.layers)) {
    return build('sequentialFromConfig', backend, config, given) as Sequential;
  }
  throw wrongConfig('sequentialFromConfig', '{ inputShape, layers: [{ type, … }, …] }', config);
}

function build(
  who: string,
  backend: Backend,
  config: NetworkConfig | SequentialConfig,
  given: FromConfigOptions,
): Network {
  const table = { ...LAYERS, ...takingNames(given.layers ?? {}) };
  const chosen = NETWORK_OPTIONS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
  const options: ParameterOptions = Object.fromEntries(chosen);
  const {
    inputShape,
    layers,
    module,
    frozen = [],
  } = (isObject(config) ? config : {}) as Partial<NetworkConfig & SequentialConfig>;
  if (!Array.isArray(layers) && !isObject(module))
    throw wrongConfig(who, '{ inputShape, layers: [{ type, … }, …] } or { inputShape, module }', config);
  if (!Array.isArray(frozen)) throw unexpected(`${who} frozen`, "names, such as ['0.weight']", frozen);
  const shared = { ...options, inputShape: inputShape as OpenShape };
  const network = Array.isArray(layers)
    ? new Sequential(backend, { ...shared, layers: layers.map((layer) => fromConfig('layer', table, layer)) })
    : new Network(backend, fromConfig('module', table, module as TypedConfig), shared);
  try {
    for (const name of frozen) network.freeze(name);
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

const wrongConfig = (who: string, expected: string, config: unknown): NablaError =>
  unexpected(who, `a config, ${expected}`, config);
