/** A result file's rows, ordered for a reader: by suite, then workload, then candidate. */
import type { Result, ResultFile } from '../result-file.js';
import { SUITES, type SuiteName } from '../workload.js';

export interface WorkloadRow {
  readonly name: string;
  readonly dtype: Result['dtype'];
  /** By candidate. */
  readonly results: ReadonlyMap<string, Result>;
}

export interface SuiteSection {
  readonly suite: SuiteName;
  readonly rows: readonly WorkloadRow[];
  /** Who has a result or a failure here: the baseline first, the others as the file orders them. */
  readonly candidates: readonly string[];
  /** True where `candidate` failed at the workload. */
  readonly failed: (candidate: string, workload: Pick<Result, 'name' | 'dtype'>) => boolean;
}

export const SUITE_TITLES: Readonly<Record<SuiteName, string>> = {
  ops: 'Operations',
  train: 'Training',
  infer: 'Inference',
  startup: 'Start-up',
  memory: 'Memory',
};

/** One section for each suite that has a result. */
export function suiteSections(file: ResultFile): SuiteSection[] {
  return SUITES.map((suite) => suiteSection(file, suite)).filter(({ rows }) => rows.length > 0);
}

function suiteSection(file: ResultFile, suite: SuiteName): SuiteSection {
  const results = file.results.filter((result) => result.suite === suite);
  const failures = file.failures.filter((failure) => failure.suite === suite);
  const present = new Set([...results, ...failures].map(({ candidate }) => candidate));
  return {
    suite,
    rows: workloadRows(results),
    candidates: candidateNames(file).filter((name) => present.has(name)),
    failed: (candidate, { name, dtype }) =>
      failures.some((one) => one.candidate === candidate && one.name === name && one.dtype === dtype),
  };
}

/** Everybody the file speaks of, the baseline first: the order of columns and of colours. */
export function candidateNames(file: ResultFile): string[] {
  const named = [...file.candidates.map(({ name }) => name), ...file.results.map(({ candidate }) => candidate)];
  const failed = file.failures.map(({ candidate }) => candidate);
  const all = [...new Set([...named, ...failed])];
  return [...all.filter((name) => name === file.baseline), ...all.filter((name) => name !== file.baseline)];
}

function workloadRows(results: readonly Result[]): WorkloadRow[] {
  const rows = new Map<string, { name: string; dtype: Result['dtype']; results: Map<string, Result> }>();
  for (const result of results) {
    const key = JSON.stringify([result.name, result.dtype]);
    const row = rows.get(key) ?? { name: result.name, dtype: result.dtype, results: new Map<string, Result>() };
    row.results.set(result.candidate, result);
    rows.set(key, row);
  }
  return [...rows.values()];
}
