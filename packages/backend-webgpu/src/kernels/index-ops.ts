/** Kernels that use indices and labels, fill storages, or convert between dtypes. */
import type { DType, FusedKernels, Kernels, Operand } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { type Gpu, type GpuStorage, grid } from '../gpu/gpu.js';
import { bindings, main, program, templates } from '../gpu/program.js';
import { applyTo, bitsOf, COPY, type ElementFunction, elementFunction } from './broadcasting.js';
import { type ElementKernel, runElements } from './elements.js';

const THREADS = 64;
/** How many elements are added up before their sum is added to a larger one: sums of sums lose fewer digits. */
const SUM_BLOCK = 64;

/** Own words: width, rows, what stands for a row that does not exist. */
const GATHER: ElementKernel = {
  name: 'gather',
  reads: 'x:u32 at:u32',
  writes: 'out:u32',
  body: `let p=params[2];let row=at[i/p.x];out[i]=p.z;
if(row<p.y){out[i]=x[row*p.x+i%p.x];}`,
};

/** Own words: classes, the bits of 1. */
const ONE_HOT: ElementKernel = {
  name: 'oneHot',
  reads: 'at:u32',
  writes: 'out:u32',
  body: 'let p=params[2];out[i]=select(0u,p.y,at[i/p.x]==i%p.x);',
};

/**
 * A bit for each row and each chunk of the indices that has it, so `scatterAdd` reads no others. Own words: words of a
 * row, indices of a chunk, rows.
 */
const MARK: ElementKernel = {
  name: 'mark',
  reads: 'at:u32',
  writes: 'out:array<atomic<u32>>',
  body: 'let p=params[2];let c=i/p.y;if(at[i]<p.z){atomicOr(&out[at[i]*p.x+c/32u],1u<<(c%32u));}',
};

/**
 * A workgroup adds up 64 columns of one row of the result, in the order of the indices. Params: width, rows, indices,
 * blocks of columns; words of a row, indices of a chunk.
 */
const scatter = /* @__PURE__ */ templates((adds: boolean) =>
  program(
    'scatterAdd',
    `${bindings('x:f32 at:u32 marks:u32', 'out:f32')}
${main(THREADS)}let p=params[0];let more=params[1];let g=group(w,n);let row=g/p.w;let j=g%p.w*${THREADS}u+l;
if(j>=p.x||row>=p.y){return;}
var s=0.;var t=0.;var u=0.;var c=0u;
for(var k=0u;k<more.x;k++){
var m=marks[row*more.x+k];
while(m!=0u){
let first=(k*32u+firstTrailingBit(m))*more.y;m&=m-1u;
for(var e=first;e<min(first+more.y,p.z);e++){
if(at[e]!=row){continue;}
s+=x[e*p.x+j];c++;
if(c%${SUM_BLOCK}u==0u){t+=s;s=0.;}
if(c%${SUM_BLOCK * SUM_BLOCK}u==0u){u+=t;t=0.;}
}}}
${adds ? 'if(c>0u)' : ''}{out[row*p.x+j]${adds ? '+' : ''}=u+(t+s);}}`,
  ),
);

function scatterInto(
  gpu: Gpu,
  out: GpuStorage,
  x: Operand<GpuStorage>,
  { storage: at }: Operand<GpuStorage>,
  rows: number,
  adds: boolean,
): GpuStorage {
  const [count, width] = x.shape as [number, number];
  const blocks = Math.ceil(width / THREADS);
  // The marks take at most 128 MB.
  const chunk = Math.max(32, Math.ceil((rows * count) / 2 ** 30));
  const words = Math.ceil(count / chunk / 32);
  const marks = applyTo(gpu, COPY, [0], [rows * words], 'int32');
  runElements(gpu, MARK, count, [at], [marks], [words, chunk, rows]);
  gpu.dispatch({
    program: scatter(adds),
    reads: [x.storage, at, marks],
    writes: [out],
    params: [width, rows, count, blocks, words, chunk],
    workgroups: grid(rows * blocks),
  });
  gpu.release(marks);
  return out;
}

const TO_FLOAT = /* @__PURE__ */ elementFunction(
  'to float',
  'fn op(a:u32)->u32{return bitcast<u32>(f32(bitcast<i32>(a)));}',
);
const TO_INTEGER = /* @__PURE__ */ elementFunction(
  'to integer',
  'fn op(a:u32)->u32{return bitcast<u32>(i32(bitcast<f32>(a)));}',
);

/** The function that converts from one dtype to another. What is not a float keeps its words. */
function conversion(from: DType, to: DType): ElementFunction {
  if ((from === 'float32') === (to === 'float32')) return COPY;
  return to === 'float32' ? TO_FLOAT : TO_INTEGER;
}

const NAN = 0x7fc00000;

const missing = (dtype: DType): number => (dtype === 'float32' ? NAN : 0);

type IndexKernel = 'gather' | 'scatterAdd' | 'oneHot' | 'cast' | 'fill';

export function indexKernels(gpu: Gpu): Pick<Kernels<GpuStorage>, IndexKernel> {
  return {
    gather(x, indices) {
      const [rows, width] = x.shape as [number, number];
      const size = sizeOf(indices.shape) * width;
      const words = [width, rows, missing(x.dtype)];
      return runElements(gpu, GATHER, size, [x.storage, indices.storage], [gpu.allocate(size)], words);
    },
    scatterAdd(x, indices, rows) {
      return scatterInto(gpu, gpu.allocate(rows * (x.shape[1] as number)), x, indices, rows, false);
    },
    oneHot(labels, classes, dtype) {
      const size = sizeOf(labels.shape) * classes;
      return runElements(gpu, ONE_HOT, size, [labels.storage], [gpu.allocate(size)], [classes, bitsOf(1, dtype)]);
    },
    cast: (x, dtype) => applyTo(gpu, conversion(x.dtype, dtype), [x], x.shape, dtype),
    fill: (shape, value, dtype) => applyTo(gpu, COPY, [value], shape, dtype),
  };
}

/** Adds rows in place. */
export function addRowsKernel(gpu: Gpu): Required<Pick<FusedKernels<GpuStorage>, 'addRows'>> {
  return {
    addRows: (sum, x, indices) => scatterInto(gpu, sum.storage, x, indices, sum.shape[0] as number, true),
  };
}
