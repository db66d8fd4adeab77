/** Result files for tests. */
import type { NativePeak, Result, ResultFile } from '../src/result/result-file.js';

type Overrides = Partial<ResultFile>;

/** A valid file without results, of an invented machine. */
export function sampleFile(overrides: Overrides = {}): ResultFile {
  return {
    schema: 'nabla-bench/1',
    created: '2026-01-02T03:04:05.000Z',
    complete: true,
    quick: false,
    machine: {
      cpu: 'Example 9000',
      cores: 2,
      memoryBytes: 8e9,
      os: 'Linux 6.1 x64',
      node: 'v22.1.0',
      loadBefore: 0.12,
      loadAfter: 1.5,
      peakGflopsPerCore: 60,
    },
    method: { launches: 2, rounds: 5, seconds: 0.2, trainingWarmUpSeconds: 2 },
    baseline: 'ts',
    candidates: ['ts', 'numpy', 'tfjs-cpu'].map((name) => sampleCandidate(name)),
    missing: [],
    results: [],
    failures: [],
    leftOut: [],
    ...overrides,
  };
}

/** The peaks of a processor with AVX-512. */
export const NATIVE_PEAKS: NativePeak[] = [
  { variant: 'baseline', bits: 'portable', float32: 58, float64: 29 },
  { variant: 'avx2', bits: 'portable', float32: 110, float64: 55 },
  { variant: 'avx512', bits: 'portable', float32: 220, float64: 110 },
  { variant: 'avx2', bits: 'fast', float32: 165, float64: 82 },
  { variant: 'avx512', bits: 'fast', float32: 330, float64: 165 },
];

/** A candidate: `ts` and files are nabla's backends, others are other libraries. */
export function sampleCandidate(name: string): ResultFile['candidates'][number] {
  const peer = name !== 'ts' && !name.startsWith('./');
  return { name, version: '1.2.3', detail: `made up ${name}`, threads: 1, peer };
}

/** A row of the ops suite with an interval of 2 % on each side of `seconds`. */
export function sampleResult(candidate: string, seconds: number, overrides: Partial<Result> = {}): Result {
  return {
    suite: 'ops',
    name: 'matmul 64x64x64',
    kind: 'matmul',
    dtype: 'float32',
    candidate,
    medianSeconds: seconds,
    low: seconds * 0.98,
    high: seconds * 1.02,
    samples: Array.from({ length: 10 }, (_, at) => seconds * (0.98 + at * 0.004)),
    ...overrides,
  };
}

/** `ratio` with an interval of 3 % on each side. */
export const around = (ratio: number, share = 0.03): NonNullable<Result['ratio']> => ({
  median: ratio,
  low: ratio * (1 - share),
  high: ratio * (1 + share),
});

/** A row of the memory suite. */
export function sampleMemory(candidate: string, rssBytes: number, peakBytes: number): Result {
  return {
    ...sampleResult(candidate, 1, { suite: 'memory', name: 'train 532', kind: 'memory' }),
    medianSeconds: null,
    low: null,
    high: null,
    samples: [],
    memory: { rssBytes, peakBytes },
  };
}
