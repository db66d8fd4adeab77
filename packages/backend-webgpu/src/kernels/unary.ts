/** Functions of one element. */
import type { Kernels, Operand } from '@nablajs/core';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { applyTo, elementFunction } from './broadcasting.js';

const NAMES = ['exp', 'expm1', 'log', 'log1p', 'sqrt', 'tanh', 'sigmoid', 'erf'] as const;

/** Returns the kernel of a function of `wgsl/functions.ts`: `ownExp` for `exp`. */
export function unary(gpu: Gpu, name: string): (x: Operand<GpuStorage>) => GpuStorage {
  const own = `own${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const code = `fn op(x:u32)->u32{return bitcast<u32>(${own}(bitcast<f32>(x)));}`;
  const run = elementFunction(name, code);
  return (x) => applyTo(gpu, run, [x], x.shape, 'float32');
}

export function unaryKernels(gpu: Gpu): Pick<Kernels<GpuStorage>, (typeof NAMES)[number]> {
  const entries = NAMES.map((name) => [name, unary(gpu, name)] as const);
  return Object.fromEntries(entries) as Pick<Kernels<GpuStorage>, (typeof NAMES)[number]>;
}
