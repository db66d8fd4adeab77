/** The file that `--json` writes and `compare` and the report read. */
import { z } from 'zod';
import { SUITES } from '../workloads/workload.js';

export const SCHEMA = 'nabla-bench/1';

const intervalSchema = z
  .strictObject({ median: z.number().positive(), low: z.number().positive(), high: z.number().positive() })
  .describe('A median with an interval that holds it: order statistics of what was measured.');
export type Interval = z.infer<typeof intervalSchema>;

const resultSchema = z.strictObject({
  suite: z.enum(SUITES),
  name: z.string().describe('Of the workload; with suite and candidate it names the row.'),
  kind: z.string(),
  dtype: z.enum(['float32', 'float64']),
  curve: z
    .strictObject({ name: z.string(), x: z.number() })
    .optional()
    .describe('Which scaling curve the row is a point of, and where on its x axis.'),
  candidate: z.string(),
  medianSeconds: z.number().positive().nullable().describe('Of one execution. Null in the memory suite.'),
  low: z.number().positive().nullable().describe('Where the interval of medianSeconds begins.'),
  high: z.number().positive().nullable().describe('Where it ends.'),
  samples: z.array(z.number().positive()).describe('One for each round, over all launches.'),
  gflops: z
    .number()
    .optional()
    .describe(
      'Of the operations that everybody has to do: in training and inference the first layer counts for stored pixels alone. A library that multiplies the black ones too does more than is counted.',
    ),
  shareOfPeak: z
    .number()
    .optional()
    .describe(
      "Of the machine's measured peak, for as many threads as the candidate has; 1 is all of it. Of the same operations.",
    ),
  ratio: intervalSchema
    .optional()
    .describe(
      "Seconds over the baseline's seconds, paired round by round: above 1 is slower. Absent for the baseline and for a single round.",
    ),
  memory: z
    .strictObject({ rssBytes: z.number(), peakBytes: z.number() })
    .optional()
    .describe('Bytes, of the memory suite: steady after the last epoch, and the most there were.'),
  verified: z
    .number()
    .optional()
    .describe(
      'Largest error against the reference, in units of its gate: at most 1. Absent where there is no result to verify.',
    ),
});
export type Result = z.infer<typeof resultSchema>;

const machineSchema = z.strictObject({
  cpu: z.string().describe("Public characteristics alone: the processor's name, not the host's."),
  cores: z.int(),
  memoryBytes: z.number(),
  os: z.string(),
  node: z.string(),
  loadBefore: z.number().describe('Load average of one minute.'),
  loadAfter: z.number(),
  peakGflopsPerCore: z
    .number()
    .describe('float32 GFLOP/s of one core, measured with 128-bit WebAssembly SIMD that touches no memory.'),
});
export type Machine = z.infer<typeof machineSchema>;

const notMeasuredSchema = z.strictObject({
  suite: z.enum(SUITES),
  name: z.string(),
  dtype: z.enum(['float32', 'float64']),
  candidate: z.string(),
  reason: z.string(),
});
/** A workload on a candidate, and why there is no result of it. */
export type NotMeasured = z.infer<typeof notMeasuredSchema>;

export const resultFileSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  created: z.string().describe('ISO 8601, UTC.'),
  complete: z.boolean().describe('False where the run was stopped before its end: what is here was finished.'),
  quick: z.boolean().describe('Fewer and shorter rounds.'),
  machine: machineSchema,
  method: z.strictObject({
    launches: z.int().describe('How often the processes were started anew.'),
    rounds: z.int().describe('In each launch, at most; in a round every candidate is sampled once.'),
    seconds: z.number().positive().describe('Of one sample.'),
    trainingWarmUpSeconds: z
      .number()
      .nonnegative()
      .default(0)
      .describe('Of training before its first sample; 0 in files of before there was such a thing.'),
  }),
  baseline: z.string().describe('The candidate that ratios are relative to.'),
  candidates: z.array(
    z.strictObject({
      name: z.string(),
      version: z.string(),
      detail: z.string(),
      threads: z.int(),
      peer: z.boolean().describe("Another library, which does not change with nabla's code."),
    }),
  ),
  missing: z
    .array(z.strictObject({ name: z.string(), reason: z.string(), install: z.string() }))
    .describe('Who could not take part, and what would change that.'),
  results: z.array(resultSchema),
  failures: z
    .array(notMeasuredSchema)
    .describe('Candidates whose result was wrong, or that failed: not timed, or not to their end.'),
  leftOut: z
    .array(notMeasuredSchema)
    .describe('What a candidate does not have, or takes longer for than the limit: no failures.'),
});
export type ResultFile = z.infer<typeof resultFileSchema>;
