/** Runs the kit without a test runner and returns a report. */
import { type Backend, breather, checkOptionNames, type DType } from '@nablajs/core';
import { CASES_OPTIONS, type CasesOptions, cases } from './cases.js';
import { type ConformanceError, type ConformanceErrorCode, isConformanceError } from './error.js';
import type { ConformanceCase } from './harness/conformance-case.js';
import { byCase, type Deviation, runDeclared, tooManyDeclared } from './tolerances/deviation.js';

/** `declared`: failed as its declaration permits. `not-applicable`: the backend lacks a kernel or dtype. */
export type CaseStatus = 'passed' | 'failed' | 'declared' | 'not-applicable';

/** The result of one case. */
export interface CaseResult {
  readonly name: string;
  readonly kernel: string;
  readonly dtype: DType;
  readonly status: CaseStatus;
  /** True if the case passed although a deviation is declared. */
  readonly unused?: true;
  /** What failed. */
  readonly code?: ConformanceErrorCode;
  readonly message?: string;
  /** The reason of a declared deviation, used or not, or why the case is not applicable. */
  readonly reason?: string;
  /** The expected value of the worst element, if any. */
  readonly expected?: string;
  readonly received?: string;
  /** How many elements fail: `24 of 121`. */
  readonly elements?: string;
}

/** The report of `runConformance`. */
export interface ConformanceReport {
  /**
   * Whether no case failed and at most `MAXIMUM_DECLARED` of the applicable ones are declared, used or not. With
   * `filter` the share of declared cases is not judged.
   */
  readonly ok: boolean;
  /** Numbers of cases. Together they are all that were chosen. */
  readonly passed: number;
  readonly failed: number;
  readonly declared: number;
  readonly notApplicable: number;
  /** How many passed although they are declared: this machine does not need the declaration. */
  readonly unused: number;
  /** What is wrong with the report as a whole: too many declarations. */
  readonly problem?: string;
  readonly cases: readonly CaseResult[];
}

/** Options of `runConformance`. */
export interface RunOptions extends CasesOptions {
  /** Known deviations of the backend. Default: none. */
  readonly deviations?: readonly Deviation[];
  /** Called after each case. Default: none. */
  readonly onCase?: (done: number, total: number, result: CaseResult) => void;
  /** Ends the run before the next case: the promise rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal;
}

/**
 * Runs all cases one at a time, even if some fail, and lets other work run between them. Rejects with a
 * ConformanceError of code `unknown-case` if a declaration is wrong, before any case runs. Does not dispose the
 * backend.
 *
 * @example
 * ```ts
 * const report = await runConformance(backend);
 * for (const { status, message } of report.cases) if (status === 'failed') console.log(message);
 * ```
 */
export async function runConformance(backend: Backend, options: RunOptions = {}): Promise<ConformanceReport> {
  checkOptionNames('runConformance', options, [...CASES_OPTIONS, 'deviations', 'onCase', 'signal']);
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
