import type { InputArray } from './arrays.js';
import type { Workload } from './workload.js';

type WithoutInputs<W> = W extends unknown ? Omit<W, 'inputs'> : never;

/** A workload before its inputs are written to files. */
export interface PlannedWorkload {
  readonly workload: WithoutInputs<Workload>;
  /** Creates the inputs. Called only when the workload runs. */
  inputs(): Promise<Readonly<Record<string, InputArray>>>;
}
