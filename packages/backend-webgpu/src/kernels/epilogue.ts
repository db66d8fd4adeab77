/** What a product does to its result before it writes it. */
import type { OperandLike, Shape } from '@nablajs/core';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { applyTo, type ElementFunction } from './broadcasting.js';
import { ADD, MAXIMUM } from './elementwise.js';

/** Adds `bias` [n] to each row, and then applies a ReLU. */
export interface Epilogue {
  readonly bias?: GpuStorage | undefined;
  readonly relu?: boolean;
}

/** Applies the epilogue to a result [rows, n] that had to be added up of parts, and releases it. */
export function applyEpilogue(gpu: Gpu, x: GpuStorage, shape: Shape, { bias, relu }: Epilogue): GpuStorage {
  let out = x;
  const dtype = 'float32';
  const replace = (run: ElementFunction, other: OperandLike<GpuStorage>): void => {
    const made = applyTo(gpu, run, [{ storage: out, shape, dtype }, other], shape, dtype);
    gpu.release(out);
    out = made;
  };
  if (bias !== undefined) replace(ADD, { storage: bias, shape: [1, shape[1] as number], dtype });
  if (relu) replace(MAXIMUM, 0);
  return out;
}
