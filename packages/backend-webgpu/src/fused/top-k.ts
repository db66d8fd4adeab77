/** The largest elements of rows. */
import type { FusedKernels } from '@nablajs/core';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { own } from '../kernels/kernel.js';
import { type RowKernel, rowsOf, runRows } from './rows.js';

/**
 * Takes the first element of the row's order, then the first one after that, and so on. The order is by a key, the
 * larger first, which is that of the floats, and then by place.
 */
const TOP_K: RowKernel = {
  name: 'topK',
  reads: 'x:u32',
  writes: 'out:u32',
  functions: `var<workgroup> firsts:array<vec2u,T>;
fn key(x:u32)->u32{
let m=x&0x7fffffffu;
if(m>0x7f800000u){return 0xffffffffu;}
return select(0x80000000u+m,0x80000000u-m,x>0x7fffffffu);}
fn isBefore(a:vec2u,b:vec2u)->bool{return a.x>b.x||(a.x==b.x&&a.y<b.y);}
`,
  isShared: true,
  body: `var last=vec2(0xffffffffu,0u);
for(var k=0u;k<${own(0)};k++){
var best=vec2(0u,0xffffffffu);
for(var j=t;j<width;j+=T){
let own=vec2(key(x[start+j]),j);
if((k==0u||isBefore(last,own))&&isBefore(own,best)){best=own;}}
firsts[t]=best;
for(var s=T/2u;s>0u;s/=2u){
workgroupBarrier();
if(t<s&&isBefore(firsts[t+s],firsts[t])){firsts[t]=firsts[t+s];}}
last=workgroupUniformLoad(&firsts[0]);
if(t==0u){out[row*${own(0)}+k]=last.y;}}
`,
};

export function topKKernels(gpu: Gpu): Required<Pick<FusedKernels<GpuStorage>, 'topK'>> {
  return {
    topK(x, k) {
      const [rows, width] = rowsOf(x);
      const indices = gpu.allocate(rows * k);
      runRows(gpu, TOP_K, [rows, width], [x.storage], [indices], [k]);
      return indices;
    },
  };
}
