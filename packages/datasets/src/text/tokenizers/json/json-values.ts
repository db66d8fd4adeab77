/** Checks values of a `tokenizer.json`. */
import type { JsonValue } from '@nablajs/core';

/** An object of a JSON file. */
export type Json = Readonly<Record<string, JsonValue>>;

/** Throws the error of a value at a place. */
export type Fail = (at: string, expected: string, received?: string) => never;

export const readRecord = (value: unknown, at: string, fail: Fail): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : fail(at, 'an object');

export function readList(value: unknown, at: string, most: number, fail: Fail): readonly JsonValue[] {
  if (!Array.isArray(value)) return fail(at, 'a list');
  return value.length <= most ? value : fail(at, `at most ${most} items`, `${value.length}`);
}

export function readText(value: unknown, at: string, most: number, fail: Fail): string {
  if (typeof value === 'string' && value !== '' && value.length <= most) return value;
  return fail(at, `a text of 1 to ${most} characters`);
}

export const readFlag = (value: unknown, at: string, fail: Fail): boolean =>
  typeof value === 'boolean' ? value : fail(at, 'true or false');
