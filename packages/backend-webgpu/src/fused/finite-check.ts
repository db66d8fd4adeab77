/** Whether all elements are finite. */
import type { FusedKernels } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { word } from '../gpu/program.js';
import { type ElementKernel, runElements } from '../kernels/elements.js';
import { own } from '../kernels/kernel.js';

/** With the result, all that every adapter can bind. */
const OPERANDS = [0, 1, 2, 3, 4, 5, 6];
/** Threads take every so many elements. */
const MOST_THREADS = 262_144;

/** The order in which threads find something does not matter. */
const FINITE: ElementKernel = {
  name: 'finiteCheck',
  reads: OPERANDS.map((at) => `x${at}:u32`).join(' '),
  writes: 'out:array<atomic<u32>>',
  body: `var found=false;
${OPERANDS.map((at) => {
  const isFound = `(x${at}[j]&0x7f800000u)==0x7f800000u`;
  return `for(var j=i;j<${own(at)};j+=${word(0)}){found=found||${isFound};}\n`;
}).join('')}
if(found){atomicOr(&out[0],0x7fc00000u);}`,
};

export function finiteKernels(gpu: Gpu): Required<Pick<FusedKernels<GpuStorage>, 'finiteCheck'>> {
  return {
    finiteCheck(operands) {
      const out = gpu.upload(new Uint32Array(1));
      for (let from = 0; from < operands.length; from += OPERANDS.length) {
        // Where there is none, the first one again, of which nothing is read.
        const storages = OPERANDS.map((at) => (operands[from + at] ?? operands[from]!).storage);
        const sizes = OPERANDS.map((at) => sizeOf(operands[from + at]?.shape ?? [0]));
        const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
        runElements(gpu, FINITE, Math.min(MOST_THREADS, largest), storages, [out], sizes);
      }
      return out;
    },
  };
}
