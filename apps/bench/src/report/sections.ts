/** A result file's rows, ordered for a reader: by suite, then workload, then candidate. */
import { plainText } from '@nablajs/charts/markup';
import { NATIVE_FAST } from '../harness/candidates.js';
import type { NotMeasured, Result, ResultFile } from '../result/result-file.js';
import { SUITES, type SuiteName } from '../workloads/workload.js';

export interface WorkloadRow {
  readonly name: string;
  readonly dtype: Result['dtype'];
  /** By candidate. */
  readonly results: ReadonlyMap<string, Result>;
}

export interface SuiteSection {
  readonly suite: SuiteName;
  readonly rows: readonly WorkloadRow[];
  /** Candidates with a result or a failure in this suite, the baseline first, the others in the file's order. */
  readonly candidates: readonly string[];
  /** Why `candidate` has no result of the workload. The report's lists give details. */
  readonly absence: (candidate: string, workload: Pick<Result, 'name' | 'dtype'>) => Absence;
}

/** `not measured` if the file gives no reason. */
type Absence = 'failed' | 'left out' | 'not measured';

export const SUITE_TITLES: Readonly<Record<SuiteName, string>> = {
  ops: 'Operations',
  train: 'Training',
  convnet: 'Convolutional networks, one training step',
  sequences: 'Sequences',
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
    absence: (candidate, { name, dtype }) => {
      const isSame = (one: NotMeasured): boolean =>
        one.suite === suite && one.candidate === candidate && one.name === name && one.dtype === dtype;
      if (failures.some(isSame)) return 'failed';
      return file.leftOut.some(isSame) ? 'left out' : 'not measured';
    },
  };
}

/** The order of suites on a page: what people do first, single operations later. */
const PAGE_ORDER: readonly SuiteName[] = ['train', 'convnet', 'sequences', 'infer', 'ops', 'startup', 'memory'];

/** The sections in the order of a page. */
export const pageSections = (file: ResultFile): SuiteSection[] =>
  suiteSections(file).sort((a, b) => PAGE_ORDER.indexOf(a.suite) - PAGE_ORDER.indexOf(b.suite));

/** `nabla wasm` and `nabla native fast`, but `torch`: a stranger does not know that `wasm` is nabla's. */
export function shownName(file: ResultFile, candidate: string): string {
  if (!isOurs(file, candidate)) return plainText(candidate);
  return `nabla ${candidate === NATIVE_FAST ? 'native fast' : plainText(candidate)}`;
}

/** Whether a candidate is one of nabla's backends. */
export const isOurs = ({ candidates }: ResultFile, candidate: string): boolean =>
  candidates.some(({ name, peer }) => name === candidate && !peer);

/** All candidates in the file, the baseline first. */
export function candidateNames(file: ResultFile): string[] {
  const named = [...file.candidates.map(({ name }) => name), ...file.results.map(({ candidate }) => candidate)];
  const failed = file.failures.map(({ candidate }) => candidate);
  const all = [...new Set([...named, ...failed])];
  return [...all.filter((name) => name === file.baseline), ...all.filter((name) => name !== file.baseline)];
}

export interface LeftOutGroup {
  readonly candidate: string;
  readonly reason: string;
  /** `ops matmul 32x32x32 float32`. */
  readonly workloads: readonly string[];
}

/** Groups workloads by candidate and reason. */
export function leftOutGroups({ leftOut }: ResultFile): LeftOutGroup[] {
  const groups = new Map<string, { candidate: string; reason: string; workloads: string[] }>();
  for (const { candidate, reason, suite, name, dtype } of leftOut) {
    const key = JSON.stringify([candidate, reason]);
    const group = groups.get(key) ?? { candidate, reason, workloads: [] };
    group.workloads.push(`${suite} ${name} ${dtype}`);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const MOST_NAMED = 3;

/** Lists the first workloads, separated by semicolons because names contain commas. */
export function workloadWords({ workloads }: LeftOutGroup): string {
  const more = workloads.length - MOST_NAMED;
  return `${workloads.slice(0, MOST_NAMED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
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
