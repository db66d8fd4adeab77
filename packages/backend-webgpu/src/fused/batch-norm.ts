/**
 * Batch normalisation and its gradient. Means are kept as the difference to the first element, so a large mean takes no
 * digits from the deviations.
 */
import type { FusedKernels } from '@nablajs/core';
import { bits, type Gpu, type GpuStorage } from '../gpu/gpu.js';
import { templates } from '../gpu/program.js';
import { type ElementKernel, runElements } from '../kernels/elements.js';
import { number, own } from '../kernels/kernel.js';
import { gradientAt, gradientReads } from '../wgsl/functions.js';
import { type ColumnKernel, runColumns } from './columns.js';

const SHIFT = 'let shift=select(x[j],0.,magnitude(x[j])>=0x7f800000u);\n';

const MEAN: ColumnKernel = {
  name: 'batchNorm',
  reads: 'x:f32',
  code: SHIFT,
  value: 'vec2(kept(x[at]-shift),0.)',
  writes: 'means:array<vec4f>',
  finish: `${SHIFT}means[j]=vec4(shift,sums.x/${number(0)},0.,0.);`,
};

/** d, how far element `at` is from the mean of its column. */
const deviation = (statistics: string): string => `let s=${statistics}[j];\nlet d=kept(x[at]-s.x)-s.y;\n`;

/** The statistics of a column: the two parts of its mean, and `√(variance + epsilon)`. */
const VARIANCE: ColumnKernel = {
  name: 'batchNorm',
  reads: 'x:f32 means:array<vec4f>',
  code: deviation('means'),
  value: 'vec2(d*d,0.)',
  writes: 'statistics:array<vec4f> mean:f32 variance:f32',
  finish: `let m=means[j];
let square=sums.x/${number(0)};
mean[j]=m.x+m.y;
variance[j]=square;
statistics[j]=vec4(m.xy,ownSqrt(square+${number(1)}),0.);`,
};

const OWN_COLUMN = `let at=i;\nlet j=i%${own(0)};\n${deviation('statistics')}`;

const apply = /* @__PURE__ */ templates(
  (relu: boolean): ElementKernel => ({
    name: 'batchNorm',
    reads: 'x:f32 statistics:array<vec4f> scale:f32 offset:f32',
    writes: 'y:f32',
    body: `${OWN_COLUMN}let z=d/s.z*scale[j]+offset[j];
y[i]=${relu ? 'relu(z)' : 'z'};`,
  }),
);

const readsOf = (relu: boolean): string => `x:f32 statistics:array<vec4f> ${gradientReads(relu)}`;

const gradients = /* @__PURE__ */ templates(
  (relu: boolean): ColumnKernel => ({
    name: 'batchNormBackward',
    reads: readsOf(relu),
    code: deviation('statistics'),
    value: `${gradientAt(relu)}*vec2(1.,d/s.z)`,
    writes: 'dOffset:f32 dScale:f32',
    finish: 'dOffset[j]=sums.x;dScale[j]=sums.y;',
  }),
);

const inputGradient = /* @__PURE__ */ templates(
  (relu: boolean): ElementKernel => ({
    name: 'batchNormBackward',
    reads: `${readsOf(relu)} scale:f32 dOffset:f32 dScale:f32`,
    writes: 'dX:f32',
    body: `${OWN_COLUMN}let count=${number(1)};
dX[i]=scale[j]/s.z*(${gradientAt(relu)}-dOffset[j]/count-d/s.z*(dScale[j]/count));`,
  }),
);

export function batchNormKernels(
  gpu: Gpu,
): Required<Pick<FusedKernels<GpuStorage>, 'batchNorm' | 'batchNormBackward'>> {
  return {
    batchNorm({ storage: x, shape }, scale, offset, epsilon, activation) {
      const [n, channels] = shape as [number, number];
      const [y, means, statistics] = [n, 4, 4].map((factor) => gpu.allocate(factor * channels)) as [
        GpuStorage,
        GpuStorage,
        GpuStorage,
      ];
      const [mean, variance] = [gpu.allocate(channels), gpu.allocate(channels)];
      runColumns(gpu, MEAN, [n, channels], [x], [means], [bits(n)]);
      const written = [statistics, mean, variance];
      runColumns(gpu, VARIANCE, [n, channels], [x, means], written, [bits(n), bits(epsilon)]);
      gpu.release(means);
      const read = [x, statistics, scale.storage, offset.storage];
      runElements(gpu, apply(activation === 'relu'), n * channels, read, [y], [channels]);
      return { y, mean, variance, statistics };
    },
    batchNormBackward({ storage: x, shape }, scale, statistics, y, dY, _epsilon, activation) {
      const [n, channels] = shape as [number, number];
      const [dX, dScale, dOffset] = [gpu.allocate(n * channels), gpu.allocate(channels), gpu.allocate(channels)];
      const relu = activation === 'relu';
      const read = [x, statistics, dY.storage, ...(relu ? [y.storage] : [])];
      runColumns(gpu, gradients(relu), [n, channels], read, [dOffset, dScale]);
      const own = [channels, bits(n)];
      runElements(gpu, inputGradient(relu), n * channels, [...read, scale.storage, dOffset, dScale], [dX], own);
      return { dX, dScale, dOffset };
    },
  };
}
