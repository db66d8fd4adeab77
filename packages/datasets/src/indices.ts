import { NablaError } from '@nablajs/core';

/** Throws NablaError `argument` for the first index that is not in [0, length). */
export function checkIndices(op: string, indices: Int32Array, length: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (index < 0 || index >= length) {
      throw new NablaError(
        'argument',
        `${op}: expected indices in [0, ${length}). Received ${index} at position ${i}.`,
      );
    }
  }
}

/** Returns start, start + 1, ..., end - 1. */
export function range(start: number, end: number): Int32Array {
  const indices = new Int32Array(end - start);
  for (let i = 0; i < indices.length; i++) indices[i] = start + i;
  return indices;
}
