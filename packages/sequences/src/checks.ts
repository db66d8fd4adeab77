/** Checks of options and shapes. Configs come from files, so types are no promise. */
import { formatShape, NablaError, type Shape, unexpected } from '@nablajs/core';

/** Returns a whole number >= 1, or throws. */
export function checkCount(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw unexpected(name, 'a whole number >= 1', value);
}

export function checkFlag(name: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value;
  throw unexpected(name, 'true or false', value);
}

export function checkChoice<T extends string>(name: string, value: T, choices: readonly T[]): T {
  if (choices.includes(value)) return value;
  throw unexpected(name, choices.map((choice) => `'${choice}'`).join(' or '), value);
}

export function checkToken(name: string, value: number, limit: number = Number.POSITIVE_INFINITY): number {
  if (Number.isSafeInteger(value) && value >= 0 && value < limit) return value;
  throw unexpected(name, Number.isFinite(limit) ? `a whole number in [0, ${limit})` : 'a whole number >= 0', value);
}

/** Returns the number of heads, which must divide `whole`, or throws. */
export function checkDivides(name: string, parts: number, whole: number, of: string): number {
  if (whole % parts === 0) return parts;
  throw new NablaError('shape', `${name}: expected a number that divides ${of}, ${whole}. Received ${parts}.`);
}

/** Formats shapes without the batch dimension as those of tensors. */
export const formatInputs = (shapes: readonly Shape[]): string =>
  shapes.map((shape) => formatShape(['n', ...shape])).join(', ') || 'none';
