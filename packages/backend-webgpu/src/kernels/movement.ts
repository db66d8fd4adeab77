/** Kernels that move blocks of elements, by their bits. */
import type { FusedKernels, Kernels, Shape } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { planStrides } from '@nablajs/core/kernels';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { templates } from '../gpu/program.js';
import { walk, walkWords } from '../wgsl/indexing.js';
import { applyTo, COPY, copyStrided } from './broadcasting.js';
import { type ElementKernel, runElements } from './elements.js';
import { own, TAKEN } from './kernel.js';

/** Returns row-major strides. */
function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Returns the offset at which a block begins in an array with these strides. */
function offsetOf(starts: Shape, strides: Shape): number {
  return starts.reduce((offset, start, axis) => offset + start * (strides[axis] as number), 0);
}

/** Own words: the offset of the block, then those of `walk`. */
const block = /* @__PURE__ */ templates((rank: number, adds: boolean): ElementKernel => {
  const [type, set] = adds ? ['f32', '+='] : ['u32', '='];
  const body = `var r=i;var p=${own(0)};\n${walk(rank, TAKEN + 1, ['p'])}out[p]${set}x[i];`;
  return { name: 'block', reads: `x:${type}`, writes: `out:${type}`, body };
});

/** Copies x, of `shape`, to a block of `out`, which begins at `offset` and has the strides `to`, or adds it there. */
function putBlock(
  gpu: Gpu,
  out: GpuStorage,
  offset: number,
  to: Shape,
  x: GpuStorage,
  shape: Shape,
  adds: boolean,
): GpuStorage {
  const plan = planStrides([to], shape);
  return runElements(gpu, block(plan.outer.length + 1, adds), plan.size, [x], [out], [offset].concat(walkWords(plan)));
}

/** Adds in place. */
export function addBlockKernel(gpu: Gpu): Required<Pick<FusedKernels<GpuStorage>, 'addBlock'>> {
  return {
    addBlock(sum, x, starts) {
      const to = stridesOf(sum.shape);
      return putBlock(gpu, sum.storage, offsetOf(starts, to), to, x.storage, x.shape, true);
    },
  };
}

type MovementKernel = 'permute' | 'slice' | 'pad' | 'concat';

export function movementKernels(gpu: Gpu): Pick<Kernels<GpuStorage>, MovementKernel> {
  return {
    permute(x, axes) {
      const strides = stridesOf(x.shape);
      const from = axes.map((axis) => strides[axis] as number);
      const shape = axes.map((axis) => x.shape[axis] as number);
      return copyStrided(gpu, x.storage, 0, planStrides([from], shape));
    },
    slice(x, starts, shape) {
      const from = stridesOf(x.shape);
      return copyStrided(gpu, x.storage, offsetOf(starts, from), planStrides([from], shape));
    },
    pad(x, starts, shape, value) {
      const to = stridesOf(shape);
      const out = applyTo(gpu, COPY, [value], shape, x.dtype);
      return putBlock(gpu, out, offsetOf(starts, to), to, x.storage, x.shape, false);
    },
    concat(xs) {
      const lengths = xs.map((x) => sizeOf(x.shape.slice(1)));
      const width = lengths.reduce((sum, length) => sum + length, 0);
      const outer = xs[0]!.shape[0]!;
      const out = gpu.allocate(outer * width);
      let start = 0;
      for (const [at, x] of xs.entries()) {
        const length = lengths[at]!;
        putBlock(gpu, out, start, [width, 1], x.storage, [outer, length], false);
        start += length;
      }
      return out;
    },
  };
}
