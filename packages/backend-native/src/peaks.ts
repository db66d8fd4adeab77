/** Measures the most that one core computes with each variant, without touching memory. */
import { loadAddon } from './addon.js';

/** The most that one core computes with a variant, in GFLOP/s. */
export interface Peak {
  /** `'baseline'` (SSE2 or NEON), `'avx2'` or `'avx512'`. */
  readonly variant: string;
  /** Whether a multiplication and an addition are separate instructions, or one (`'fast'`). */
  readonly bits: 'portable' | 'fast';
  readonly float32: number;
  readonly float64: number;
}

const TURNS = 100_000;

/**
 * Measures how many GFLOP/s one core of this machine computes with each variant of the kernels that it can run, the
 * narrowest first. A multiplication and an addition count as two operations. It takes the best of several runs within
 * `milliseconds` for each variant and dtype (default: 15), and blocks the thread.
 *
 * Throws NablaError `backend` if there is no native code for this platform.
 *
 * @example
 * ```ts
 * for (const { variant, bits, float32 } of measurePeaks()) console.log(variant, bits, float32.toFixed(1), 'GFLOP/s');
 * ```
 */
export function measurePeaks(milliseconds = 15): Peak[] {
  const addon = loadAddon();
  return addon.variants().map(({ name, fast }) => {
    const measure = (isFloat64: boolean): number => {
      const end = performance.now() + milliseconds;
      let best = 0;
      do {
        const start = performance.now();
        const [operations] = addon.peak(name, fast, isFloat64, TURNS);
        best = Math.max(best, operations / (performance.now() - start) / 1e6);
      } while (performance.now() < end);
      return best;
    };
    return { variant: name, bits: fast ? 'fast' : 'portable', float32: measure(false), float64: measure(true) };
  });
}
