/** Tells a machine that is slower from code that is. */
import type { ResultFile } from '../result/result-file.js';
import { measure } from './measure.js';
import { type ResultPair, workloadKey } from './pairs.js';

export interface SharedChanges {
  /** Over all rows: what is said of the machine. Null where no other library is in both files. */
  readonly whole: number | null;
  /** In the workload of `pair`, or over all rows where fewer than two other libraries have the workload: one may have a whim of its own. */
  readonly of: (pair: ResultPair) => number;
}

/** Other libraries that are in both files, by the same version: nothing that was done here changed them. */
export function fixedCandidates(old: ResultFile, current: ResultFile): ReadonlySet<string> {
  const known = new Map(old.candidates.filter(({ peer }) => peer).map(({ name, version }) => [name, version]));
  const fixed = current.candidates.filter(({ name, version, peer }) => peer && known.get(name) === version);
  return new Set(fixed.map(({ name }) => name));
}

/**
 * The part of the change of time, new / old, that is the machine's: load, or the clock, which all candidates of a workload saw
 * alike, for they take turns. It is what all other libraries show that are in both files: the least change where all are
 * slower, the greatest where all are faster, else 1. Backends of ours tell nothing of it, for they share code that may be what changed.
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
  if (changes.every((change) => change > 1)) return Math.min(...changes);
  return changes.every((change) => change < 1) ? Math.max(...changes) : 1;
}

/** 1 where the two intervals overlap: noise is not to be taken out. */
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

/** The lower one of two in the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 1;
}
