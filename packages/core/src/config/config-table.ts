/** Objects from JSON, through a table: what a file names is looked up here, never imported. */
import { isObject, unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { nearestName } from '../validation/option-names.js';
import type { TypedConfig } from './json.js';

/**
 * Makes an object from its config; constructors check the options. `make` does so by the whole table, for a module that is
 * made of others.
 */
export type ConfigTable<T> = Readonly<Record<string, (config: TypedConfig, make: (config: TypedConfig) => T) => T>>;

/**
 * The options of `config` are checked by the constructors that take them; a wrong type or name is their error to raise.
 */
export const optionsOf = <T extends object>({ type: _type, ...rest }: TypedConfig): T => rest as object as T;

/** The entry of `table` that `config.type` names; a NablaError of code `argument` lists the known ones. */
export function fromConfig<T>(what: string, table: ConfigTable<T>, config: TypedConfig): T {
  if (!isObject(config) || typeof config.type !== 'string') {
    throw unexpected(what, "a config, such as { type: 'ReLU' }", config);
  }
  const make = Object.hasOwn(table, config.type) ? table[config.type] : undefined;
  if (make === undefined) {
    const known = Object.keys(table);
    const nearest = nearestName(config.type, known);
    const suggestion = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
    throw new NablaError(
      'argument',
      `${what}: unknown type '${config.type}'.${suggestion} Known: ${known.join(', ')}; pass a table with your own.`,
    );
  }
  return make(config, (inner) => fromConfig(what, table, inner));
}
