import type { Numbers } from '../workloads/arrays.js';

/** A workload on one backend, ready to be executed repeatedly. */
export interface Task {
  /** The result of the first execution; null if the workload has no result. */
  readonly result: ArrayLike<number> | null;
  /** Executes the workload once. The backend may still be computing when this returns. */
  execute(): void | Promise<void>;
  /** Waits until the backend has finished. */
  settle(): Promise<unknown>;
  /** Returns a number from the last result, so no engine can skip the work. */
  sink(): Promise<number>;
  dispose(): void | Promise<void>;
}

/** A workload's inputs by name. */
export type Inputs = ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Numbers }>;
