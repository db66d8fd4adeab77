/**
 * Lifetimes. A tensor made inside `scope` is released when the scope ends, unless the scope returns it.
 *
 * The stack of open scopes lives under `Symbol.for`, so that a layer built against a second copy of core still has its
 * tensors released by the scope that the first copy opened.
 */
import { isPromise } from './describe.js';
import { NablaError } from './errors.js';

export interface Disposable {
  dispose(): void;
}

type Scope = Set<Disposable>;

const KEY = Symbol.for('@nablajs/core/scopes');
const holder = globalThis as { [KEY]?: Scope[] };

function scopes(): Scope[] {
  holder[KEY] ??= [];
  return holder[KEY];
}

/** Registers a tensor with the innermost open scope, if there is one. Returns its argument. */
export function register<T extends Disposable>(value: T): T {
  scopes().at(-1)?.add(value);
  return value;
}

/** A disposed tensor needs no scope any more: without this a long scope would hold every dead tensor. */
export function unregister(value: Disposable): void {
  for (const scope of scopes()) scope.delete(value);
}

/** Takes a tensor out of the innermost open scope, where it is in it: then whoever calls this disposes of it. */
export function take(value: Disposable): boolean {
  return scopes().at(-1)?.delete(value) === true;
}

/** Takes a tensor out of every open scope: whoever calls this disposes of it. Returns its argument. */
export function keep<T extends Disposable>(value: T): T {
  unregister(value);
  return value;
}

/**
 * Runs `body` and disposes of every tensor made in it, except those in what it returns (a tensor, or arrays and
 * plain objects of them, at any depth): these pass to the enclosing scope, or to the caller.
 *
 * Synchronous functions only: a scope that stayed open over an `await` would take the tensors of whatever runs
 * meanwhile. A returned promise throws a NablaError of code `argument`.
 */
export function scope<T>(body: () => T): T {
  const stack = scopes();
  const own: Scope = new Set();
  stack.push(own);
  let result: T;
  try {
    result = body();
    if (isPromise(result)) {
      // It may reject once its tensors are gone; the error below already says why.
      (result as PromiseLike<unknown>).then(undefined, () => undefined);
      throw new NablaError('argument', 'scope: the function returned a promise. Await outside, or dispose by hand.');
    }
  } catch (error) {
    close(stack, own);
    for (const value of own) value.dispose();
    throw error;
  }
  close(stack, own);
  if (own.delete(result as Disposable)) {
    // What most bodies return: one tensor of their own.
    register(result as Disposable);
  } else if (own.size > 0) {
    for (const value of escaping(result, own)) {
      own.delete(value);
      register(value);
    }
  }
  for (const value of own) value.dispose();
  return result;
}

/** The innermost one as a rule; another where a body has left a scope of its own open. */
function close(stack: Scope[], own: Scope): void {
  if (stack.at(-1) === own) stack.pop();
  else stack.splice(stack.lastIndexOf(own), 1);
}

/** The members of `own` that can be reached from `result`. */
function escaping(result: unknown, own: Scope, seen: Set<unknown> = new Set(), found: Disposable[] = []): Disposable[] {
  if (typeof result !== 'object' || result === null || ArrayBuffer.isView(result) || seen.has(result)) return found;
  seen.add(result);
  if (own.has(result as Disposable)) {
    found.push(result as Disposable);
  } else if (result instanceof Map || Array.isArray(result)) {
    for (const value of result.values()) escaping(value, own, seen, found);
  } else if (Object.getPrototypeOf(result) === Object.prototype || Object.getPrototypeOf(result) === null) {
    for (const value of Object.values(result)) escaping(value, own, seen, found);
  }
  return found;
}
