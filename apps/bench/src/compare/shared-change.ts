/** Distinguishes a slower machine from slower code. */
import type { ResultFile } from '../result/result-file.js';
import { measure } from './measure.js';
import { type ResultPair, workloadKey } from './pairs.js';

export interface SharedChanges {
  /** The change over all rows. Null if no other library is in both files. */
  readonly whole: number | null;
  /** Over all rows if fewer than two other libraries have the workload of `pair`. */
  readonly of: (pair: ResultPair) => number;
}

/** With the same version in both files. */
export function fixedCandidates(old: ResultFile, current: ResultFile): ReadonlySet<string> {
  const known = new Map(old.candidates.filter(({ peer }) => peer).map(({ name, version }) => [name, version]));
  const fixed = current.candidates.filter(({ name, version, peer }) => peer && known.get(name) === version);
  return new Set(fixed.map(({ name }) => name));
}

/**
 * Estimates by which factor the machine changed time, new / old. The estimate is the change that all other libraries in
 * both files share: the least if all are slower, the greatest if all are faster, otherwise 1.
 */
export function sharedChanges(pairs: readonly ResultPair[], fixed: ReadonlySet<string>): SharedChanges {
  const timed = pairs.flatMap((pair) => {
    const change = fixed.has(pair.candidate) ? changeOfSeconds(pair) : null;
    return change === null ? [] : [{ pair, change }];
  });
  const byCandidate = grouped(timed.map(({ pair, change }) => [pair.candidate, change]));
  const byWorkload = grouped(timed.map(({ pair, change }) => [workloadKey(pair), change]));
  const whole = byCandidate.size === 0 ? null : commonPart([...byCandidate.values()].map(median));
  return {
    whole,
    of: (pair) => {
      const changes = byWorkload.get(workloadKey(pair)) ?? [];
      return changes.length < 2 ? (whole ?? 1) : commonPart(changes);
    },
  };
}

function commonPart(changes: readonly number[]): number {
  if (changes.every((change) => change > 1)) return changes.reduce((a, b) => Math.min(a, b));
  return changes.every((change) => change < 1) ? changes.reduce((a, b) => Math.max(a, b)) : 1;
}

/** Returns 1 if the two intervals overlap, so noise is not subtracted. */
function changeOfSeconds(pair: ResultPair): number | null {
  const measured = measure(pair, 1, false);
  if (measured?.basis !== 'seconds') return null;
  const { median, low, high } = measured.change;
  return low > 0 || high < 0 ? 1 + median : 1;
}

function grouped(entries: readonly (readonly [string, number])[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [key, value] of entries) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

/** Returns the median, or the lower of two in the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 1;
}
