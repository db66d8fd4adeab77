/** Digests of results that must have the same bits in every process and on every engine and platform. */
import { createHash } from 'node:crypto';
import type { Backend, FloatDType } from '@nablajs/core';
import { trainShortConvnet } from './short-convnet.js';
import { type ShortRun, trainShortRun } from './short-run.js';
import { mnistPixels } from './trace.js';

/** Returns the SHA-256 of the elements' bytes, in order (little-endian on every supported engine). */
export function digestBytes(arrays: readonly ArrayBufferView[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}

/** Digests of the short dense run, and of the trained weights of the short convolutional run. */
export type RunDigests = Readonly<Record<keyof ShortRun | 'convnet', string>>;

export async function shortRun(backend: Backend, dtype: FloatDType): Promise<RunDigests> {
  const { train } = mnistPixels();
  const { initial, shuffle, trained } = await trainShortRun(backend, dtype, train);
  const convnet = await trainShortConvnet(backend, dtype, train);
  return {
    initial: digestBytes(initial),
    shuffle: digestBytes(shuffle),
    trained: digestBytes(trained),
    convnet: digestBytes(convnet),
  };
}
