import { usageError } from './exit.js';

/** A whole number of at least 1 from a flag's text; undefined where the flag is absent. */
export function countOption(flag: string, text: unknown): number | undefined {
  if (text === undefined) return undefined;
  const count = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw usageError(`${flag}: expected a whole number of at least 1. Received '${String(text)}'.`);
}
