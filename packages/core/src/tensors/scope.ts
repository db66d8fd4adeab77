// Types of `Symbol.dispose`, also for users. / <reference lib="esnext.disposable" preserve="true" />
/**
 * Lifetimes of tensors: `scope` releases those created inside, except what it returns, also those of another copy of
 * core.
 */
import { isPromise } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { type Shared, shared } from './shared.js';

export interface Disposable {
  dispose(): void;
}

type Scope = Set<Disposable>;

const { value: stack }: Shared<Scope[]> = /* @__PURE__ */ shared('scopes', []);

/** Registers a tensor with the innermost open scope, if any. */
export function register<T extends Disposable>(value: T): T {
  stack.at(-1)?.add(value);
  return value;
}

export function unregister(value: Disposable): void {
  for (const scope of stack) scope.delete(value);
}

/** Takes a tensor out of the innermost open scope, so the caller owns it. */
export function take(value: Disposable): boolean {
  return stack.at(-1)?.delete(value) === true;
}

/**
 * Takes a tensor out of every open scope, so it outlives them. Returns its argument, which you then own.
 *
 * @example
 * ```ts
 * const total = scope(() => keep(sum(multiply(x, x))));
 * ```
 */
export function keep<T extends Disposable>(value: T): T {
  unregister(value);
  return value;
}

/**
 * Runs `body` and releases every tensor created in it, except those that it returns: a tensor, or arrays and plain
 * objects of tensors at any depth. These belong to the enclosing scope or to you.
 *
 * `body` must be synchronous: a scope that is open during an `await` would also release tensors of other code. Throws
 * NablaError `argument` if it returns a promise.
 *
 * @example
 * ```ts
 * const norm = scope(() => sqrt(sum(square(x)))); // releases the square and the sum
 * ```
 */
export function scope<T>(body: () => T): T {
  const own: Scope = new Set();
  stack.push(own);
  let result: T;
  try {
    result = body();
    if (isPromise(result)) {
      (result as PromiseLike<unknown>).then(undefined, () => undefined);
      throw new NablaError('argument', 'scope: the function returned a promise. Await outside.');
    }
  } catch (error) {
    close(own);
    disposeAll(own);
    throw error;
  }
  close(own);
  passOn(result, own);
  disposeAll(own);
  return result;
}

/** Disposes of the tensors among them. */
export function disposeAll(values: Iterable<Disposable | number | undefined>): void {
  for (const value of values) if (typeof value === 'object') value.dispose();
}

/** Closes a scope: the innermost, unless a body has left its own open. */
function close(own: Scope): void {
  if (stack.at(-1) === own) stack.pop();
  else stack.splice(stack.lastIndexOf(own), 1);
}

/** Passes the members of `own` that `result` contains to the enclosing scope. */
function passOn(result: unknown, own: Scope, seen?: Set<unknown>): void {
  if (own.size === 0 || typeof result !== 'object' || result === null) return;
  if (own.delete(result as Disposable)) {
    register(result as Disposable);
    return;
  }
  const holds = Array.isArray(result) || result instanceof Map;
  if (!holds && !isPlain(result)) return;
  const walked = seen ?? new Set();
  if (walked.has(result)) return;
  walked.add(result);
  for (const value of holds ? result.values() : Object.values(result)) passOn(value, own, walked);
}

/** Whether an object is plain, `{ … }` or without a prototype. Other instances are not searched for tensors. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
