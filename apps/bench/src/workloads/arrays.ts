/** Reads and writes files of numbers: raw little-endian elements, which every language can read. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FloatDType, Random } from '@nablajs/core';
import type { InputFile } from './workload.js';

export type Numbers = Float32Array | Float64Array | Int32Array;

/** An input of a workload. */
export interface InputArray {
  readonly dtype: InputFile['dtype'];
  readonly shape: readonly number[];
  readonly data: Numbers;
}

const CONSTRUCTORS = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

/** Writes the elements in the machine's byte order, little-endian. */
export async function writeNumbers(folder: string, file: string, data: Numbers): Promise<void> {
  await writeFile(join(folder, file), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

export async function readNumbers(folder: string, file: string, dtype: InputFile['dtype']): Promise<Numbers> {
  const { buffer, byteOffset, byteLength } = await readFile(join(folder, file));
  const Elements = CONSTRUCTORS[dtype];
  const length = byteLength / Elements.BYTES_PER_ELEMENT;
  // A large file has its own buffer.
  if (byteOffset % Elements.BYTES_PER_ELEMENT === 0) return new Elements(buffer as ArrayBuffer, byteOffset, length);
  return new Elements(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

/** Creates an input of floats. */
export function floats(dtype: FloatDType, shape: readonly number[], element: (index: number) => number): InputArray {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  const data = new CONSTRUCTORS[dtype](size);
  for (let i = 0; i < size; i++) data[i] = element(i);
  return { dtype, shape, data };
}

/** Creates an input with random numbers, uniform in [-1, 1) and the same in every run. */
export function uniform(dtype: FloatDType, shape: readonly number[], seed: number): InputArray {
  const random = new Random(seed);
  return floats(dtype, shape, () => 2 * random.uniform() - 1);
}

export function integers(values: Int32Array): InputArray {
  return { dtype: 'int32', shape: [values.length], data: values };
}
