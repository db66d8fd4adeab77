import type { ConfigTable } from '../config/config-table.js';
import type { Module } from '../modules/module.js';
import { unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { checkDistinct } from '../validation/kinds.js';
import { checkModule } from './check-layers.js';

/**
 * Gives a layer a name, which becomes part of its parameters' names and of its config, and returns the layer. Layers
 * side by side need different names. Throws NablaError `argument` for a name that is empty or has a dot, and for a
 * layer that has another name already.
 *
 * @example
 * ```ts
 * const layers = [named('encoder', new Dense(64)), new ReLU(), named('head', new Dense(10))];
 * const model = new Sequential(backend, { inputShape: [784], layers }); // encoder.weight, …, head.bias
 * ```
 */
export function named<M extends Module>(name: string, layer: M): M {
  checkModule('named', layer);
  if (typeof name !== 'string' || name === '' || name.includes('.')) {
    throw unexpected('named', 'a name without dots that is not empty', name);
  }
  if (layer.name === name) return layer;
  if (layer.name !== undefined) {
    throw new NablaError('argument', `named: the layer is called '${layer.name}' already. Received '${name}'.`);
  }
  return Object.defineProperties(layer, { name: { value: name }, config: { value: { ...layer.config, name } } });
}

/** Returns the layers' names: their own, or their numbers. Throws if two are equal. */
export function layerNames(who: string, layers: readonly Module[]): readonly string[] {
  const names = layers.map(({ name }, at) => name ?? `${at}`);
  checkDistinct(
    who,
    names.map((name) => ({ name })),
  );
  return names;
}

/**
 * Returns a table of layers whose configs may have a `name` too, for `fromConfig`. `networkFromConfig` needs none.
 *
 * @typeParam T The table.
 * @example
 * ```ts
 * const table = takingNames({ Wide: () => new Dense(1024) });
 * ```
 */
export const takingNames = <T extends ConfigTable<Module>>(table: T): T =>
  Object.fromEntries(Object.entries(table).map(([type, make]) => [type, withName(make)])) as T;

const withName =
  (make: ConfigTable<Module>[string]): ConfigTable<Module>[string] =>
  ({ name, ...config }, inner) =>
    name === undefined ? make(config, inner) : named(name as string, make(config, inner));
