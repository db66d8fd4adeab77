/** Layer normalisation and RMS normalisation of rows, and their gradients. */
import type { FusedKernels } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import { bits, type Gpu, type GpuStorage } from '../gpu/gpu.js';
import { templates } from '../gpu/program.js';
import { number, own } from '../kernels/kernel.js';
import { type ColumnKernel, runColumns } from './columns.js';
import { eachOfRow, meanOfRow, type RowKernel, rowsOf, runRows } from './rows.js';

const MEANS = meanOfRow('mean', 'x[at]') + meanOfRow('rest', 'kept(x[at]-mean)');

const NONE = 'let mean=0.;let rest=0.;\n';

/** The statistics of a row: its mean, the mean of what that leaves, and r. */
const forward = /* @__PURE__ */ templates(
  (centred: boolean, scaled: boolean, shifted: boolean): RowKernel => ({
    name: 'layerNorm',
    reads: `x:f32${scaled ? ' scale:f32' : ''}${shifted ? ' offset:f32' : ''}`,
    writes: 'y:f32 statistics:array<vec4f>',
    body: `${centred ? MEANS : NONE}
${meanOfRow('square', 'c*c', 'let c=kept(x[at]-mean)-rest;')}
let r=ownSqrt(square+${number(0)});
if(t==0u){statistics[row]=vec4(mean,rest,r,0.);}
${eachOfRow(`y[at]=(kept(x[at]-mean)-rest)/r${scaled ? '*scale[j]' : ''}${shifted ? '+offset[j]' : ''};`)}`,
  }),
);

const DEVIATION = 'let h=(kept(x[at]-s.x)-s.y)/s.z;';

/** `dC = (dH − h · share) / r`, where share is `mean(dH · h)`. */
const GRADIENT = (scaled: boolean): string => `${DEVIATION}let dC=(dY[at]${scaled ? '*scale[j]' : ''}-h*share)/s.z;\n`;

/** dX is dC, or dC minus its mean, twice. */
const backward = /* @__PURE__ */ templates(
  (centred: boolean, scaled: boolean): RowKernel => ({
    name: 'layerNormBackward',
    reads: `x:f32 statistics:array<vec4f> dY:f32${scaled ? ' scale:f32' : ''}`,
    writes: 'dX:f32',
    body: `let s=statistics[row];
${meanOfRow('share', `dY[at]${scaled ? '*scale[j]' : ''}*h`, DEVIATION)}
${centred ? meanOfRow('mean', 'dC', GRADIENT(scaled)) + meanOfRow('rest', 'kept(dC-mean)', GRADIENT(scaled)) : NONE}
${eachOfRow(`${GRADIENT(scaled)}dX[at]=kept(dC-mean)-rest;`)}`,
  }),
);

/** The columns are all axes but the first: rows of `width` one beside the other. */
const PARAMETERS: ColumnKernel = {
  name: 'layerNormBackward',
  reads: 'x:f32 statistics:array<vec4f> dY:f32',
  code: `let s=statistics[at/${own(0)}];${DEVIATION}`,
  value: 'vec2(dY[at]*h,dY[at])',
  writes: 'dScale:f32 dOffset:f32',
  finish: 'dScale[j]=sums.x;dOffset[j]=sums.y;',
};

export function layerNormKernels(
  gpu: Gpu,
): Required<Pick<FusedKernels<GpuStorage>, 'layerNorm' | 'layerNormBackward'>> {
  return {
    layerNorm(x, scale, offset, epsilon, centred) {
      const [rows, width] = rowsOf(x);
      const [y, statistics] = [gpu.allocate(rows * width), gpu.allocate(4 * rows)];
      const given = [x, scale, offset].flatMap((operand) => (operand === undefined ? [] : [operand.storage]));
      const kernel = forward(centred, scale !== undefined, offset !== undefined);
      runRows(gpu, kernel, [rows, width], given, [y, statistics], [bits(epsilon)]);
      return { y, statistics };
    },
    layerNormBackward(x, scale, statistics, dY, centred, needDOffset) {
      const [rows, width] = rowsOf(x);
      const dX = gpu.allocate(rows * width);
      const given = [x.storage, statistics, dY.storage];
      const scales = scale === undefined ? [] : [scale.storage];
      runRows(gpu, backward(centred, scale !== undefined), [rows, width], [...given, ...scales], [dX]);
      if (scale === undefined && !needDOffset) return { dX, dScale: undefined, dOffset: undefined };
      const columns = sizeOf(x.shape.slice(1));
      const [dScale, dOffset] = [gpu.allocate(columns), gpu.allocate(columns)];
      runColumns(gpu, PARAMETERS, [x.shape[0] as number, columns], given, [dScale, dOffset], [width]);
      if (scale === undefined) gpu.release(dScale);
      if (!needDOffset) gpu.release(dOffset);
      return { dX, dScale: scale && dScale, dOffset: needDOffset ? dOffset : undefined };
    },
  };
}
