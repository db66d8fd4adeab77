/** A dense layer, forward and backward: the products of matmul.ts, and the ReLU's mask. */
import type { FusedKernels, Operand } from '@nablajs/core';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { applyTo, elementFunction } from '../kernels/broadcasting.js';
import { multiplyMatrices } from '../kernels/matmul.js';
import { sumOver } from '../kernels/reduce.js';

const THROUGH_RELU = /* @__PURE__ */ elementFunction(
  'reluBackward',
  'fn op(y:u32,dY:u32)->u32{return bitcast<u32>(throughRelu(bitcast<f32>(dY),bitcast<f32>(y)));}',
);

type DenseKernel = 'dense' | 'denseBackward' | 'reluBackward';

export function denseKernels(gpu: Gpu): Required<Pick<FusedKernels<GpuStorage>, DenseKernel>> {
  const reluBackward = (y: Operand<GpuStorage>, dY: Operand<GpuStorage>): GpuStorage =>
    applyTo(gpu, THROUGH_RELU, [y, dY], y.shape, 'float32');
  return {
    reluBackward,
    dense(x, _csrInput, w, b, activation) {
      const shape = [x.shape[0] as number, w.shape[1] as number];
      return multiplyMatrices(gpu, x, w, false, false, shape, { bias: b?.storage, relu: activation === 'relu' });
    },
    denseBackward(x, _csrInput, w, y, dY, activation, needDX, needDB) {
      const [n, m] = y.shape as [number, number];
      const dZ = activation === 'relu' ? { ...dY, storage: reluBackward(y, dY) } : dY;
      const dX = needDX ? multiplyMatrices(gpu, dZ, w, false, true, x.shape) : undefined;
      const dW = multiplyMatrices(gpu, x, dZ, true, false, w.shape);
      const db = needDB ? sumOver(gpu, dZ.storage, [1, n, m]) : undefined;
      if (dZ !== dY) gpu.release(dZ.storage);
      return { dX, dW, db };
    },
  };
}
