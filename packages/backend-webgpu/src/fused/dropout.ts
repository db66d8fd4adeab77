/** Masks of dropout from Threefry4x32-20, the generator of core's `random/threefry.ts`. A thread computes a block. */
import type { FusedKernels } from '@nablajs/core';
import { bits, type Gpu, type GpuStorage } from '../gpu/gpu.js';
import { type ElementKernel, runElements } from '../kernels/elements.js';
import { own } from '../kernels/kernel.js';

/** By how many bits x.y and x.w rotate in eight rounds, which then repeat. */
const ROTATIONS = ['10,26', '11,21', '13,27', '23,5', '6,20', '17,11', '25,10', '18,20'];

/** A round exchanges x.y and x.w. */
const MIXED = `fn mixed(x:vec4u,by:vec2u)->vec4u{
let sum=x.xz+x.yw;
let turned=((x.yw<<by)|(x.yw>>(32u-by)))^sum;
return vec4(sum.x,turned.y,sum.y,turned.x);}
`;

/** Adds four of the five words of the key, and the number of the group of rounds. */
const addKey = (group: number): string => `x+=vec4(${[0, 1, 2, 3].map((j) => own((group + j) % 5))}+${group}u);\n`;

const ROUNDS = Array.from({ length: 20 }, (_, round) => {
  const mix = `x=mixed(x,vec2(${ROTATIONS[round % 8]}));\n`;
  return round % 4 === 3 ? mix + addKey((round + 1) / 4) : mix;
}).join('');

/** Words after the key's: the first row, the step, the largest word that is dropped, the width and the factor. */
const MASK: ElementKernel = {
  name: 'dropoutMask',
  reads: '',
  writes: 'mask:u32',
  functions: MIXED,
  body: `let width=${own(9)};
let blocks=(width+3u)/4u;
let row=i/blocks;
let block=i%blocks;
var x=vec4(block,${own(5)}+row,${own(6)},${own(7)});
${addKey(0)}${ROUNDS}let start=row*width+4u*block;
for(var j=0u;j<min(4u,width-4u*block);j++){mask[start+j]=select(0u,${own(10)},x[j]>${own(8)});}`,
};

export function dropoutKernels(gpu: Gpu): Required<Pick<FusedKernels<GpuStorage>, 'dropoutMask'>> {
  return {
    dropoutMask([rows, width], _dtype, { key, step, firstRow, threshold, factor }) {
      const mask = gpu.allocate(rows * width);
      const parity = key.reduce((a, b) => a ^ b, 0x1bd11bda);
      const steps = [step % 4294967296, Math.floor(step / 4294967296)];
      const own = [...key, parity >>> 0, firstRow, ...steps, threshold - 1, width, bits(factor)];
      runElements(gpu, MASK, rows * Math.ceil(width / 4), [], [mask], own);
      return mask;
    },
  };
}
