/** The product of matrices with few rows or columns, each element by itself: a sum of products along k. */
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { bindings, program, templates } from '../gpu/program.js';
import { walk } from '../wgsl/indexing.js';
import { applyEpilogue, type Epilogue } from './epilogue.js';
import { joinSegments, reduction, splitSum, sumLane } from './reduce.js';
import type { Products } from './tiles.js';

/** The most rows or columns. A tile would have more of them, and waste its threads. */
export const MOST_DOTS = 8;

/**
 * Params: those of `reduction` for [count times m, k, n]; then m, and the distance of neighbours in a row and a column
 * of op(a), in a row and a column of op(b); then the words of `walk` for the products.
 */
const dots = /* @__PURE__ */ templates((lanes: number, isAlongK: boolean, rank: number) => {
  const find = `let y=params[1];let z=params[2];let row=o%y.y;var r=o/y.y;var oa=row*y.w;var ob=j*z.x;
${walk(rank, 10, ['oa', 'ob'])}`;
  const lane = sumLane(bindings('a:f32 b:f32', 'out:f32'), find, 'a[oa+k*y.z]*b[ob+k*z.y]', 'out[q]=s[l];');
  return program('dots', reduction(lanes, isAlongK, lane));
});

/** Computes [count, m, n]. */
export function multiplyDots(gpu: Gpu, products: Products, epilogue: Epilogue): GpuStorage {
  const { a, b, transposeA, transposeB, m, n, k, count, words } = products;
  const isAlongK = m > n ? !transposeA : transposeB || n === 1;
  const { lanes, segments, params, workgroups } = splitSum([count * m, k, n], isAlongK, true);
  const out = gpu.allocate(count * m * segments * n);
  const strides = [m, transposeA ? m : 1, transposeA ? 1 : k, transposeB ? k : 1, transposeB ? 1 : n];
  gpu.dispatch({
    program: dots(lanes, isAlongK, words.length / 3),
    reads: [a, b],
    writes: [out],
    params: params.concat(strides, words),
    workgroups,
  });
  return applyEpilogue(gpu, joinSegments(gpu, out, count * m, segments, n), [count * m, n], epilogue);
}
