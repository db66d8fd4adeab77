/** Describes values of any type in error messages, for callers in plain JavaScript. */
import type { Backend } from '../backend.js';
import { formatShape, NablaError } from './errors.js';

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Whether a value is a promise, probably one that was not awaited. */
export const isPromise = (value: unknown): boolean => isObject(value) && typeof value['then'] === 'function';

/** Whether a value is a class, probably one without `new`. */
export const isClass = (value: unknown): value is { readonly name: string } =>
  typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));

/** Describes a value: `'mse'`, `the class Adam`, `an array of 3 elements`, `a promise`. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `'${value.slice(0, 40)}…'` : `'${value}'`;
  if (typeof value === 'function') return `the ${isClass(value) ? 'class' : 'function'} ${value.name}`;
  if (!isObject(value)) return typeof value === 'bigint' ? `the bigint ${value}n` : String(value);
  if (isPromise(value)) return 'a promise';
  if (Array.isArray(value)) return `an array of ${value.length === 1 ? '1 element' : `${value.length} elements`}`;
  if (ArrayBuffer.isView(value)) return `a ${Object.prototype.toString.call(value).slice(8, -1)}`;
  const { constructor: made, shape, dtype } = value;
  if (Array.isArray(shape))
    return `a ${typeof dtype === 'string' ? `${dtype} tensor` : 'host array'} ${formatShape(shape)}`;
  return typeof made === 'function' && made !== Object && made.name !== '' ? `a ${made.name}` : 'an object';
}

/**
 * Returns the NablaError `argument` for an unexpected value: `who: expected … . Received …; advice.`
 *
 * @example
 * ```ts
 * const error = unexpected('Noise rate', 'a number >= 0', -1); // Noise rate: expected a number >= 0. Received -1.
 * ```
 */
export function unexpected(who: string, expected: string, received: unknown, advice?: string): NablaError {
  const remedy = advice === undefined ? '' : `; ${advice}`;
  return new NablaError('argument', `${who}: expected ${expected}. Received ${describe(received)}${remedy}.`);
}

/** A promise of a backend is the usual mistake. */
export function checkBackend(op: string, backend: Backend): void {
  if (isObject(backend) && typeof backend['upload'] === 'function' && Array.isArray(backend['dtypes'])) return;
  throw unexpected(op, 'a backend', backend, 'pass await createBackend() first');
}

export function wrongReturn(
  who: string,
  method: string,
  expected: string,
  returned: unknown,
  code: 'argument' | 'data' = 'argument',
): NablaError {
  // A promise may reject later; the error below already says what is wrong.
  if (isPromise(returned)) (returned as Promise<unknown>).then(undefined, () => undefined);
  const advice = returned === undefined ? '; is its return missing?' : '.';
  return new NablaError(code, `${who}: ${method} must return ${expected}. Received ${describe(returned)}${advice}`);
}
