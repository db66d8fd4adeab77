/** Pooling. Its sums are products with ones, where each channel is a group of its own. */
import { type PoolKernels, sizeOf } from '@nablajs/core';
import { type Gpu, type GpuStorage, grid } from '../gpu/gpu.js';
import { bindings, main, program, templates } from '../gpu/program.js';
import { named } from '../wgsl/words.js';
import { multiply, type Product } from './products.js';
import { AREAS, PIXELS, PLACES, WINDOW_NAMES, windowWords } from './windows.js';

/** Compares and moves bits, so subnormals and NaN stay. */
const max = /* @__PURE__ */ templates(() => {
  const code = `${PIXELS}${main(64)}let at=i32(i);
if(at>=p.total){return;}
let spot=over(at,p.c);
let place=placeOf(spot);
var most=-0x7fffffff;
for(var i=0;i<p.kh*p.kw;i++){
let pixel=pixelIn(place,elementOf(i));
if(pixel>=0){
let x=bitcast<u32>(X[(pixel-spot)*p.c+at]);
if(rank(x)>most){most=rank(x);Y[at]=x;}
}
}
}`;
  return program('pool.max', bindings('X:f32', 'Y:u32') + named(`total ${WINDOW_NAMES}`, code));
});

const average: Product = {
  name: 'pool.average',
  reads: 'X:f32',
  writes: 'Y:f32',
  rows: 'windows',
  code: `${AREAS}
fn right(step:vec4i,j:i32,g:i32)->f32{return 1.;}
fn store(q:i32,m:i32,j:i32,sum:f32){Y[q]=sum/areaOf(placeOf(m));}
`,
};

const averageBackward: Product = {
  name: 'pool.averageBackward',
  reads: 'dY:f32',
  writes: 'dX:f32',
  rows: 'pixels',
  code: `${PLACES}${AREAS}
fn left(spot:vec4i,step:vec4i,g:i32)->f32{return dY[spot.x*p.f+g]/areaOf(placeOf(spot.x));}
fn right(step:vec4i,j:i32,g:i32)->f32{return 1.;}
fn store(q:i32,m:i32,j:i32,sum:f32){dX[q]=sum;}
`,
};

/** A window gives its dY to a pixel that is as large as its largest, if no pixel of the window before it is. */
const maxBackward: Product = {
  name: 'pool.maxBackward',
  reads: 'X:f32 Y:f32 dY:f32',
  writes: 'dX:f32',
  rows: 'pixels',
  code: `${PIXELS}
fn rankOf(x:f32)->i32{return rank(bitcast<u32>(x));}
fn left(spot:vec4i,step:vec4i,g:i32)->f32{
let at=spot.x*p.f+g;
let own=rankOf(Y[at]);
if(own==0x7fffffff){return Y[at];}
if(own!=rankOf(X[spot.y*p.c+g])){return 0.;}
let place=placeOf(spot.x);
for(var i=0;i<step.w;i++){
let pixel=pixelIn(place,elementOf(i));
if(pixel>=0&&rankOf(X[pixel*p.c+g])==own){return 0.;}
}
return dY[at];
}
fn right(step:vec4i,j:i32,g:i32)->f32{return 1.;}
fn store(q:i32,m:i32,j:i32,sum:f32){dX[q]=sum;}
`,
};

export function poolingKernels(gpu: Gpu): { readonly pool: PoolKernels<GpuStorage> } {
  return {
    pool: {
      max(x, window, shape) {
        const total = sizeOf(shape);
        const y = gpu.allocate(total);
        const params = [total, ...windowWords(window, x.shape, shape, shape[3] as number)];
        const workgroups = grid(Math.ceil(total / 64));
        gpu.dispatch({ program: max(), reads: [x.storage], writes: [y], params, workgroups });
        return y;
      },
      maxBackward: (x, y, dY, window) =>
        multiply(gpu, maxBackward, [x, y, dY], window, x.shape, y.shape, y.shape[3]!)[0] as GpuStorage,
      average: (x, window, shape) => multiply(gpu, average, [x], window, x.shape, shape, shape[3]!)[0] as GpuStorage,
      averageBackward: (dY, window, shape) =>
        multiply(gpu, averageBackward, [dY], window, shape, dY.shape, shape[3]!)[0] as GpuStorage,
    },
  };
}
