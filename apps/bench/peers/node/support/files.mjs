/**
 * The harness's files: raw little-endian numbers.
 *
 * @typedef {object} Input
 * @property {Float32Array | Float64Array | Int32Array} data
 * @property {number[]} shape
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

if (endianness() !== 'LE') throw new Error('peers run on little-endian machines only: the files are read as they are');

/** @returns {Record<string, Input>} */
export function readInputs({ inputs }, folder) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { file, dtype, shape }]) => {
      const bytes = readFileSync(join(folder, file));
      // Small files share a pool; large ones are not copied, or the copy would count in the memory measured.
      const { buffer } = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
      const data = new ARRAYS[dtype](buffer);
      return [name, { data, shape }];
    }),
  );
}

/** Returns the file's name in the folder. */
export function writeResult(folder, values, dtype) {
  const name = `result-${process.pid}`;
  const data = ARRAYS[dtype].from(values);
  writeFileSync(join(folder, name), new Uint8Array(data.buffer));
  return name;
}
