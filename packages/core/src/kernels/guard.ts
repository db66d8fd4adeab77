import type { Backend } from '../backend.js';
import { NablaError } from '../validation/errors.js';

const GROUPS: readonly string[] = ['csr', 'conv', 'pool', 'integers', 'fused'] satisfies (keyof Backend)[];

/**
 * Returns a backend whose use after its end throws a NablaError: from every kernel, `upload`, `download` and `memory`.
 * The code is `disposed` after `dispose`, and `backend` once it can no longer compute. `release` then does nothing.
 *
 * Calls `watch`, if any, with a function to be called with the error that says why the backend can no longer compute.
 *
 * Wrap the backend that your `createBackend` returns; its kernels then need no such checks. Getters are read once,
 * here.
 *
 * @example
 * ```ts
 * export const createGuarded: CreateBackend = async () => guardBackend(await createBackend());
 * ```
 */
export function guardBackend<S>(backend: Backend<S>, watch?: (fail: (cause: Error) => void) => void): Backend<S> {
  let disposal: { readonly done: void | Promise<void> } | undefined;

  /** The backend and its groups. */
  const all: Record<string, unknown>[] = [];
  const copy = <G extends object>(group: G): G => {
    const copied: Record<string, unknown> = {};
    all.push(copied);
    for (const name of namesOf(group)) {
      const member = group[name as keyof G];
      copied[name] = typeof member === 'function' ? member.bind(group) : member;
      if (GROUPS.includes(name)) copied[name] = member && copy(member as object);
    }
    return copied as G;
  };
  const guarded = copy(backend);

  /** Replaces the functions, because a check in each would take time. */
  function end(errorOf: (op: string) => NablaError): void {
    for (const group of all)
      for (const [name, member] of Object.entries(group))
        if (typeof member === 'function' && name !== 'dispose') group[name] = () => fail(name, errorOf(name));
  }

  guarded.dispose = () => {
    if (disposal === undefined) {
      disposal = { done: backend.dispose() };
      const why = 'was disposed, with its tensors. Call dispose() after the last use, or create another backend.';
      end((op) => new NablaError('disposed', `${op}: backend '${backend.name}' ${why}`));
    }
    return disposal.done;
  };
  watch?.((cause) => {
    if (disposal === undefined) end((op) => new NablaError('backend', `${op}: ${cause.message}`, { cause }));
  });
  return guarded;
}

function fail(op: string, error: NablaError): unknown {
  if (op !== 'release' && op !== 'download') throw error;
  return op === 'download' ? Promise.reject(error) : undefined;
}

/** Includes inherited members. */
function namesOf(group: object): string[] {
  const names = new Set<string>();
  for (let owner = group; owner && owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) names.add(name);
  }
  names.delete('constructor');
  return [...names];
}
