/** The file that `--json` writes, and that `compare` and `report` read. */
import { z } from 'zod';
import { SUITES } from '../workloads/workload.js';

export const SCHEMA = 'nabla-bench/1';

const intervalSchema = z
  .strictObject({ median: z.number().positive(), low: z.number().positive(), high: z.number().positive() })
  .describe('A median with its interval, from order statistics of the measurements.');
export type Interval = z.infer<typeof intervalSchema>;

const resultSchema = z.strictObject({
  suite: z.enum(SUITES),
  name: z.string().describe('Name of the workload. With suite, dtype and candidate it identifies the row.'),
  kind: z.string(),
  dtype: z.enum(['float32', 'float64']),
  curve: z
    .strictObject({ name: z.string(), x: z.number() })
    .optional()
    .describe('The scaling curve that the row is a point of, and its x coordinate.'),
  candidate: z.string(),
  medianSeconds: z.number().positive().nullable().describe('Seconds of one execution. Null in the memory suite.'),
  low: z.number().positive().nullable().describe('Lower end of the interval of medianSeconds.'),
  high: z.number().positive().nullable().describe('Upper end of the interval of medianSeconds.'),
  samples: z.array(z.number().positive()).describe('Seconds of each round, over all launches.'),
  tokensPerSecond: z.number().optional().describe('Tokens learned or written a second, in the suite sequences.'),
  gflops: z
    .number()
    .optional()
    .describe(
      'Counts only the operations that every candidate has to do. In training and inference, the first layer counts ' +
        'only pixels that are not black. A library that multiplies all pixels does more than is counted.',
    ),
  shareOfPeak: z
    .number()
    .optional()
    .describe(
      "Share of the machine's measured peak for the candidate's number of threads, for the same operations: the native " +
        "peak that the candidate's 'peak' names, or else that of WebAssembly. 1 is all.",
    ),
  ratio: intervalSchema
    .optional()
    .describe(
      "Seconds divided by the baseline's seconds, paired round by round; above 1 is slower. Absent for the baseline " +
        'and for a single round.',
    ),
  memory: z
    .strictObject({ rssBytes: z.number(), peakBytes: z.number() })
    .optional()
    .describe('Bytes in the memory suite: after the last epoch, and at the peak.'),
  verified: z
    .number()
    .optional()
    .describe('Largest error as a multiple of its tolerance: at most 1. Absent if there is no result to verify.'),
  note: z.string().optional().describe('A choice that the candidate made for this workload, such as a memory format.'),
});
export type Result = z.infer<typeof resultSchema>;

const nativePeakSchema = z.strictObject({
  variant: z.string().describe("The kernels of backend-native: 'baseline', 'avx2' or 'avx512'."),
  bits: z
    .enum(['portable', 'fast'])
    .describe("Whether products and sums are separate instructions, or fused ('fast')."),
  float32: z.number().positive(),
  float64: z.number().positive(),
});
export type NativePeak = z.infer<typeof nativePeakSchema>;

const machineSchema = z.strictObject({
  cpu: z.string().describe("The processor's name. The file contains no name of a host or user."),
  cores: z.int(),
  memoryBytes: z.number(),
  os: z.string(),
  node: z.string(),
  loadBefore: z.number().describe('Load average of the last minute.'),
  loadAfter: z.number(),
  peakGflopsPerCore: z
    .number()
    .describe('float32 GFLOP/s of one core, measured with 128-bit WebAssembly SIMD without touching memory.'),
  nativePeaks: z
    .array(nativePeakSchema)
    .optional()
    .describe(
      'GFLOP/s of one core in native code without touching memory, for each variant that the processor can run. Absent ' +
        'without backend-native, and in older files.',
    ),
});
export type Machine = z.infer<typeof machineSchema>;

const notMeasuredSchema = z.strictObject({
  suite: z.enum(SUITES),
  name: z.string(),
  dtype: z.enum(['float32', 'float64']),
  candidate: z.string(),
  reason: z.string(),
});
/** A workload on a candidate, and why it has no result. */
export type NotMeasured = z.infer<typeof notMeasuredSchema>;

export const resultFileSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  created: z.string().describe('ISO 8601, UTC.'),
  complete: z.boolean().describe('False if the run was stopped early; the results in the file are complete.'),
  quick: z.boolean().describe('Whether the run had fewer and shorter rounds.'),
  machine: machineSchema,
  method: z.strictObject({
    launches: z.int().describe('How often the processes were started.'),
    rounds: z.int().describe('The most rounds per launch. Each candidate is sampled once in a round.'),
    seconds: z.number().positive().describe('Length of one sample.'),
    trainingWarmUpSeconds: z
      .number()
      .nonnegative()
      .default(0)
      .describe('How long training runs before its first sample; 0 in older files.'),
  }),
  baseline: z.string().describe('The candidate that ratios compare with.'),
  candidates: z.array(
    z.strictObject({
      name: z.string(),
      version: z.string(),
      detail: z.string(),
      threads: z.int(),
      peer: z.boolean().describe("Whether it is another library, which does not change with nabla's code."),
      peak: z
        .string()
        .optional()
        .describe("The native peak of its shares, such as 'avx2 fast'; absent: WebAssembly's."),
    }),
  ),
  missing: z
    .array(z.strictObject({ name: z.string(), reason: z.string(), install: z.string() }))
    .describe('Candidates that are not installed, and how to install them.'),
  results: z.array(resultSchema),
  failures: z.array(notMeasuredSchema).describe('Candidates that gave a wrong result or broke.'),
  leftOut: z
    .array(notMeasuredSchema)
    .describe('Workloads that a candidate does not support, or that take it longer than the limit; not failures.'),
});
export type ResultFile = z.infer<typeof resultFileSchema>;
