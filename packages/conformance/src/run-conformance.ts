/** The kit without a test runner: every case in turn, and a report. */
import { type Backend, breather, type DType } from '@nablajs/core';
import { type CasesOptions, cases } from './cases.js';
import type { ConformanceCase } from './conformance-case.js';
import { byCase, type Deviation, runCase, tooManyDeclared, valuesOf } from './deviation.js';
import { type ConformanceErrorCode, isConformanceError } from './error.js';

/** `declared`: it failed in just the way that its declaration says. `not-applicable`: the backend lacks what it needs. */
export type CaseStatus = 'passed' | 'failed' | 'declared' | 'not-applicable';

/** How one case went. */
export interface CaseResult {
  readonly name: string;
  readonly kernel: string;
  readonly dtype: DType;
  /** `declared`: it failed in exactly the way that a deviation declares. */
  readonly status: CaseStatus;
  /** Of a failure. */
  readonly code?: ConformanceErrorCode;
  readonly message?: string;
  /** Of a declared deviation, or why the case is not applicable. */
  readonly reason?: string;
  /** Of the worst element, where there is one. */
  readonly expected?: string;
  readonly received?: string;
  /** All that fail. */
  readonly elements?: string;
}

/** What `runConformance` found; `ok` where no case failed and not too many are declared. */
export interface ConformanceReport {
  /** No case failed, and at most `MAXIMUM_DECLARED` of the applicable ones are declared. */
  readonly ok: boolean;
  /** Numbers of cases; together all that were chosen. */
  readonly passed: number;
  readonly failed: number;
  readonly declared: number;
  readonly notApplicable: number;
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
  const { deviations = [], onCase, signal } = options;
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
  return reportOn(results);
}

async function resultOf(one: ConformanceCase, backend: Backend, deviation: Deviation | undefined): Promise<CaseResult> {
  const { name, kernel, dtype } = one;
  const lacking = deviation === undefined ? one.notApplicable(backend) : undefined;
  if (lacking !== undefined) return { name, kernel, dtype, status: 'not-applicable', reason: lacking };
  try {
    await runCase(one, backend, deviation);
  } catch (error) {
    return { name, kernel, dtype, status: 'failed', ...failureOf(error), ...reasonOf(deviation) };
  }
  if (deviation === undefined) return { name, kernel, dtype, status: 'passed' };
  const { case: _, ...declaration } = deviation;
  return { name, kernel, dtype, status: 'declared', ...declaration };
}

type Failure = Pick<CaseResult, 'code' | 'message' | 'expected' | 'received' | 'elements'>;

function failureOf(error: unknown): Failure {
  if (!isConformanceError(error)) throw error;
  return { code: error.code, message: error.message, ...valuesOf(error) };
}

const reasonOf = (deviation: Deviation | undefined): Pick<CaseResult, 'reason'> =>
  deviation === undefined ? {} : { reason: deviation.reason };

function reportOn(results: readonly CaseResult[]): ConformanceReport {
  const count = (wanted: CaseStatus): number => results.filter(({ status }) => status === wanted).length;
  const [failed, declared, notApplicable] = [count('failed'), count('declared'), count('not-applicable')];
  const problem = tooManyDeclared(declared, results.length - notApplicable);
  return {
    ok: failed === 0 && problem === undefined,
    passed: count('passed'),
    failed,
    declared,
    notApplicable,
    ...(problem === undefined ? {} : { problem }),
    cases: results,
  };
}
