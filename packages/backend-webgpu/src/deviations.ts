/** The cases of `@nablajs/conformance` in which WebGPU lets a graphics card differ from IEEE 754. */
import type { Backend } from '@nablajs/core';

/** A case of `@nablajs/conformance` that some adapter fails, with the values that are allowed instead. */
export interface Deviation {
  /** The name of the case. */
  readonly case: string;
  readonly reason: string;
  /** An element may also be the result of replacing subnormal operands, or a subnormal result, by zeros. */
  readonly permits: 'flushes-subnormals';
}

/** Cases with subnormal operands or results: WGSL lets a card treat any of them as zero (15.7.2). */
const FLUSHED: readonly string[] = [
  'matmul float32 subnormal product',
  'matmul float32 subnormal product transposeA',
  'matmul float32 subnormal product transposeB',
  'matmul float32 subnormal product transposeA transposeB',
  'add float32 subnormals in pairs',
  'subtract float32 subnormals in pairs',
  'multiply float32 subnormals in pairs',
  'divide float32 subnormals in pairs',
  'sum float32 subnormals in rows',
  'sum float32 subnormals in columns',
  'scatterAdd float32 subnormals',
];

/**
 * Returns the cases of `@nablajs/conformance` that some adapter fails, each with what it may give instead. Not every
 * adapter needs all of them.
 *
 * @example
 * ```ts
 * const report = await runConformance(backend, { dtypes: ['float32'], deviations: deviations(backend) });
 * ```
 */
export function deviations(_backend: Backend): readonly Deviation[] {
  const reason = 'the card flushes subnormals to zero';
  return FLUSHED.map((name) => ({ case: name, reason, permits: 'flushes-subnormals' }));
}
