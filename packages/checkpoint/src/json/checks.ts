/**
 * Composable checks of what a file holds. Each takes a value and its place in the file, and returns the value with its
 * type, or throws NablaError `data` that names the place.
 */
import type { JsonValue, TypedConfig } from '@nablajs/core';
import { damaged, show } from '../damage.js';

export type Check<T> = (value: unknown, at: string) => T;

type Values<C extends Readonly<Record<string, Check<unknown>>>> = { readonly [K in keyof C]: ReturnType<C[K]> };

function checkThat<T>(is: (value: unknown) => boolean, expected: string): Check<T> {
  return (value, at) => {
    if (is(value)) return value as T;
    throw damaged(at, `expected ${expected}. Received ${show(value)}`);
  };
}

export const anyNumber: Check<number> = checkThat((value) => typeof value === 'number', 'a number');
export const positive: Check<number> = checkThat(
  (value) => Number.isFinite(value) && Number(value) > 0,
  'a number > 0',
);
export const finite: Check<number> = checkThat(Number.isFinite, 'a finite number');
/** From 0 to 2^53 - 1. */
export const count: Check<number> = checkThat(
  (value) => Number.isSafeInteger(value) && Number(value) >= 0 && !Object.is(value, -0),
  'a whole number >= 0',
);
/** A size, or the name of an open dimension. */
export const dimension: Check<number | string> = (value, at) =>
  typeof value === 'string' && value !== '' ? value : count(value, at);
export const flag: Check<boolean> = checkThat((value) => typeof value === 'boolean', 'true or false');
export const text: Check<string> = checkThat((value) => typeof value === 'string', 'a string');
/** Accepts any value: it was parsed from JSON. */
export const json: Check<JsonValue> = (value) => value as JsonValue;

/** A checksum in lower-case hexadecimal. */
export const sha256: Check<string> = (value, at) => {
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return value;
  throw damaged(at, `expected 64 hexadecimal digits. Received ${show(value)}`);
};

export function oneOf<const T extends string>(...values: readonly T[]): Check<T> {
  return checkThat((value) => values.includes(value as T), values.map((value) => JSON.stringify(value)).join(' or '));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object: Check<Record<string, unknown>> = checkThat(isRecord, 'an object');
export const list: Check<readonly unknown[]> = checkThat(Array.isArray, 'a list');

export function listOf<T>(item: Check<T>): Check<readonly T[]> {
  return (value, at) => list(value, at).map((element, index) => item(element, `${at}.${index}`));
}

export function nonEmpty<T>(check: Check<readonly T[]>): Check<readonly T[]> {
  return (value, at) => {
    const items = check(value, at);
    if (items.length > 0) return items;
    throw damaged(at, 'expected at least one item. Received none');
  };
}

export function recordOf<T>(item: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value, at) =>
    Object.fromEntries(Object.entries(object(value, at)).map(([key, element]) => [key, item(element, `${at}.${key}`)]));
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value, at) => (value === null ? null : check(value, at));
}

/** An object whose `type` names a class; its other keys are that class's options. */
export const typedConfig: Check<TypedConfig> = (value, at) => {
  const type = object(value, at)['type'];
  if (typeof type === 'string' && type !== '') return value as TypedConfig;
  throw damaged(`${at}.type`, `expected the name of a class. Received ${show(type)}`);
};

/** An object with all of the required keys, any of the optional ones, and no others. */
export function objectOf<
  R extends Readonly<Record<string, Check<unknown>>>,
  O extends Readonly<Record<string, Check<unknown>>> = Readonly<Record<never, never>>,
>(required: R, optional?: O): Check<Values<R> & Partial<Values<O>>> {
  const checks: Readonly<Record<string, Check<unknown>>> = { ...required, ...optional };
  return (value, at) => {
    const given = object(value, at);
    const unknown = Object.keys(given).find((key) => !Object.hasOwn(checks, key));
    if (unknown !== undefined) throw damaged(at, `unknown key ${show(unknown)}`);
    const missing = Object.keys(required).find((key) => !Object.hasOwn(given, key));
    if (missing !== undefined) throw damaged(`${at}.${missing}`, 'expected a value. Received none');
    return Object.fromEntries(
      Object.entries(given).map(([key, item]) => [key, checks[key]?.(item, `${at}.${key}`)]),
    ) as Values<R> & Partial<Values<O>>;
  };
}
