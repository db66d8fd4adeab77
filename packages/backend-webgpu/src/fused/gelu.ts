/** The normal distribution function, and GELU with its slope. */
import type { FusedKernels } from '@nablajs/core';
import { sizeOf } from '@nablajs/core';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { templates } from '../gpu/program.js';
import { type ElementKernel, runElements } from '../kernels/elements.js';
import { unary } from '../kernels/unary.js';

/** `2 √(2 / π)`, that times 0.044715, and the density `1 / √(2 π)` of the normal distribution at 0, as in core. */
const LINEAR = 1.5957691;
const CUBIC = 0.071354816;
const DENSITY_AT_0 = 0.3989423;

const kernel = /* @__PURE__ */ templates((tanh: boolean, needsSlope: boolean): ElementKernel => {
  const phi = tanh ? `ownSigmoid(a*(a*a*${CUBIC}+${LINEAR}))` : 'ownNormalCdf(a)';
  const more = tanh ? `phi*(1-phi)*(a*a*${3 * CUBIC}+${LINEAR})` : `(ownExp(a*a*-0.5)*${DENSITY_AT_0})`;
  return {
    name: 'gelu',
    reads: 'x:f32',
    writes: `y:f32${needsSlope ? ' slope:f32' : ''}`,
    body: `let a=x[i];
let phi=${phi};
y[i]=a*phi;
${needsSlope ? `slope[i]=phi+a*${more};` : ''}`,
  };
});

export function geluKernels(gpu: Gpu): Required<Pick<FusedKernels<GpuStorage>, 'normalCdf' | 'gelu'>> {
  return {
    normalCdf: unary(gpu, 'normalCdf'),
    gelu({ storage: x, shape }, tanh, needsSlope) {
      const size = sizeOf(shape);
      const y = gpu.allocate(size);
      const slope = needsSlope ? gpu.allocate(size) : undefined;
      runElements(gpu, kernel(tanh, needsSlope), size, [x], slope === undefined ? [y] : [y, slope]);
      return { y, slope };
    },
  };
}
