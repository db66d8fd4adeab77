/**
 * The protocol between the harness and a candidate's process: one JSON object per line, requests on stdin, answers on
 * stdout, in order. `peers/README.md` describes it for other languages.
 */
import { z } from 'zod';
import { describeIssue } from './describe-issue.js';
import type { Workload } from './workloads/workload.js';

export type Request =
  | { readonly do: 'hello' }
  /** Read the inputs, compute once, and write the result into the folder. */
  | { readonly do: 'prepare'; readonly workload: Workload; readonly folder: string }
  /**
   * Execute the prepared workload repeatedly for about `seconds`, at least once, then wait until threads are idle. The
   * first time, execute it for `warmUpSeconds` before that.
   */
  | { readonly do: 'sample'; readonly seconds: number; readonly warmUpSeconds: number }
  | { readonly do: 'release' }
  | { readonly do: 'memory' };

/** The answers to successful requests. They are validated, because a candidate may be wrong. */
const ANSWERS = {
  /** Describes the candidate; `detail` is text for people, such as kernels, threads and the underlying library. */
  hello: z.object({ version: z.string(), detail: z.string(), threads: z.int().positive() }),
  prepare: z.object({
    /** The file of the result in the folder, in the workload's dtype; null if the workload has no result. */
    result: z.string().nullable(),
    /** The time of one execution, without other preparations. */
    seconds: z.number().nonnegative().optional(),
    /** How it computes this workload, for people: a choice that it made, such as a memory format. */
    note: z.string().optional(),
  }),
  sample: z.object({
    /** The seconds of each execution. */
    samples: z.array(z.number().positive()).min(1),
    /** A number computed from the last result, so no engine can skip the work. */
    sink: z.number(),
  }),
  release: z.object({}),
  /** The resident set of the process, current and peak. */
  memory: z.object({ rssBytes: z.number().positive(), peakBytes: z.number().positive() }),
};

const refusalSchema = z
  .object({
    ok: z.literal(false),
    /** What the candidate does not support; this is not a failure. */
    unsupported: z.string().optional(),
    error: z.string().optional(),
  })
  .refine(({ unsupported, error }) => unsupported !== undefined || error !== undefined, {
    error: "expected a reason, in 'error' or 'unsupported'",
  });

export type AnswerTo<Do extends Request['do']> = z.infer<(typeof ANSWERS)[Do]>;
export type Hello = AnswerTo<'hello'>;
export type Prepared = AnswerTo<'prepare'>;
export type Sampled = AnswerTo<'sample'>;
export type MemoryMeasured = AnswerTo<'memory'>;

/** A successful answer, or the reason why there is none. */
export type Answer<T> = ({ ok: true } & T) | z.infer<typeof refusalSchema>;

/** Validates an answer. Throws an `Error` with one line if `value` is not an answer to the request. */
export function readAnswer<Do extends Request['do']>(asked: Do, value: unknown): Answer<AnswerTo<Do>> {
  const schema = z.discriminatedUnion('ok', [ANSWERS[asked].extend({ ok: z.literal(true) }), refusalSchema]);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as Answer<AnswerTo<Do>>;
  throw new Error(`its answer to '${asked}' is malformed: ${describeIssue(parsed.error, 'all of it')}`);
}

/** Returns a successful answer, or throws an `Error` with the reason. */
export function expectOk<T>(answer: Answer<T>): T {
  if (answer.ok) return answer;
  throw new Error(answer.error ?? answer.unsupported);
}

/** How to start a candidate's process. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}
