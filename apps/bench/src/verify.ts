/** A result that is wrong is not timed: each candidate's first result against backend-ts in float64. */
import { createBackend } from '@nablajs/backend-ts';
import type { InputArray, Numbers } from './arrays.js';
import { prepareTask } from './tasks/index.js';
import type { Workload } from './workload.js';

type Gates = Readonly<Record<Workload['dtype'], number>>;

/** Largest difference, relative to the largest element of the reference: sums of thousands of terms in any order. */
const GATES: Gates = { float32: 1e-4, float64: 1e-10 };

/** Of the losses of a training run, which rounding drives apart step by step: for so many steps. */
const TRAINING_GATES: Gates = { float32: 1e-3, float64: 1e-8 };
const COMPARED_STEPS = 100;

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
  const isTraining = kind === 'train' || kind === 'memory';
  const count = isTraining ? Math.min(COMPARED_STEPS, reference.length) : reference.length;
  let difference = 0;
  let scale = 0;
  for (let i = 0; i < count; i++) {
    const error = Math.abs((actual[i] as number) - (reference[i] as number));
    difference = Math.max(difference, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    scale = Math.max(scale, Math.abs(reference[i] as number));
  }
  const gates = isTraining ? TRAINING_GATES : GATES;
  return difference === 0 ? 0 : difference / (scale * gates[dtype]);
}
