import { usageError } from './exit.js';

/**
 * Reads a whole number of at least 1 from the text of a flag. Returns undefined if the flag is absent.
 *
 * @example
 * ```ts
 * const repeats = countOption('--repeats', options.repeats) ?? 5;
 * ```
 */
export function countOption(flag: string, text: unknown): number | undefined {
  if (text === undefined) return undefined;
  const count = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw usageError(`${flag}: expected a whole number of at least 1. Received '${String(text)}'.`);
}
