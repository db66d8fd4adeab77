/** Convolution as products of matrices: windows of images, filters and gradients, read where they lie. */
import type { ConvKernels, Operand, Shape, Window } from '@nablajs/core';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { gradientAt, gradientReads } from '../wgsl/functions.js';
import { multiply, type Product } from './products.js';

const ACTIVATIONS: Readonly<Record<string, string>> = {
  none: 'z',
  relu: 'relu(z)',
  relu6: 'select(min(relu(z),6.),z,notNumber(z))',
};

/** The columns are filters. */
const forward = (activation: string, hasBias: boolean): Product => ({
  name: 'conv.forward',
  reads: hasBias ? 'X:f32 W:f32 b:f32' : 'X:f32 W:f32',
  writes: 'Y:f32',
  rows: 'windows',
  code: `
fn right(step:vec4i,j:i32,g:i32)->f32{return W[step.w*p.f+j];}
fn store(q:i32,m:i32,j:i32,sum:f32){
let z=sum${hasBias ? '+b[j]' : ''};
Y[q]=${ACTIVATIONS[activation]};
}
`,
});

/** The columns are channels. */
const backwardInput = (isMasked: boolean): Product => ({
  name: 'conv.backwardInput',
  reads: `W:f32 ${gradientReads(isMasked)}`,
  writes: 'dX:f32',
  rows: 'pixels',
  code: `
fn left(spot:vec4i,step:vec4i,g:i32)->f32{
let at=spot.x*p.f+g*p.each+step.z;
return ${gradientAt(isMasked)};
}
fn right(step:vec4i,j:i32,g:i32)->f32{return W[((step.w-g)*p.own+j)*p.f+g*p.each+step.z];}
fn store(q:i32,m:i32,j:i32,sum:f32){dX[q]=sum;}
`,
});

/** The columns are filters. The row of ones sums the gradients of the biases. */
const backwardFilter = (isMasked: boolean): Product => ({
  name: 'conv.backwardFilter',
  reads: `X:f32 ${gradientReads(isMasked)}`,
  writes: 'dW:f32 db:f32',
  rows: 'elements',
  code: `
fn right(step:vec4i,j:i32,g:i32)->f32{
let at=step.w*p.f+j;
return ${gradientAt(isMasked)};
}
fn store(q:i32,m:i32,j:i32,sum:f32){
if(m<p.M-1){dW[q]=sum;}else{db[q-m*p.parts*p.columns]=sum;}
}
`,
});

export function convolutionKernels(gpu: Gpu): { readonly conv: ConvKernels<GpuStorage> } {
  const forwardBy = (
    activation: string,
    x: Operand<GpuStorage>,
    w: Operand<GpuStorage>,
    b: Operand<GpuStorage> | undefined,
    window: Window,
    groups: number,
    shape: Shape,
  ): GpuStorage =>
    multiply(gpu, forward(activation, b !== undefined), [x, w, b], window, x.shape, shape, groups)[0] as GpuStorage;
  return {
    conv: {
      forward: (x, w, b, activation, ...more) => forwardBy(activation, x, w, b, ...more),
      relu6: (...given) => forwardBy('relu6', ...given),
      backwardInput: (dY, w, y, window, groups, shape) =>
        multiply(gpu, backwardInput(y !== undefined), [w, dY, y], window, shape, dY.shape, groups)[0] as GpuStorage,
      backwardFilter(x, dY, y, needDB, window, groups) {
        const product = backwardFilter(y !== undefined);
        const made = multiply(gpu, product, [x, dY, y], window, x.shape, dY.shape, groups);
        const [dW, db] = made as [GpuStorage, GpuStorage];
        if (!needDB) gpu.release(db);
        return { dW, db: needDB ? db : undefined };
      },
    },
  };
}
