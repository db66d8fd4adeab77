/**
 * What the harness and a candidate's process say to each other: one JSON object a line, requests on stdin, answers on stdout,
 * in order. `peers/README.md` describes it for other languages.
 */
import { z } from 'zod';
import { describeIssue } from './describe-issue.js';
import type { Workload } from './workloads/workload.js';

export type Request =
  | { readonly do: 'hello' }
  /** Reads the inputs, computes once, and writes the result into the folder. */
  | { readonly do: 'prepare'; readonly workload: Workload; readonly folder: string }
  /** Executes the prepared workload again and again for about so many seconds, at least once; rests until its threads do. */
  | { readonly do: 'sample'; readonly seconds: number }
  | { readonly do: 'release' }
  | { readonly do: 'memory' };

/** What is answered where all went well. A candidate may be in any language, and wrong: nothing of it is taken unseen. */
const ANSWERS = {
  /** Who the candidate is; `detail` is what people should know: kernels, threads, the library underneath. */
  hello: z.object({ version: z.string(), detail: z.string(), threads: z.int().positive() }),
  prepare: z.object({
    /** The file of the result, in the folder, in the workload's dtype; null where the workload has none. */
    result: z.string().nullable(),
    /** Of one of the executions that made the result, without what else there was to prepare. */
    seconds: z.number().nonnegative().optional(),
  }),
  sample: z.object({
    /** Seconds of each execution. */
    samples: z.array(z.number().positive()).min(1),
    /** A number of the last result, so that no engine can leave the work out. */
    sink: z.number(),
  }),
  release: z.object({}),
  /** Resident set of the process, now and at most. */
  memory: z.object({ rssBytes: z.number().positive(), peakBytes: z.number().positive() }),
};

const refusalSchema = z
  .object({
    ok: z.literal(false),
    /** The candidate has no such thing; no failure. */
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

/** What was asked for, or why not. */
export type Answer<T> = ({ ok: true } & T) | z.infer<typeof refusalSchema>;

/** Throws an Error of one line where `value` is no answer to the request. */
export function readAnswer<Do extends Request['do']>(asked: Do, value: unknown): Answer<AnswerTo<Do>> {
  const schema = z.discriminatedUnion('ok', [ANSWERS[asked].extend({ ok: z.literal(true) }), refusalSchema]);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as Answer<AnswerTo<Do>>;
  throw new Error(`its answer to '${asked}' is malformed: ${describeIssue(parsed.error, 'all of it')}`);
}

/** Throws an Error of the reason where there is no answer. */
export function expectOk<T>(answer: Answer<T>): T {
  if (answer.ok) return answer;
  throw new Error(answer.error ?? answer.unsupported);
}

/** How a candidate's process is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}
