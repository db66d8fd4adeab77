/** Kernels with a thread for each element. */
import { type Gpu, type GpuStorage, grid } from '../gpu/gpu.js';
import { main, word } from '../gpu/program.js';
import { type Kernel, paramsOf, programOf } from './kernel.js';

const THREADS = 256;

export interface ElementKernel extends Kernel {
  /** Code of thread `i`. */
  readonly body: string;
}

/** Runs `count` threads, and returns the first of `writes`. */
export function runElements(
  gpu: Gpu,
  kernel: ElementKernel,
  count: number,
  reads: readonly GpuStorage[],
  writes: readonly GpuStorage[],
  own: readonly number[] = [],
): GpuStorage {
  const code = (): string => `${main(THREADS)}if(i>=${word(0)}){return;}\n${kernel.body}}`;
  gpu.dispatch({
    program: programOf(kernel, 0, () => [kernel, code()]),
    reads,
    writes,
    params: paramsOf([count], own),
    workgroups: grid(Math.ceil(count / THREADS)),
  });
  return writes[0]!;
}
