/**
 * What the harness and a candidate's process say to each other: one JSON object a line, requests on stdin, answers on stdout,
 * in order. `peers/README.md` describes it for other languages.
 */
import type { Workload } from './workload.js';

export type Request =
  | { readonly do: 'hello' }
  /** Reads the inputs, computes once, and writes the result into the folder. */
  | { readonly do: 'prepare'; readonly workload: Workload; readonly folder: string }
  /** Executes the prepared workload again and again for about so many seconds, at least once. */
  | { readonly do: 'sample'; readonly seconds: number }
  | { readonly do: 'release' }
  | { readonly do: 'memory' };

/** Who the candidate is. */
export interface Hello {
  readonly version: string;
  /** What people should know: kernels, threads, the library underneath. */
  readonly detail: string;
  readonly threads: number;
}

export interface Prepared {
  /** The file of the result, in the folder, in the workload's dtype; null where the workload has none. */
  readonly result: string | null;
}

export interface Sampled {
  /** Seconds of each execution. */
  readonly samples: readonly number[];
  /** A number made of the results, so that no engine can leave the work out. */
  readonly sink: number;
}

export interface MemoryMeasured {
  /** Resident set of the process, now and at most. */
  readonly rssBytes: number;
  readonly peakBytes: number;
}

/** To `hello`, `prepare`, `sample`, `release`, `memory`: what was asked for, or why not. */
export type Answer<T> =
  | ({ readonly ok: true } & T)
  /** The candidate has no such thing; no failure. */
  | { readonly ok: false; readonly unsupported: string }
  | { readonly ok: false; readonly error: string };

/** How a candidate's process is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}
