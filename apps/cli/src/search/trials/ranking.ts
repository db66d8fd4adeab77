import type { TrialResult } from './trial-results.js';

/** Ranks the trials, the best first: by score, then loss, then number. Failed trials come last. */
export function ranked(results: readonly TrialResult[]): TrialResult[] {
  return [...results].sort(
    (a, b) =>
      Number(a.outcome === 'failed') - Number(b.outcome === 'failed') ||
      compare(b.score, a.score, Number.NEGATIVE_INFINITY) ||
      compare(a.loss, b.loss, Number.POSITIVE_INFINITY) ||
      a.trial - b.trial,
  );
}

/** Returns the best trial, or undefined if no trial has a score. */
export function bestOf(results: readonly TrialResult[]): TrialResult | undefined {
  const [best] = ranked(results);
  return best === undefined || best.outcome === 'failed' || best.score === null ? undefined : best;
}

function compare(a: number | null, b: number | null, missing: number): number {
  const [first, second] = [a ?? missing, b ?? missing];
  return first === second ? 0 : first - second;
}
