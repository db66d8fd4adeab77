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
 * A workgroup adds up 64 columns of one row of the result: it compares 256 indices at a time, notes in the bits of
 * `found` which ones are the row's, and walks these in their order. Params: width, rows, indices, blocks of columns.
 */
const scatter = /* @__PURE__ */ templates((adds: boolean) =>
  program(
    'scatterAdd',
    `${bindings('x:f32 at:u32', 'out:f32')}
var<workgroup> found:array<atomic<u32>,8>;
${main(THREADS)}let p=params[0];let g=group(w,n);let row=g/p.w;let j=g%p.w*${THREADS}u+l;
var s=0.;var t=0.;var u=0.;var c=0u;
for(var k=0u;k<p.z;k+=256u){
if(l<8u){atomicStore(&found[l],0u);}
workgroupBarrier();
for(var q=l;q<256u;q+=${THREADS}u){if(k+q<p.z&&at[k+q]==row){atomicOr(&found[q/32u],1u<<(q%32u));}}
workgroupBarrier();
for(var b=0u;b<8u;b++){
var m=atomicLoad(&found[b]);
while(m!=0u){
let e=k+b*32u+firstTrailingBit(m);m&=m-1u;
if(j<p.x){s+=x[e*p.x+j];}
c++;
if(c%${SUM_BLOCK}u==0u){t+=s;s=0.;}
if(c%${SUM_BLOCK * SUM_BLOCK}u==0u){u+=t;t=0.;}
}}
workgroupBarrier();
}
if(j<p.x&&row<p.y${adds ? '&&c>0u' : ''}){out[row*p.x+j]=${adds ? 'out[row*p.x+j]+' : ''}(u+(t+s));}}`,
  ),
);

function scatterInto(
  gpu: Gpu,
  out: GpuStorage,
  x: Operand<GpuStorage>,
  indices: Operand<GpuStorage>,
  rows: number,
  adds: boolean,
): GpuStorage {
  const [count, width] = x.shape as [number, number];
  const blocks = Math.ceil(width / THREADS);
  gpu.dispatch({
    program: scatter(adds),
    reads: [x.storage, indices.storage],
    writes: [out],
    params: [width, rows, count, blocks],
    workgroups: grid(rows * blocks),
  });
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
