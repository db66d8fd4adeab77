import type { Backend } from '../backend.js';
import { NablaError } from '../validation/errors.js';

type Call = (...operands: unknown[]) => unknown;

/**
 * Returns the same backend, which says so when it is used after its end: every kernel, `upload`, `download` and
 * `memory` then throw a NablaError. Its code is `disposed` after `dispose`, and `backend` where `failure` returns an
 * error: why the backend can no longer compute. `release` does nothing then, since all storages are gone, and a second
 * `dispose` waits for the first.
 *
 * Wrap what `createBackend` returns, and no kernel needs a check of its own. The backend may be an instance of a class:
 * inherited methods are called on it, and getters are read once, here.
 */
export function guardBackend<S>(backend: Backend<S>, failure: () => Error | undefined = () => undefined): Backend<S> {
  let disposal: { readonly done: void | Promise<void> } | undefined;

  /** What is wrong with a call of `op`. */
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
        if (name === 'csr' || name === 'fused') return [name, member && guardAll(member as object)];
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

/** The names of all members, those of the classes of an instance too. */
function namesOf(group: object): string[] {
  const names = new Set<string>();
  for (let owner = group; owner && owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) names.add(name);
  }
  names.delete('constructor');
  return [...names];
}
