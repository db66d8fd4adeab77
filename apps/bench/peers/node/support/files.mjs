/**
 * Reads and writes the harness's files: raw little-endian numbers.
 *
 * @typedef {object} Input
 * @property {Float32Array | Float64Array | Int32Array} data
 * @property {number[]} shape
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

if (endianness() !== 'LE')
  throw new Error('peers run on little-endian machines only, because files are read without conversion');

/** @returns {Record<string, Input>} */
export function readInputs({ inputs }, folder) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { file, dtype, shape }]) => {
      const bytes = readFileSync(join(folder, file));
      // Small files share a buffer. Large ones are not copied.
      const { buffer } = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
      const data = new ARRAYS[dtype](buffer);
      return [name, { data, shape }];
    }),
  );
}

/** Writes a result and returns its file name in the folder. */
export function writeResult(folder, values, dtype) {
  const name = `result-${process.pid}`;
  const data = ARRAYS[dtype].from(values);
  writeFileSync(join(folder, name), new Uint8Array(data.buffer));
  return name;
}
