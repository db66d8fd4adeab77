/** What the page shows about networks, data and trainings. */
import type { TableForm } from '@nablajs/datasets/portable';
import type { Task } from '../settings/network.js';
import type { Points, RunData, TableData, TableFacts } from './run-data.js';

/** What the page shows about a network. */
export interface NetworkFacts {
  readonly parameters: number;
  /** The SHA-256 of its weights. */
  readonly digest: string | undefined;
  /** The share of MNIST's test digits that it read right after its training, if the model says so. */
  readonly accuracy: number | undefined;
}

/** What the page shows about data. */
export interface DataFacts {
  readonly task: Task;
  /** The names of the classes; empty for a regression. */
  readonly classes: readonly string[];
  readonly points?: Points;
  readonly form?: TableForm;
  readonly table?: TableFacts;
}

/** What the page shows about a training that has begun. */
export interface RunFacts {
  /** Such as `WebAssembly SIMD, 2 threads`. */
  readonly computedBy: string;
  readonly notice: string | undefined;
  /** Undefined while the network is being searched for. */
  readonly parameters: number | undefined;
}

/** What the page shows about a training of the Train view. */
export type TrainFacts = RunFacts & DataFacts;

/** Returns what is known about data before a training. */
export function factsOf(data: RunData | TableData): DataFacts {
  const { classes, inputShape, outputs, isRegression } = data;
  const facts = { task: { inputShape, outputs, isRegression }, classes };
  if ('table' in data) return { ...facts, form: data.form, table: data.table };
  return { ...facts, ...(data.points && { points: data.points }) };
}
