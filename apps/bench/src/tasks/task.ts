import type { Numbers } from '../workloads/arrays.js';

/** A workload on one backend, ready to be executed again and again. */
export interface Task {
  /** What the first execution gave, in float64 or as it came; null where the workload has no result. */
  readonly result: ArrayLike<number> | null;
  /** One execution, up to where the backend has been told all of it. */
  execute(): void | Promise<void>;
  /** Waits until the backend is done with all of it. */
  settle(): Promise<unknown>;
  /** A number of the last result, so that no engine can leave the work out. */
  sink(): Promise<number>;
  dispose(): void | Promise<void>;
}

/** A workload's inputs by name. */
export type Inputs = ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Numbers }>;
