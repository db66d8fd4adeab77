// Users of these types need not name the library of `Symbol.dispose`.
/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Lifetimes. A tensor made inside `scope` is released when the scope ends, unless the scope returns it.
 *
 * The stack of open scopes lives under `Symbol.for`, so that a layer built against a second copy of core still has its
 * tensors released by the scope that the first copy opened.
 */
import { isPromise } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';

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
    disposeAll(own);
    throw error;
  }
  close(stack, own);
  handOn(result, own);
  disposeAll(own);
  return result;
}

export function disposeAll(values: Iterable<Disposable>): void {
  for (const value of values) value.dispose();
}

/** The innermost one as a rule; another where a body has left a scope of its own open. */
function close(stack: Scope[], own: Scope): void {
  if (stack.at(-1) === own) stack.pop();
  else stack.splice(stack.lastIndexOf(own), 1);
}

/** Hands the members of `own` that can be reached from `result` to the enclosing scope. */
function handOn(result: unknown, own: Scope, seen?: Set<unknown>): void {
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
  for (const value of holds ? result.values() : Object.values(result)) handOn(value, own, walked);
}

/** Whether an object is a plain one, `{ … }`, or has no prototype: no tensors are looked for in an instance of a class. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
