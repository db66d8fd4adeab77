import { type InputArray, writeNumbers } from '../workloads/arrays.js';
import type { PlannedWorkload } from '../workloads/plan.js';
import type { Workload } from '../workloads/workload.js';

/** Writes the inputs into a folder, and returns the workload as candidates get it. */
export async function writeInputs(
  { workload }: PlannedWorkload,
  inputs: Readonly<Record<string, InputArray>>,
  folder: string,
): Promise<Workload> {
  const files = Object.entries(inputs).map(async ([name, { dtype, shape, data }]) => {
    const file = `${name}.${dtype}`;
    await writeNumbers(folder, file, data);
    return [name, { file, dtype, shape: [...shape] }] as const;
  });
  return { ...workload, inputs: Object.fromEntries(await Promise.all(files)) } as Workload;
}
