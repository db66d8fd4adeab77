/** The kernel `matmul`. */
import type { Kernels, Operand, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { planStrides } from '@nablajs/core/kernels';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { walkWords } from '../wgsl/indexing.js';
import { MOST_DOTS, multiplyDots } from './dots.js';
import type { Epilogue } from './epilogue.js';
import { multiplyTiles } from './tiles.js';

/** The matrices of a batch: the offsets of each operand's for each of the result's, which may repeat. */
function planProducts(
  shapes: readonly Shape[],
  sizes: readonly number[],
  shape: Shape,
): { count: number; words: readonly number[] } {
  const strides = shapes.map((own, which) =>
    own.slice(0, -2).map((size, axis) => (size === 1 ? 0 : sizeOf(own.slice(axis + 1, -2)) * sizes[which]!)),
  );
  const plan = planStrides(strides, shape.slice(0, -2));
  return { count: plan.size, words: walkWords(plan) };
}

/** Multiplies as the kernel `matmul`, and applies the epilogue. */
export function multiplyMatrices(
  gpu: Gpu,
  a: Operand<GpuStorage>,
  b: Operand<GpuStorage>,
  transposeA: boolean,
  transposeB: boolean,
  shape: Shape,
  epilogue: Epilogue = {},
): GpuStorage {
  const k = a.shape.at(transposeA ? -2 : -1) as number;
  const n = shape.at(-1) as number;
  const m = shape.at(-2) as number;
  const { count, words } = planProducts([a.shape, b.shape], [m * k, k * n], shape);
  const products = { a: a.storage, b: b.storage, transposeA, transposeB, m, n, k, count, words };
  return (Math.min(m, n) <= MOST_DOTS ? multiplyDots : multiplyTiles)(gpu, products, epilogue);
}

export function matmulKernels(gpu: Gpu): Pick<Kernels<GpuStorage>, 'matmul'> {
  return {
    matmul: (a, b, transposeA, transposeB, shape) => multiplyMatrices(gpu, a, b, transposeA, transposeB, shape),
  };
}
