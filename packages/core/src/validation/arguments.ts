/** Checks plain arguments. */
import { isObject, unexpected } from './describe.js';
import { checkOptionNames } from './option-names.js';

function fail(name: string, expected: string, received: unknown): never {
  throw unexpected(name, expected, received);
}

export function checkPositiveInteger(name: string, value: number): number {
  return Number.isSafeInteger(value) && value > 0 ? value : fail(name, 'a whole number >= 1', value);
}

export function checkPositive(name: string, value: number): number {
  return Number.isFinite(value) && value > 0 ? value : fail(name, 'a number > 0', value);
}

export function checkNotNegative(name: string, value: number): number {
  return Number.isFinite(value) && value >= 0 ? value : fail(name, 'a number >= 0', value);
}

/** For options from a JSON file, where a string would count as true. */
export function checkBoolean(name: string, value: boolean): boolean {
  return typeof value === 'boolean' ? value : fail(name, 'true or false', value);
}

export function checkApproximation(name: string, value: 'none' | 'tanh'): 'none' | 'tanh' {
  return value === 'none' || value === 'tanh' ? value : fail(name, "'none' or 'tanh'", value);
}

/** Checks 0 <= value < 1: a rate, a momentum, a smoothing. */
export function checkFraction(name: string, value: number): number {
  return Number.isFinite(value) && value >= 0 && value < 1 ? value : fail(name, 'a number in [0, 1)', value);
}

/** Throws unless options are an object with only `known` keys, if given. `example` is for the message. */
export function checkOptions(
  name: string,
  options: object,
  known: readonly string[] | undefined,
  example: string,
): void {
  if (!isObject(options) || Array.isArray(options)) fail(name, `options, such as ${example}`, options);
  if (known !== undefined) checkOptionNames(name, options, known);
}

/** Checks a whole number, least <= value < limit. `range` is for the message. */
export function checkWhole(name: string, value: number, least: number, limit: number, range: string): number {
  const valid = Number.isInteger(value) && value >= least && value < limit;
  return valid ? value : fail(name, `a whole number in ${range}`, value);
}

export function checkIgnored(name: string, label: number | undefined): void {
  if (label !== undefined && !Number.isInteger(label)) fail(`${name} ignoreIndex`, 'a whole number', label);
}

export function checkSeed(name: string, value: number): number {
  return checkWhole(name, value, 0, 9007199254740992, '[0, 2^53)');
}
