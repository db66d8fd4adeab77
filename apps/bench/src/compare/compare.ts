/** Finds what got faster or slower between two runs, beyond noise. */
import { NablaError } from '@nablajs/core';
import type { Interval, NotMeasured, Result, ResultFile } from '../result/result-file.js';
import { leastChanges } from './least-change.js';
import { type Basis, type Measured, measure } from './measure.js';
import { type Key, keyOf, pairResults, type ResultPair, rowKey, workloadKey } from './pairs.js';
import { fixedCandidates, type SharedChanges, sharedChanges } from './shared-change.js';
import { comparisonWarnings } from './warnings.js';

/**
 * - `faster`, `slower`: the time changed beyond noise.
 * - `smaller`, `larger`: the memory changed beyond noise.
 * - `same`: any change is within noise.
 * - `failed`: measured in the old file, failed in the new one.
 * - `left out`: measured in the old file, left out of the new one with a reason.
 * - `added`, `removed`: only in the new file, only in the old file.
 */
export type Verdict = 'faster' | 'slower' | 'smaller' | 'larger' | 'same' | 'failed' | 'left out' | 'added' | 'removed';

export interface ComparisonRow extends Key {
  readonly verdict: Verdict;
  /** new / old - 1: 0.2 is a fifth more time. Null for a row that only one file has. */
  readonly change: Interval | null;
  /** Null for a row that only one file has. */
  readonly basis: Basis | null;
  /** The factor by which the machine changed the workload's time, new / old; 1 unless seconds are compared. */
  readonly shared: number;
  /** Seconds of one execution, or bytes in the memory suite; null if the file does not have the row. */
  readonly old: number | null;
  readonly new: number | null;
  /** Why the row failed or was left out in the new file. */
  readonly reason?: string;
}

export interface Comparison {
  readonly rows: readonly ComparisonRow[];
  /** The factor by which the machine changed all seconds, new / old; null if no other library is in both files. */
  readonly sharedChange: number | null;
  /** The floor, or the scatter of the rows if that is larger. */
  readonly leastChanges: Readonly<Record<Basis, number>>;
  /** Differences that make the two files hard to compare, one line each. */
  readonly warnings: readonly string[];
  /** The rows that failed, and the rows that are worse beyond noise and `failOver`; empty without `failOver`. */
  readonly regressions: readonly ComparisonRow[];
  readonly failOver: number | null;
  /** Whether there is no regression. */
  readonly ok: boolean;
}

export interface CompareOptions {
  /**
   * The least change of a ratio that is reported; twice that for seconds, four times for bytes. Default: 0.05 (5 %).
   */
  readonly floor?: number;
  /**
   * A row that failed, or got worse by more than this share (0.1 is 10 %), is a regression. Default: no regressions.
   */
  readonly failOver?: number;
}

const FLOOR = 0.05;

const NO_COMMON_ROWS =
  'the two files have no common row, so there is nothing to compare. Measure the same suites with the same candidates.';

/**
 * Compares two result files. Rows are matched by suite, name, dtype and candidate. A change counts if the two intervals
 * do not overlap and it exceeds the floor and the scatter of all rows. Ratios are compared if both files have one and
 * the baseline did not change in that row, otherwise seconds, without the change that other libraries show too. Throws
 * NablaError `data` if the files have no common row.
 */
export function compareFiles(old: ResultFile, current: ResultFile, options: CompareOptions = {}): Comparison {
  const { floor = FLOOR, failOver } = options;
  const pairs = pairResults(old, current);
  const shared = sharedChanges(pairs, fixedCandidates(old, current));
  const still =
    old.baseline === current.baseline ? unchangedBaseline(pairs, old.baseline, shared, floor) : new Set<string>();
  const measured = pairs.map((pair) => measure(pair, shared.of(pair), still.has(workloadKey(pair))));
  const least = leastChanges(
    measured.filter((one) => one !== null),
    floor,
  );
  const rows = pairs.map((pair, at) => {
    const found = measured[at] ?? null;
    return found === null ? unmatchedRow(pair, current) : matchedRow(pair, found, least[found.basis]);
  });
  if (rows.every(({ verdict }) => verdict === 'added' || verdict === 'removed')) {
    throw new NablaError('data', NO_COMMON_ROWS);
  }
  const regressions = rows.filter((row) => isRegression(row, failOver));
  return {
    rows,
    sharedChange: shared.whole,
    leastChanges: least,
    warnings: comparisonWarnings(old, current, shared.whole),
    regressions,
    failOver: failOver ?? null,
    ok: regressions.length === 0,
  };
}

/** The workloads in which the baseline itself did not change, so their ratios can be compared. */
function unchangedBaseline(
  pairs: readonly ResultPair[],
  baseline: string,
  shared: SharedChanges,
  floor: number,
): Set<string> {
  const still = pairs
    .filter(({ candidate }) => candidate === baseline)
    .filter((pair) => {
      const measured = measure(pair, shared.of(pair), false);
      return measured !== null && direction(measured.change, floor) === 'same';
    });
  return new Set(still.map(workloadKey));
}

function matchedRow(pair: ResultPair, measured: Measured, least: number): ComparisonRow {
  const found = direction(measured.change, least);
  const verdict = measured.basis === 'bytes' ? MEMORY_WORDS[found] : found;
  return { ...keyOf(pair), verdict, ...measured, old: amount(pair.old), new: amount(pair.current) };
}

const MEMORY_WORDS = { slower: 'larger', faster: 'smaller', same: 'same' } as const;

function direction({ median, low, high }: Interval, least: number): 'slower' | 'faster' | 'same' {
  if (low > 0 && median > least) return 'slower';
  // The floor is the same factor in both directions: the reverse of a fifth more time is a sixth less.
  return high < 0 && 1 / (1 + median) - 1 > least ? 'faster' : 'same';
}

function unmatchedRow(pair: ResultPair, { failures, leftOut }: ResultFile): ComparisonRow {
  const isOfPair = (one: NotMeasured): boolean => rowKey(one) === rowKey(pair);
  const failure = failures.find(isOfPair);
  const reason = (failure ?? leftOut.find(isOfPair))?.reason;
  return {
    ...keyOf(pair),
    verdict: unmatchedVerdict(pair, failure !== undefined, reason !== undefined),
    change: null,
    basis: null,
    shared: 1,
    old: amount(pair.old),
    new: amount(pair.current),
    ...(reason === undefined ? {} : { reason }),
  };
}

function unmatchedVerdict({ old }: ResultPair, isFailed: boolean, hasReason: boolean): Verdict {
  if (old === undefined) return 'added';
  if (isFailed) return 'failed';
  return hasReason ? 'left out' : 'removed';
}

function isRegression({ verdict, change }: ComparisonRow, failOver: number | undefined): boolean {
  if (failOver === undefined) return false;
  const worse = verdict === 'slower' || verdict === 'larger';
  return verdict === 'failed' || (worse && change !== null && change.median > failOver);
}

const amount = (result: Result | undefined): number | null =>
  result?.medianSeconds ?? result?.memory?.peakBytes ?? null;
