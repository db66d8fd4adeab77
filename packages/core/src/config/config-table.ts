/** Creates objects from JSON by a table: a name in a file is looked up, never imported. */
import { isObject, unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { checkOptionNames, nearestName } from '../validation/option-names.js';
import type { TypedConfig } from './json.js';

/** Functions that create an object from its config, by `config.type`. Use `make` to create inner modules. */
export type ConfigTable<T> = Readonly<Record<string, (config: TypedConfig, make: (config: TypedConfig) => T) => T>>;

export const optionsOf = <T extends object>({ type: _type, ...rest }: TypedConfig): T => rest as object as T;

/**
 * Creates the object that `config.type` names in `table`. Throws NablaError `argument` for an unknown type; `what`
 * names the kind of object in its message.
 *
 * @example
 * ```ts
 * const loss = fromConfig('loss', LOSSES, { type: 'Huber', delta: 0.5 });
 * ```
 */
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

type Class<T> = new (...args: never[]) => T;

/** Creates an object from a config: `names` are the constructor's arguments, the rest its options. */
export const withOptions =
  <T>(Made: Class<T>, ...names: readonly string[]) =>
  (config: TypedConfig): T => {
    const options = Object.entries(optionsOf(config)).filter(([name]) => !names.includes(name));
    return new Made(...([...names.map((name) => config[name]), Object.fromEntries(options)] as never[]));
  };

/** The same for a constructor without options. */
export const withArguments =
  <T>(Made: Class<T>, ...names: readonly string[]) =>
  (config: TypedConfig): T => {
    checkOptionNames(config.type, optionsOf(config), names);
    return new Made(...(names.map((name) => config[name]) as never[]));
  };
