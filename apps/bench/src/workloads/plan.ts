import type { InputArray } from './arrays.js';
import type { Workload } from './workload.js';

type WithoutInputs<W> = W extends unknown ? Omit<W, 'inputs'> : never;

/** A workload before its inputs are in files. */
export interface PlannedWorkload {
  readonly workload: WithoutInputs<Workload>;
  /** Made when the workload's turn comes, so that a list of them costs nothing. */
  inputs(): Promise<Readonly<Record<string, InputArray>>>;
}
