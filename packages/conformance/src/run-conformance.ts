/** The kit without a test runner: every case in turn, and a report. */
import { type Backend, breather, type DType } from '@nablajs/core';
import { type CasesOptions, cases } from './cases.js';
import { type ConformanceError, type ConformanceErrorCode, isConformanceError } from './error.js';
import type { ConformanceCase } from './harness/conformance-case.js';
import { byCase, type Deviation, runDeclared, tooManyDeclared } from './tolerances/deviation.js';

/** `declared`: it failed, within what its declaration permits. `not-applicable`: the backend lacks what it needs. */
export type CaseStatus = 'passed' | 'failed' | 'declared' | 'not-applicable';

/** How one case went. */
export interface CaseResult {
  readonly name: string;
  readonly kernel: string;
  readonly dtype: DType;
  readonly status: CaseStatus;
  /** True where a deviation is declared that the case did not need here: it passed. */
  readonly unused?: true;
  /** Of a failure. */
  readonly code?: ConformanceErrorCode;
  readonly message?: string;
  /** Of a declared deviation, used or not, or why the case is not applicable. */
  readonly reason?: string;
  /** Of the worst element, where there is one. */
  readonly expected?: string;
  readonly received?: string;
  /** How many fail: `24 of 121`. */
  readonly elements?: string;
}

/** What `runConformance` found; `ok` where no case failed and not too many are declared. */
export interface ConformanceReport {
  /**
   * No case failed, and at most `MAXIMUM_DECLARED` of the applicable ones are declared, used or not. Of a selection by
   * `filter` that share says nothing, so it is not judged.
   */
  readonly ok: boolean;
  /** Numbers of cases; together all that were chosen. */
  readonly passed: number;
  readonly failed: number;
  readonly declared: number;
  readonly notApplicable: number;
  /** How many of those that passed are declared deviations: this machine does not need the declaration. */
  readonly unused: number;
  /** What is wrong with the report as a whole: too many declarations. */
  readonly problem?: string;
  readonly cases: readonly CaseResult[];
}

/** Options of `runConformance`. */
export interface RunOptions extends CasesOptions {
  /** Known deviations; those of dtypes that are left out are not looked at. None where absent. */
  readonly deviations?: readonly Deviation[];
  /** Called after each case. */
  readonly onCase?: (done: number, total: number, result: CaseResult) => void;
  /** Ends the run before its next case: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the cases one at a time, to the last whatever fails, and lets other work run between them. Rejects with a
 * ConformanceError of code `unknown-case` where a declaration is faulty, before any case runs. The backend stays the caller's.
 */
export async function runConformance(backend: Backend, options: RunOptions = {}): Promise<ConformanceReport> {
  const { deviations = [], filter, onCase, signal } = options;
  const declared = byCase(deviations);
  const chosen = cases(options);
  const breathe = breather(0);
  const results: CaseResult[] = [];
  for (const one of chosen) {
    signal?.throwIfAborted();
    const result = await resultOf(one, backend, declared.get(one.name));
    results.push(result);
    onCase?.(results.length, chosen.length, result);
    await breathe();
  }
  return reportOn(results, filter === undefined);
}

async function resultOf(one: ConformanceCase, backend: Backend, deviation: Deviation | undefined): Promise<CaseResult> {
  const { name, kernel, dtype } = one;
  const lacking = deviation === undefined ? one.notApplicable(backend) : undefined;
  if (lacking !== undefined) return { name, kernel, dtype, status: 'not-applicable', reason: lacking };
  const reason = deviation === undefined ? {} : { reason: deviation.reason };
  try {
    if (deviation === undefined) {
      await one.run(backend);
      return { name, kernel, dtype, status: 'passed' };
    }
    const outcome = await runDeclared(one, backend, deviation);
    if (outcome.status === 'unused') return { name, kernel, dtype, status: 'passed', unused: true, ...reason };
    return { name, kernel, dtype, status: 'declared', ...reason, ...valuesOf(outcome.failure) };
  } catch (error) {
    if (!isConformanceError(error)) throw error;
    const { code, message } = error;
    return { name, kernel, dtype, status: 'failed', code, message, ...valuesOf(error), ...reason };
  }
}

function valuesOf({
  expected,
  received,
  elements,
}: ConformanceError): Pick<CaseResult, 'expected' | 'received' | 'elements'> {
  return {
    ...(expected === undefined ? {} : { expected }),
    ...(received === undefined ? {} : { received }),
    ...(elements === undefined ? {} : { elements }),
  };
}

function reportOn(results: readonly CaseResult[], whole: boolean): ConformanceReport {
  const count = (wanted: CaseStatus): number => results.filter(({ status }) => status === wanted).length;
  const [failed, declared, notApplicable] = [count('failed'), count('declared'), count('not-applicable')];
  const unused = results.filter((result) => result.unused).length;
  const problem = whole ? tooManyDeclared(declared + unused, results.length - notApplicable) : undefined;
  return {
    ok: failed === 0 && problem === undefined,
    passed: count('passed'),
    failed,
    declared,
    notApplicable,
    unused,
    ...(problem === undefined ? {} : { problem }),
    cases: results,
  };
}
