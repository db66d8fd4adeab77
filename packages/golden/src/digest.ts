/** Digests of results that must have the same bits in every process and on every engine and platform. */
import { createHash } from 'node:crypto';
import type { Backend, FloatDType } from '@nablajs/core';
import { type ShortRun, trainShortRun } from './short-run.js';
import { mnistPixels } from './trace.js';

/** Returns the SHA-256 of the elements' bytes, in order (little-endian on every supported engine). */
export function digestBytes(arrays: readonly ArrayBufferView[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}

export type RunDigests = Readonly<Record<keyof ShortRun, string>>;

export async function shortRun(backend: Backend, dtype: FloatDType): Promise<RunDigests> {
  const { initial, shuffle, trained } = await trainShortRun(backend, dtype, mnistPixels().train);
  return { initial: digestBytes(initial), shuffle: digestBytes(shuffle), trained: digestBytes(trained) };
}
