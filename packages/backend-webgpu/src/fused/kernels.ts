/** The fused kernels of this folder. */
import type { FusedKernels } from '@nablajs/core';
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { batchNormKernels } from './batch-norm.js';
import { denseKernels } from './dense.js';
import { dropoutKernels } from './dropout.js';
import { finiteKernels } from './finite-check.js';
import { geluKernels } from './gelu.js';
import { layerNormKernels } from './layer-norm.js';
import { optimizerKernels } from './optimizers.js';
import { softmaxKernels } from './softmax.js';
import { topKKernels } from './top-k.js';

export function fusedKernels(gpu: Gpu): FusedKernels<GpuStorage> {
  return {
    ...denseKernels(gpu),
    ...softmaxKernels(gpu),
    ...layerNormKernels(gpu),
    ...batchNormKernels(gpu),
    ...optimizerKernels(gpu),
    ...geluKernels(gpu),
    ...dropoutKernels(gpu),
    ...finiteKernels(gpu),
    ...topKKernels(gpu),
  };
}
