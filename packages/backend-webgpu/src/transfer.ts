/** Elements between the host, where each dtype has its own size, and the card, where each element has four bytes. */
import type { Operand, TypedArray } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import type { GpuStorage } from './gpu/gpu.js';
import type { GpuQueue } from './gpu/queue.js';

/** Returns the words of elements: those of a uint8 are widened. */
export function wordsOf(data: TypedArray): Uint32Array {
  if (data.BYTES_PER_ELEMENT !== 4) return Uint32Array.from(data);
  return new Uint32Array(data.buffer, data.byteOffset, data.length);
}

/** Downloads an operand. */
export async function elementsOf(queue: GpuQueue, { storage, shape, dtype }: Operand<GpuStorage>): Promise<TypedArray> {
  const words = await queue.download(storage);
  const size = sizeOf(shape);
  if (dtype === 'float32') return new Float32Array(words, 0, size);
  return dtype === 'int32' ? new Int32Array(words, 0, size) : Uint8Array.from(new Uint32Array(words, 0, size));
}
