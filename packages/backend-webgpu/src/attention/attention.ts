/** Attention of all heads and its gradients, without the matrix of scores. */
import { type AttentionInputs, type FusedKernels, type Operand, sizeOf } from '@nablajs/core';
import { bits, type Gpu, type GpuStorage, grid } from '../gpu/gpu.js';
import { attentionProgram, MOST_PARTS, ROWS } from './shader.js';

type Given = AttentionInputs<GpuStorage>;
type Three = readonly [number, number, number];

/** The sizes of attention and how they are divided among workgroups. */
interface Plan {
  readonly rows: number;
  readonly size: number;
  /** Runs a kernel with a workgroup for each block of queries or keys. */
  readonly run: (
    kernel: 'forward' | 'queries' | 'keys',
    beforeMask: readonly GpuStorage[],
    afterMask: readonly GpuStorage[],
    writes: readonly GpuStorage[],
  ) => void;
}

function planOf(gpu: Gpu, { x, source, mask, heads, keyHeads, causal, queries }: Given): Plan {
  const [n, all, width] = x.shape as Three;
  const asked = queries ?? all;
  const size = width / (source === undefined ? heads + 2 * keyHeads : heads);
  const [keys, sourceWidth, start] =
    source === undefined ? [all, width, heads * size] : [source.shape[1]!, source.shape[2]!, 0];
  const ratio = heads / keyHeads;
  const reach = causal ? keys - asked : keys;
  const places = [n, heads, keyHeads, asked, keys, size, all, all - asked, width, sourceWidth, start, ratio];
  const slabs = Math.ceil(size / (32 * MOST_PARTS));
  const parts = Math.ceil(size / 32 / slabs);
  return {
    rows: n * heads * asked,
    size,
    run(kernel, beforeMask, afterMask, writes) {
      const blocks = Math.ceil((kernel === 'keys' ? keys : ratio * asked) / ROWS);
      gpu.dispatch({
        program: attentionProgram(kernel, size % 4 === 0, parts),
        // Without a mask or a source something must be bound in its place.
        reads: [x.storage, (source ?? x).storage, ...beforeMask, (mask ?? x).storage, ...afterMask],
        writes,
        params: [...places, slabs, blocks, bits(1 / Math.sqrt(size)), Number(mask !== undefined), reach],
        workgroups: grid(slabs * blocks * keyHeads * n),
      });
    },
  };
}

export function attentionKernels(
  gpu: Gpu,
): Required<Pick<FusedKernels<GpuStorage>, 'attention' | 'attentionBackward'>> {
  return {
    attention(given) {
      const { rows, size, run } = planOf(gpu, given);
      const [y, statistics] = [gpu.allocate(rows * size), gpu.allocate(2 * rows)];
      run('forward', [], [], [y, statistics]);
      return { y, statistics };
    },
    attentionBackward(given, y, statistics, dY) {
      const { rows, run } = planOf(gpu, given);
      const { x, source } = given;
      const like = (operand: Operand<GpuStorage>): GpuStorage => gpu.allocate(sizeOf(operand.shape));
      const [dX, deltas] = [like(x), gpu.allocate(rows)];
      const dSource = source && like(source);
      run('queries', [dY.storage, y.storage], [statistics], [dX, deltas]);
      run('keys', [dY.storage], [statistics, deltas], [dSource ?? dX]);
      gpu.release(deltas);
      return dSource === undefined ? { dX } : { dX, dSource };
    },
  };
}
