/**
 * Kinks of a function: where an operation goes from one formula to another. They are seen while the operations run, so
 * that gradcheck can keep finite differences off them. The observer lies under `Symbol.for`, as tapes do.
 */
import { scope } from '../tensors/scope.js';
import type { Tensor } from '../tensors/tensor.js';
import { Tape, tapes, withTapes } from './tape.js';

/**
 * Told at each comparison which way it went, element by element: -1, 0 or 1 where two numbers are compared, an index for
 * `max`. The tensor is the observer's. Two runs with the same sides have no kink between them.
 */
export type KinkObserver = (sides: Tensor) => void;

const KEY = Symbol.for('@nablajs/core/kinks');
const holder = globalThis as { [KEY]?: ((sides: () => Tensor) => void) | undefined };

/** Runs `body`, a synchronous function, and tells `observer` its comparisons. Fused kernels are composed meanwhile. */
export function observeKinks<T>(observer: KinkObserver, body: () => T): T {
  const told = (sides: () => Tensor): void => observer(withTapes([], () => smooth(() => scope(() => sides().hold()))));
  return withObserver(told, () => withTapes([...tapes(), new Tape(false)], body));
}

/** Runs a composition that is smooth although it compares. */
export const smooth = <T>(body: () => T): T => (holder[KEY] === undefined ? body() : withObserver(undefined, body));

/** Tells the observer, if there is one, which sides a comparison took. */
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
