import type { Backend } from '../backend.js';
import { NablaError } from '../validation/errors.js';

/** The optional groups of kernels. */
const GROUPS: readonly string[] = ['csr', 'conv', 'pool', 'integers', 'fused'] satisfies (keyof Backend)[];

type Call = (...operands: unknown[]) => unknown;

/**
 * Wraps a backend so that using it after its end throws a NablaError: from every kernel, `upload`, `download` and
 * `memory`. The code is `disposed` after `dispose`, and `backend` if `failure` returns an error that says why the
 * backend can no longer compute. `release` then does nothing, and a second `dispose` waits for the first.
 *
 * Wrap the backend that your `createBackend` returns; its kernels then need no such checks. It may be an instance of a
 * class: inherited methods are called on it, and getters are read once, here.
 *
 * @example
 * ```ts
 * export const createGuarded: CreateBackend = async () => guardBackend(await createBackend());
 * ```
 */
export function guardBackend<S>(backend: Backend<S>, failure: () => Error | undefined = () => undefined): Backend<S> {
  let disposal: { readonly done: void | Promise<void> } | undefined;

  /** Returns the error of calling `op`, if any. */
  function problem(op: string): NablaError | undefined {
    if (disposal !== undefined) {
      const remedy = 'Call dispose() after the last use, or create another backend.';
      return new NablaError('disposed', `${op}: backend '${backend.name}' was disposed, with its tensors. ${remedy}`);
    }
    const cause = failure();
    return cause && new NablaError('backend', `${op}: ${cause.message}`, { cause });
  }

  const guard =
    (name: string, call: Call): Call =>
    (...operands) => {
      const error = problem(name);
      if (error === undefined) return call(...operands);
      if (name === 'download') return Promise.reject(error);
      if (name !== 'release') throw error;
      return undefined;
    };

  const guardAll = <G extends object>(group: G): G =>
    Object.fromEntries(
      namesOf(group).map((name) => {
        const member = group[name as keyof G];
        if (GROUPS.includes(name)) return [name, member && guardAll(member as object)];
        return [name, typeof member === 'function' ? guard(name, member.bind(group)) : member];
      }),
    ) as G;

  return {
    ...guardAll(backend),
    dispose() {
      disposal ??= { done: backend.dispose() };
      return disposal.done;
    },
  };
}

/** Returns the names of all members, including inherited ones. */
function namesOf(group: object): string[] {
  const names = new Set<string>();
  for (let owner = group; owner && owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) names.add(name);
  }
  names.delete('constructor');
  return [...names];
}
