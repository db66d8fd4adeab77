import { Random, RandomKey } from '@nablajs/core';

/** The number of folds of many rows, and the rows that each fold of few has at least. */
const FOLDS = 5;
const FEWEST_IN_FOLD = 2;

/** How rows are cut, as `learnTable` is told. */
export interface FoldWishes {
  readonly folds?: number | undefined;
  /** The group of each row. */
  readonly groups?: ArrayLike<number> | undefined;
  /** The time of each row. */
  readonly times?: ArrayLike<number> | undefined;
}

/** How many folds a table has. */
export interface FoldCounts {
  /** Into how many folds its rows are cut, at least 2: the option `folds`, or its default. */
  readonly folds: number;
  /** How many folds test a network. 0 means that the rows cannot be cut: they are of one group or time. */
  readonly tested: number;
}

/**
 * Returns into how many folds `learnTable` cuts rows: by default 5, fewer if one would have less than two rows.
 *
 * @example
 * ```ts
 * countFolds(344); // { folds: 5, tested: 5 }
 * countFolds(7); // { folds: 3, tested: 3 }
 * countFolds(90, { groups }); // of rows in two groups: { folds: 2, tested: 2 }
 * ```
 */
export function countFolds(rows: number, { folds, groups, times }: FoldWishes = {}): FoldCounts {
  const wanted = folds ?? Math.min(FOLDS, Math.floor(rows / FEWEST_IN_FOLD));
  const most = groups === undefined ? rows : new Set(Array.from(groups)).size;
  const count = Math.max(2, Math.min(wanted, most));
  // The first block in time only teaches.
  if (times !== undefined) return { folds: count, tested: new Set(blocksInTime(times, count + 1)).size - 1 };
  return { folds: count, tested: most < 2 ? 0 : count };
}

/**
 * Returns folds from 0 to `folds` - 1. They differ in size by one row at most, and each has its share of every class,
 * or of small and large numbers. `targets` are class numbers, or numbers.
 */
export function foldsOf(targets: ArrayLike<number>, folds: number, seed: number): Int32Array {
  const order = new Random(new RandomKey(seed, 'folds')).permutation(targets.length);
  const sorted = Array.from(order).sort((a, b) => (targets[a] as number) - (targets[b] as number));
  const found = new Int32Array(targets.length);
  // Neighbours in this order are alike, and go to different folds.
  for (const [place, row] of sorted.entries()) found[row] = place % folds;
  return found;
}

/**
 * Rows of one group are in one fold, and folds are about equally large; there are as many folds as groups if these are
 * fewer. `groups` are whole numbers >= 0.
 */
export function foldsOfGroups(groups: ArrayLike<number>, folds: number, seed: number): Int32Array {
  const sizes = new Map<number, number>();
  for (let row = 0; row < groups.length; row++) {
    sizes.set(groups[row] as number, (sizes.get(groups[row] as number) ?? 0) + 1);
  }
  const names = [...sizes.keys()].sort((a, b) => a - b);
  const order = new Random(new RandomKey(seed, 'groups')).permutation(names.length);
  const drawn = Array.from(order, (place) => names[place] as number);
  const totals = new Array<number>(Math.min(folds, names.length)).fill(0);
  const foldOf = new Map<number, number>();
  // The sort is stable, so groups of equal size stay in the order that was drawn.
  for (const group of drawn.sort((a, b) => (sizes.get(b) as number) - (sizes.get(a) as number))) {
    const fold = totals.indexOf(totals.reduce((least, total) => Math.min(least, total)));
    foldOf.set(group, fold);
    totals[fold] = (totals[fold] as number) + (sizes.get(group) as number);
  }
  return Int32Array.from(groups, (group) => foldOf.get(group) as number);
}

/**
 * Blocks follow each other in time and are about equally large. Rows of the same time are in one block. Larger `times`
 * are later.
 */
export function blocksInTime(times: ArrayLike<number>, blocks: number): Int32Array {
  const sorted = Float64Array.from(times).sort();
  const starts = Array.from({ length: blocks - 1 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / blocks)]);
  return Int32Array.from(times, (time) => starts.filter((start) => time >= (start as number)).length);
}
