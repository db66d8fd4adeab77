/** Compares two backends, kernel by kernel, on the operands of the conformance cases. */
import { type Backend, breather, checkOptionNames, type DType } from '@nablajs/core';
import { type CasesOptions, cases } from './cases.js';
import { isConformanceError } from './error.js';
import type { ConformanceCase, Observation } from './harness/conformance-case.js';
import { worstElement } from './tolerances/compare.js';

/** An element that both backends computed. */
export interface ComparedElement {
  readonly case: string;
  /** Row-major, within the output. */
  readonly index: number;
  /** The values of the first and the second backend. */
  readonly values: readonly [first: number, second: number];
  /** Infinity if only equality would pass: a NaN against a number, or either against an infinity. */
  readonly error: number;
  readonly gate: number;
}

/** The result of comparing two backends in one kernel and dtype. */
export interface KernelComparison {
  readonly kernel: string;
  readonly dtype: DType;
  /** How many cases were compared. */
  readonly cases: number;
  /** The element with the largest ratio; undefined if all are equal. */
  readonly worst: ComparedElement | undefined;
  /** error / gate of the worst element: 0 if all are equal, Infinity if only equality would pass. */
  readonly ratio: number;
  /**
   * Why the first such case could not be compared: a backend threw, or returned an output of the wrong dtype or size.
   */
  readonly problem?: string;
  /** Whether there is no problem and the ratio is at most 1. */
  readonly ok: boolean;
}

/** Options of `compareBackends`. */
export interface CompareOptions extends Pick<CasesOptions, 'dtypes' | 'kernels' | 'filter'> {
  /** Names of cases to leave out, such as declared deviations of either backend. Default: none. */
  readonly excluded?: ReadonlySet<string>;
  /** Called after each case. Default: none. */
  readonly onCase?: (done: number, total: number) => void;
  /** Ends the comparison before the next case: the promise rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal;
}

/** How the two backends differ in one case. */
interface CaseComparison {
  readonly worst?: ComparedElement & { readonly ratio: number };
  readonly problem?: string;
}

/**
 * Runs every case that both backends can run on both, and compares the outputs of the second with those of the first,
 * under the gates for backend against backend (README.md, Gates). Returns an entry for each kernel and dtype, in the
 * order of `cases()`. Leaves out cases of storage.
 *
 * @example
 * ```ts
 * const comparison = await compareBackends(reference, backend);
 * console.log(comparison.filter(({ ok }) => !ok));
 * ```
 */
export async function compareBackends(
  first: Backend,
  second: Backend,
  options: CompareOptions = {},
): Promise<readonly KernelComparison[]> {
  const known = ['dtypes', 'kernels', 'filter', 'excluded', 'onCase', 'signal'];
  checkOptionNames('compareBackends', options, known);
  const { excluded = new Set<string>(), onCase, signal } = options;
  const runs = (one: ConformanceCase): boolean =>
    [first, second].every((backend) => one.notApplicable(backend) === undefined);
  const chosen = cases(options).filter((one) => one.observe !== undefined && !excluded.has(one.name) && runs(one));
  const breathe = breather(0);
  const kernels = new Map<string, KernelComparison>();
  for (const [index, one] of chosen.entries()) {
    signal?.throwIfAborted();
    const key = `${one.kernel} ${one.dtype}`;
    kernels.set(key, joined(kernels.get(key) ?? nothing(one), await compareCase(one, first, second)));
    onCase?.(index + 1, chosen.length);
    await breathe();
  }
  return [...kernels.values()];
}

function nothing({ kernel, dtype }: ConformanceCase): KernelComparison {
  return { kernel, dtype, cases: 0, worst: undefined, ratio: 0, ok: true };
}

function joined(kernel: KernelComparison, { worst, problem }: CaseComparison): KernelComparison {
  const cases = kernel.cases + 1;
  if (problem !== undefined) return { ...kernel, cases, problem: kernel.problem ?? problem, ok: false };
  if (worst === undefined || worst.ratio <= kernel.ratio) return { ...kernel, cases };
  const { ratio, ...element } = worst;
  return { ...kernel, cases, worst: element, ratio, ok: kernel.ok && ratio <= 1 };
}

async function compareCase(one: ConformanceCase, first: Backend, second: Backend): Promise<CaseComparison> {
  try {
    const [left, right] = [await observe(one, first), await observe(one, second)];
    return compareOutputs(one.name, left, right);
  } catch (error) {
    if (!isConformanceError(error)) throw error;
    return { problem: error.message };
  }
}

const observe = async (one: ConformanceCase, backend: Backend): Promise<readonly Observation[]> =>
  (await one.observe?.(backend)) ?? [];

function compareOutputs(name: string, left: readonly Observation[], right: readonly Observation[]): CaseComparison {
  let worst: CaseComparison['worst'];
  for (const [position, { values, gate }] of left.entries()) {
    const found = worstElement((right[position] as Observation).values, values, gate);
    if (found === undefined || found.ratio <= (worst?.ratio ?? 0)) continue;
    const { index, expected, received, error, limit, ratio } = found;
    worst = { case: name, index, values: [expected, received], error, gate: limit, ratio };
  }
  return worst === undefined ? {} : { worst };
}
