import { createBackend as createWasm } from '../../dist/index.js';

/**
 * Creates this backend without some optional kernels, so that core composes them from others. Use it to measure what a
 * kernel gains.
 *
 *   nabla-bench train --backends wasm,./packages/backend-wasm/scripts/without/dense.mjs
 *
 * @param {...string} kernels Names in core's `FusedKernels`, or `conv` or `pool` for these groups.
 */
export function without(...kernels) {
  return async (options) => {
    const backend = await createWasm(options);
    const fused = Object.entries(backend.fused ?? {}).filter(([name]) => !kernels.includes(name));
    const groups = Object.fromEntries(kernels.filter((name) => name in backend).map((name) => [name, undefined]));
    return { ...backend, ...groups, name: `wasm without ${kernels[0]}`, fused: Object.fromEntries(fused) };
  };
}
