/** Two sums for each column of [n, channels]: in one dispatch, or two for many rows. */
import type { Gpu, GpuStorage } from '../gpu/gpu.js';
import { type Kernel, paramsOf, programOf } from '../kernels/kernel.js';
import { reduction, splitSum, sumLane } from '../kernels/reduce.js';

export interface ColumnKernel extends Kernel {
  /** A `vec2f`, of element `at` in column j. `code` precedes it. */
  readonly value: string;
  readonly code: string;
  /** Code that stores the two sums, `sums`, of column j. */
  readonly finish: string;
}

const SUMS = 'array<vec2f>';

/** Adds up what `value` is or, with `fromParts`, the sums of parts of the rows; with `toParts` leaves such sums. */
function variant(kernel: ColumnKernel, fromParts: boolean, toParts: boolean) {
  const value = fromParts ? 'made[at]' : kernel.value;
  const finish = toParts ? 'out[q]=s[l];' : `let sums=s[l];${kernel.finish}`;
  const lane = sumLane('', '', value, finish, 'vec2f');
  const take = `let at=k*p.z+j;${fromParts ? '' : kernel.code}${lane.take}`;
  return {
    name: kernel.name,
    reads: fromParts ? `made:${SUMS} ${kernel.reads}` : kernel.reads,
    writes: toParts ? `out:${SUMS}` : kernel.writes,
    lane: { ...lane, take },
  };
}

/** Runs a kernel on [n, channels], or on the sums of n parts, `made`. */
export function runColumns(
  gpu: Gpu,
  kernel: ColumnKernel,
  [n, channels]: readonly [n: number, channels: number],
  reads: readonly GpuStorage[],
  writes: readonly GpuStorage[],
  own: readonly number[] = [],
  made?: GpuStorage,
): void {
  const isSecond = made !== undefined;
  const isAlongN = channels === 1;
  const { lanes, segments, params, workgroups } = splitSum([1, n, channels], isAlongN, !isSecond);
  const isFirst = segments > 1;
  const sums = isFirst ? gpu.allocate(2 * segments * channels) : undefined;
  const key = lanes * 8 + Number(isAlongN) * 4 + Number(isSecond) * 2 + Number(isFirst);
  gpu.dispatch({
    program: programOf(kernel, key, () => {
      const { lane, ...made } = variant(kernel, isSecond, isFirst);
      return [made, reduction(lanes, isAlongN, lane)];
    }),
    reads: isSecond ? [made, ...reads] : reads,
    writes: sums === undefined ? writes : [sums],
    params: paramsOf(params, own),
    workgroups,
  });
  if (sums === undefined) return;
  runColumns(gpu, kernel, [segments, channels], reads, writes, own, sums);
  gpu.release(sums);
}
