import { oneLine, tableLines } from '@nablajs/command-line';
import { type CaseResult, type ConformanceReport, describeGates, type UlpGates } from '@nablajs/conformance';
import { type Backend, type DType, isFloat } from '@nablajs/core';
import { filterNote } from './filter.js';

export interface ConformanceHead {
  readonly backend: Backend;
  readonly dtypes: readonly DType[];
  readonly ulps: UlpGates;
  /** Part of the names of the cases to run. Default: all cases. */
  readonly filter: string | undefined;
}

/** Returns one JSON object, which `apps/cli/README.md` documents. */
export function conformanceJson(report: ConformanceReport, { backend, dtypes, ulps, filter }: ConformanceHead): string {
  const { cases, ...totals } = report;
  const { name, native = null, description } = backend;
  return JSON.stringify({
    ...totals,
    backend: { name, native, dtypes: backend.dtypes, description },
    dtypes,
    ulps,
    filter: filter ?? null,
    cases,
  });
}

export function headLines({ backend, dtypes, ulps }: ConformanceHead): string[] {
  const { name, description, native } = backend;
  const floats = dtypes.filter(isFloat);
  const library = native === undefined ? '' : `, native library ${native}`;
  return [
    `Conformance of ${name}: ${description}${library}; ${floats.join(', ')}`,
    ...floats.map((dtype) => `Gates in ${dtype}: ${describeGates(dtype, ulps)}`),
    '',
  ];
}

/** A table and the declared deviations (unless `quiet`), each failure, and a last line. */
export function resultLines(
  report: ConformanceReport,
  seconds: number,
  { quiet, filter }: { readonly quiet: boolean; readonly filter: string | undefined },
): string[] {
  const { cases, problem } = report;
  const details = quiet ? [] : [...tableLines(kernelTable(cases)), '', ...cases.flatMap(declaredLine)];
  return [
    ...details,
    ...cases.flatMap(failureLine),
    ...(problem === undefined ? [] : [`FAILED ${problem}`]),
    `${closingLine(report, seconds)}${filterNote(filter)}`,
  ];
}

const STATUSES = ['passed', 'failed', 'declared', 'not-applicable'] as const satisfies readonly CaseResult['status'][];

function kernelTable(cases: readonly CaseResult[]): string[][] {
  const rows = new Map<string, CaseResult[]>();
  for (const one of cases) {
    const key = `${one.kernel} ${one.dtype}`;
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  const counts = (own: readonly CaseResult[]): string[] =>
    STATUSES.map((wanted) => `${own.filter(({ status }) => status === wanted).length}`);
  return [
    ['kernel', 'dtype', 'passed', 'failed', 'declared', 'not applicable'],
    ...[...rows].map(([key, own]) => [...key.split(' '), ...counts(own)]),
  ];
}

function declaredLine({ status, unused, name, reason, expected, received, elements }: CaseResult): string[] {
  if (unused) return [`not needed here ${name}: ${reason}`];
  const which = elements === undefined ? '' : `; ${elements} elements`;
  return status === 'declared'
    ? [`declared ${name}: ${reason} (expected ${expected}, received ${received}${which})`]
    : [];
}

/** Returns a line for a failed case. A backend may throw a message of several lines. */
function failureLine({ status, message = '' }: CaseResult): string[] {
  return status === 'failed' ? [`FAILED ${oneLine(message)}`] : [];
}

function closingLine(report: ConformanceReport, seconds: number): string {
  const { ok, passed, failed, declared, unused, notApplicable } = report;
  const more = unused === 0 ? '' : ` (${unused} more not needed here)`;
  const counts = `${passed} passed, ${failed} failed, ${declared} declared${more}, ${notApplicable} not applicable`;
  return `${ok ? 'ok' : 'FAILED'}: ${counts}; ${seconds.toFixed(1)} s`;
}
