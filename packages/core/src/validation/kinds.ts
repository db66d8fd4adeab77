/** Checks objects of callers in plain JavaScript. Errors say what to write instead. */

import { isClass, isObject, unexpected } from './describe.js';
import { NablaError } from './errors.js';
import { nearestName } from './option-names.js';

export interface Kind {
  /** `a loss` */
  readonly what: string;
  /** `new MeanSquaredError()` */
  readonly example: string;
  readonly methods: readonly string[];
  readonly names: readonly string[];
  /** Names in other libraries, in lower case without separators, `sparse` and `categorical`. */
  readonly aliases: Readonly<Record<string, string>>;
}

function nameMeant(name: string, { names, aliases }: Kind): string | undefined {
  const plain = name.toLowerCase().replace(/[\s_-]|sparse|categorical/g, '');
  return (Object.hasOwn(aliases, plain) ? aliases[plain] : undefined) ?? nearestName(plain, names);
}

function remedy(value: unknown, kind: Kind): string {
  const { example } = kind;
  if (isClass(value)) return `write new ${value.name}(…), with new and parentheses`;
  if (typeof value === 'function') return `write ${example}`;
  if (isObject(value) && typeof value['type'] === 'string') {
    return 'pass the config to fromConfig or networkFromConfig';
  }
  const meant = typeof value === 'string' ? nameMeant(value, kind) : undefined;
  return meant === undefined
    ? `write for example ${example}`
    : `write new ${meant}(${meant === 'Dense' ? 'units' : ''})`;
}

export function checkKind(where: string, value: unknown, kind: Kind): void {
  if (isObject(value) && kind.methods.every((method) => typeof value[method] === 'function')) return;
  throw unexpected(where, kind.what, value, remedy(value, kind));
}

/** Throws if two have the same name. */
export function checkDistinct(who: string, all: readonly { readonly name: string }[], hint = ''): void {
  const seen = new Set<string>();
  const twice = all.find(({ name }) => seen.size === seen.add(name).size);
  if (twice === undefined) return;
  throw new NablaError('argument', `${who}: two are called '${twice.name}'; give one another name${hint}.`);
}
