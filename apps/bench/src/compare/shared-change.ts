/** Tells a machine that is slower from code that is. */
import { secondsOf } from './measure.js';
import { type ResultPair, workloadKey } from './pairs.js';

export interface SharedChanges {
  /** Over all rows: what is said of the machine. */
  readonly whole: number;
  /** In the workload of `pair`, or over all rows where the workload has one candidate. */
  readonly of: (pair: ResultPair) => number;
}

/**
 * The part of the change of time, new / old, that every candidate shows: load, or the clock, which the workload's candidates
 * saw alike, for they take turns. It is the least change where all are slower, the greatest where all are faster, else 1. With
 * one candidate nothing tells machine from code, and it is 1.
 */
export function sharedChanges(pairs: readonly ResultPair[]): SharedChanges {
  const timed = pairs.flatMap((pair) => {
    const change = changeOfSeconds(pair);
    return change === null ? [] : [{ pair, change }];
  });
  const byCandidate = grouped(timed.map(({ pair, change }) => [pair.candidate, change]));
  const byWorkload = grouped(timed.map(({ pair, change }) => [workloadKey(pair), change]));
  const whole = commonPart([...byCandidate.values()].map(median));
  return {
    whole,
    of: (pair) => {
      const changes = byWorkload.get(workloadKey(pair)) ?? [];
      return changes.length < 2 ? whole : commonPart(changes);
    },
  };
}

function commonPart(changes: readonly number[]): number {
  if (changes.length < 2) return 1;
  if (changes.every((change) => change > 1)) return Math.min(...changes);
  return changes.every((change) => change < 1) ? Math.max(...changes) : 1;
}

function changeOfSeconds({ old, current }: ResultPair): number | null {
  const before = old === undefined ? null : secondsOf(old);
  const after = current === undefined ? null : secondsOf(current);
  return before === null || after === null ? null : after.median / before.median;
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
