/**
 * Finds kinks of a function, where an operation changes from one formula to another, while the operations run.
 * gradcheck uses it to keep finite differences away from them. The observer is stored under `Symbol.for`, as tapes are.
 */
import { scope } from './scope.js';
import { Tape, tapes, withTapes } from './tape.js';
import type { Tensor } from './tensor.js';

/**
 * Called after each comparison with its result for each element: -1, 0 or 1 for two numbers, an index for `max`. The
 * observer owns the tensor. Two runs with the same results have no kink between them.
 */
export type KinkObserver = (sides: Tensor) => void;

const KEY = Symbol.for('@nablajs/core/kinks');
const holder = globalThis as { [KEY]?: ((sides: () => Tensor) => void) | undefined };

/**
 * Runs `body`, a synchronous function, and reports its comparisons to `observer`. Fused kernels are not used meanwhile.
 *
 * @example
 * ```ts
 * const seen: Tensor[] = [];
 * const y = observeKinks((sides) => seen.push(sides), () => maximum(tensor(backend, [-1, 2]), 0));
 * // seen[0] is [-1, 1]
 * ```
 */
export function observeKinks<T>(observer: KinkObserver, body: () => T): T {
  const report = (sides: () => Tensor): void =>
    observer(withTapes([], () => smooth(() => scope(() => sides().hold()))));
  return withObserver(report, () => withTapes([...tapes(), new Tape(false)], body));
}

/** Runs a composition that is smooth although it compares, without reporting it. */
export const smooth = <T>(body: () => T): T => (holder[KEY] === undefined ? body() : withObserver(undefined, body));

/** Reports a comparison to the observer, if there is one. */
export const observe = (sides: () => Tensor): void => holder[KEY]?.(sides);

function withObserver<T>(inner: (typeof holder)[typeof KEY], body: () => T): T {
  const outer = holder[KEY];
  holder[KEY] = inner;
  try {
    return body();
  } finally {
    holder[KEY] = outer;
  }
}
