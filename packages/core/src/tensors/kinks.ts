/**
 * Finds where an operation changes from one formula to another. gradcheck keeps finite differences away from these
 * kinks.
 */
import { scope } from './scope.js';
import { type Shared, shared, withValue } from './shared.js';
import { Tape, tapes, withTapes } from './tape.js';
import type { Tensor } from './tensor.js';

/**
 * Called after each comparison with its result for each element: -1, 0 or 1 for two numbers, an index for `max`. The
 * observer owns the tensor. Two runs with the same results have no kink between them.
 */
export type KinkObserver = (sides: Tensor) => void;

type Report = (sides: () => Tensor) => void;

const observer: Shared<Report | undefined> = /* @__PURE__ */ shared('kinks', undefined);

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
export function observeKinks<T>(observe: KinkObserver, body: () => T): T {
  const report: Report = (sides) => observe(withTapes([], () => smooth(() => scope(() => sides().hold()))));
  return withValue(observer, report, () => withTapes([...tapes(), new Tape(false)], body));
}

/** Runs a smooth composition without reporting its comparisons. */
export const smooth = <T>(body: () => T): T => withValue(observer, undefined, body);

export const observe = (sides: () => Tensor): void => observer.value?.(sides);
