/** Arrays as fixtures have them, and how far two are from each other. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type DenseArray, dense, isTensor, type Network, type Tensor, upload } from '@nablajs/core';
import { fixture } from './modules.js';

interface EncodedArray {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'float64' | 'int32';
  readonly data: string;
}

const TYPES = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

export function decode({ shape, dtype, data }: EncodedArray): DenseArray {
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
  return dense(new TYPES[dtype](bytes.buffer), shape);
}

export const readJson = <T>(name: string): T => JSON.parse(readFileSync(fixture(name), 'utf8')) as T;

/** Files of HDF5 are compressed: they are mostly empty. */
export const readBytes = (name: string): Uint8Array =>
  new Uint8Array(name.endsWith('.h5') ? gunzipSync(readFileSync(fixture(`${name}.gz`))) : readFileSync(fixture(name)));

export interface OutputCase {
  readonly inputs: readonly EncodedArray[];
  readonly outputs: readonly EncodedArray[];
}

/** Returns what a network makes of some inputs. */
export async function outputsOf(network: Network, inputs: readonly DenseArray[]): Promise<DenseArray[]> {
  const tensors = inputs.map((input) => upload(network.backend, input));
  const made = network.forward(...tensors);
  const all = (isTensor(made) ? [made] : made) as readonly Tensor[];
  return Promise.all(all.map(async (tensor) => dense(await tensor.data(), tensor.shape)));
}

/** The largest difference, relative to the largest expected number. */
export function worst(received: readonly DenseArray[], expected: readonly DenseArray[]): number {
  if (received.length !== expected.length) return Number.POSITIVE_INFINITY;
  return received.reduce((most, { data, shape }, at) => {
    const wanted = expected[at] as DenseArray;
    if (shape.join() !== wanted.shape.join()) return Number.POSITIVE_INFINITY;
    let [largest, off] = [1e-30, 0];
    for (let i = 0; i < wanted.data.length; i++) {
      const distance = Math.abs((data[i] as number) - (wanted.data[i] as number));
      off = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(off, distance);
      largest = Math.max(largest, Math.abs(wanted.data[i] as number));
    }
    return Math.max(most, off / largest);
  }, 0);
}
