/** Pairs the rows of two files. */
import type { Result, ResultFile } from '../result/result-file.js';

/** Identifies a row. */
export type Key = Pick<Result, 'suite' | 'name' | 'dtype' | 'candidate'>;

/** A row of two files; at least one of them has it. */
export interface ResultPair extends Key {
  readonly old: Result | undefined;
  readonly current: Result | undefined;
}

/** Pairs rows in the new file's order, then those that it does not have. */
export function pairResults(old: ResultFile, current: ResultFile): ResultPair[] {
  const before = byKey(old);
  const after = byKey(current);
  const both = [...after].map(([key, result]) => ({ ...keyOf(result), old: before.get(key), current: result }));
  const gone = [...before].filter(([key]) => !after.has(key));
  return [...both, ...gone.map(([, result]) => ({ ...keyOf(result), old: result, current: undefined }))];
}

export const keyOf = ({ suite, name, dtype, candidate }: Key): Key => ({ suite, name, dtype, candidate });

function byKey({ results }: ResultFile): Map<string, Result> {
  return new Map(results.map((result) => [rowKey(result), result]));
}

/** A key of suite, name, dtype and candidate. */
export const rowKey = (row: Key): string => JSON.stringify(Object.values(keyOf(row)));

export const workloadKey = ({ suite, name, dtype }: Key): string => JSON.stringify([suite, name, dtype]);
