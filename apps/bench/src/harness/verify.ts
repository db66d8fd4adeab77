/** A result that is wrong is not timed: each candidate's first result against backend-ts in float64. */
import { createBackend } from '@nablajs/backend-ts';
import { prepareTask } from '../tasks/index.js';
import type { InputArray, Numbers } from '../workloads/arrays.js';
import type { Workload } from '../workloads/workload.js';

type Gates = Readonly<Record<Workload['dtype'], number>>;

/** Largest difference, relative to the largest element of the reference: sums of thousands of terms in any order. */
const GATES: Gates = { float32: 1e-4, float64: 1e-10 };

/** Of the losses of a training run, which rounding drives apart step by step: for so many steps. */
const TRAINING_GATES: Gates = { float32: 1e-3, float64: 1e-8 };
const COMPARED_STEPS = 100;

/**
 * Of the first losses, each relative to itself: before rounding has driven anything apart, they tell whether every parameter is
 * updated. Measured over all workloads in float32: the libraries are off by 2.4e-6 at most in the first three steps, a training
 * that leaves a bias as it is by 4.1e-5 at least in one of them (by 9.7e-6 in the second, with batches of 32 and Adam), one
 * that ignores the order of the rows by 2.2e-2.
 */
const FIRST_GATES: Gates = { float32: 1e-5, float64: 1e-10 };
const FIRST_STEPS = 3;

/** What the workload gives, in float64; null where it has no result. */
export async function referenceOf(
  workload: Workload,
  inputs: Readonly<Record<string, InputArray>>,
): Promise<ArrayLike<number> | null> {
  const backend = await createBackend();
  try {
    const wide = Object.entries(inputs).map(([name, { dtype, shape, data }]) => {
      return [name, { shape, data: dtype === 'int32' ? data : Float64Array.from(data) }] as const;
    });
    const task = await prepareTask(backend, { ...workload, dtype: 'float64' }, new Map(wide));
    await task.dispose();
    return task.result;
  } finally {
    await backend.dispose();
  }
}

/** The error in units of the gate: at most 1 is right. Infinite for another length or for what is no number. */
export function errorOf({ kind, dtype }: Workload, actual: Numbers, reference: ArrayLike<number>): number {
  if (actual.length !== reference.length) return Number.POSITIVE_INFINITY;
  if (kind !== 'train' && kind !== 'memory') return worstError(actual, reference, 0, reference.length) / GATES[dtype];
  const first = Array.from({ length: Math.min(FIRST_STEPS, reference.length) }, (_, step) =>
    worstError(actual, reference, step, step + 1),
  );
  const all = worstError(actual, reference, 0, Math.min(COMPARED_STEPS, reference.length));
  return Math.max(Math.max(...first) / FIRST_GATES[dtype], all / TRAINING_GATES[dtype]);
}

/** The largest difference in [start, end), relative to the largest element of the reference there. */
function worstError(actual: Numbers, reference: ArrayLike<number>, start: number, end: number): number {
  let difference = 0;
  let scale = 0;
  for (let i = start; i < end; i++) {
    const error = Math.abs((actual[i] as number) - (reference[i] as number));
    difference = Math.max(difference, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    scale = Math.max(scale, Math.abs(reference[i] as number));
  }
  return difference === 0 ? 0 : difference / scale;
}
