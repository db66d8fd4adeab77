import { NablaError } from '@nablajs/core';

/** Turns one of a few texts into numbers: 1 at the text's own place, 0 elsewhere. */
export interface OneHotEncoder {
  /** The known texts, in the order of their places. */
  readonly values: readonly string[];
  /** The place of a text; -1 for one that is not known. */
  indexOf(value: string): number;
  /** A new array as long as `values`; all 0 for a text that is not known. */
  encode(value: string): Float32Array;
}

/**
 * Makes an encoder of these texts. Throws a NablaError of code `argument` for a text that is there twice.
 *
 * ```ts
 * const colours = oneHotEncoder(['blue', 'green', 'red']);
 * colours.encode('green'); // 0, 1, 0
 * ```
 */
export function oneHotEncoder(values: readonly string[]): OneHotEncoder {
  const places = new Map(values.map((value, index) => [value, index]));
  if (places.size !== values.length) {
    const twice = values.find((value, index) => places.get(value) !== index);
    throw new NablaError(
      'argument',
      `oneHotEncoder: expected each text once. Received ${JSON.stringify(twice)} twice.`,
    );
  }
  const indexOf = (value: string): number => places.get(value) ?? -1;
  return {
    values,
    indexOf,
    encode(value) {
      const result = new Float32Array(values.length);
      const index = indexOf(value);
      if (index !== -1) result[index] = 1;
      return result;
    },
  };
}
