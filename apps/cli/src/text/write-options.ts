/** How a text is written: the flags of `nabla generate`, and the keys of `POST /generate`. */
import type { GenerateOptions } from '@nablajs/sequences';

/** How to write. */
export type WriteOptions = Omit<GenerateOptions, 'context' | 'exclude'>;

interface WriteOption {
  /** Describes a valid value, for errors. */
  readonly expected: string;
  readonly isValid: (value: number) => boolean;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

/** How many tokens to write if nobody says. */
export const DEFAULT_LENGTH = 200;

/** How surprising a text is if nobody says: at 1, a small model writes about one word in ten that is none. */
export const DEFAULT_TEMPERATURE = 0.8;

/** The options, by their names in JSON. Flags have dashes: `--top-k`. */
export const WRITE_OPTIONS: Readonly<Record<keyof WriteOptions, WriteOption>> = {
  length: { expected: 'a whole number of at least 1', isValid: isCount },
  temperature: { expected: 'a number of at least 0', isValid: (value) => value >= 0 && Number.isFinite(value) },
  topK: { expected: 'a whole number of at least 1', isValid: isCount },
  topP: { expected: 'a number above 0, at most 1', isValid: (value) => value > 0 && value <= 1 },
  seed: {
    expected: 'a whole number from 0 to 2^53 - 1',
    isValid: (value) => Number.isSafeInteger(value) && value >= 0,
  },
};

/** Returns the options that are given. `wrong` makes the error for a value: it gets the name and what was expected. */
export function writeOptions(
  given: (name: keyof WriteOptions) => unknown,
  wrong: (name: keyof WriteOptions, expected: string) => Error,
): WriteOptions {
  const entries = Object.entries(WRITE_OPTIONS).flatMap(([key, { expected, isValid }]) => {
    const name = key as keyof WriteOptions;
    const value = given(name);
    if (value === undefined) return [];
    if (typeof value !== 'number' || !isValid(value)) throw wrong(name, expected);
    return [[name, value]];
  });
  return { length: DEFAULT_LENGTH, temperature: DEFAULT_TEMPERATURE, ...Object.fromEntries(entries) };
}
