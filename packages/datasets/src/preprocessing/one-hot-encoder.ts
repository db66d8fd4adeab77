import { NablaError } from '@nablajs/core';

/** Encodes one of a few texts as numbers: 1 at the place of the text, 0 elsewhere. */
export interface OneHotEncoder {
  /** The known texts, in the order of their places. */
  readonly values: readonly string[];
  /** Returns the place of a text, or -1 for an unknown text. */
  indexOf(value: string): number;
  /** Returns a new array as long as `values`, all 0 for an unknown text. */
  encode(value: string): Float32Array;
}

/**
 * Creates an encoder for a list of texts.
 *
 * @throws NablaError `argument` if a text appears twice.
 *
 * @example
 * ```ts
 * const colours = oneHotEncoder(['blue', 'green', 'red']);
 * colours.encode('green'); // Float32Array [0, 1, 0]
 * colours.indexOf('red'); // 2
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
