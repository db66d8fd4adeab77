/** Verifies each candidate's first result against backend-ts in float64. Wrong results are not timed. */
import { createBackend } from '@nablajs/backend-ts';
import { prepareTask } from '../tasks/index.js';
import type { InputArray, Numbers } from '../workloads/arrays.js';
import { isTraining, type Workload } from '../workloads/workload.js';

type Gates = Readonly<Record<Workload['dtype'], number>>;

/** The largest difference allowed, relative to the largest element of the reference. Sums may be in any order. */
const GATES: Gates = { float32: 1e-4, float64: 1e-10 };

/**
 * The tolerances for losses of a training run, which rounding drives apart, and for how many steps they are compared.
 */
const TRAINING_GATES: Gates = { float32: 1e-3, float64: 1e-8 };
const COMPARED_STEPS = 100;

/**
 * The tolerances for the first losses, each relative to itself: they show whether every parameter is updated. Measured
 * over all workloads in float32: in the first three steps, the libraries differ by at most 2.4e-6, a training that
 * never updates a bias by at least 4.1e-5 in one of them, one that ignores the order of the rows by 2.2e-2.
 */
const FIRST_GATES: Gates = { float32: 1e-5, float64: 1e-10 };
const FIRST_STEPS = 3;

/** Null if the workload has no result. */
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

/** Returns the error as a multiple of the tolerance: at most 1 is correct. Infinite for NaN or another length. */
export function errorOf({ kind, dtype }: Workload, actual: Numbers, reference: ArrayLike<number>): number {
  if (actual.length !== reference.length) return Number.POSITIVE_INFINITY;
  // A wrong token is followed by others.
  if (kind === 'generate') return actual.every((token, at) => token === reference[at]) ? 0 : Number.POSITIVE_INFINITY;
  if (!isTraining({ kind }) && kind !== 'memory')
    return worstError(actual, reference, 0, reference.length) / GATES[dtype];
  let first = 0;
  for (let step = 0; step < Math.min(FIRST_STEPS, reference.length); step++) {
    first = Math.max(first, worstError(actual, reference, step, step + 1));
  }
  const all = worstError(actual, reference, 0, Math.min(COMPARED_STEPS, reference.length));
  return Math.max(first / FIRST_GATES[dtype], all / TRAINING_GATES[dtype]);
}

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
