import { createBackend as createWasm } from '../../dist/index.js';

/**
 * Creates this backend without some fused kernels, so that core composes them from others. Use it to measure what a
 * fused kernel gains.
 *
 *   nabla-bench train --backends wasm,./packages/backend-wasm/scripts/without/dense.mjs
 *
 * @param {...string} kernels Names in core's `FusedKernels`.
 */
export function without(...kernels) {
  return async (options) => {
    const backend = await createWasm(options);
    const fused = Object.entries(backend.fused ?? {}).filter(([name]) => !kernels.includes(name));
    return { ...backend, name: `wasm without ${kernels[0]}`, fused: Object.fromEntries(fused) };
  };
}
