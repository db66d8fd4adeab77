/** Holds the elements of one tensor against their gate. */

import { positionOf } from './arrays.js';
import type { ElementCheck } from './differences.js';
import type { Gate } from './options.js';
import type { ElementReport, TensorReport } from './report.js';
import type { Variable } from './subject.js';

export interface Judgement {
  readonly report: TensorReport;
  readonly problem: string | undefined;
}

/**
 * `noise`: gradients no larger than this cannot be told from 0. `largest`: the largest analytic gradient of the tensor,
 * the elements that were not sampled included.
 */
export function judge(
  { name, shape }: Variable,
  elements: readonly ElementCheck[],
  gate: Gate,
  noise: number,
  largest: number,
): Judgement {
  const scale = elements.reduce((max, { analytic, expected }) => worse(max, analytic, expected), largest);
  const error = elements.reduce((max, element) => worse(max, errorOf(element)), 0);
  const worstRelativeError = relativeError(error, scale, noise);
  const worst = elements.reduce((a, b) => (breach(b, gate) > breach(a, gate) ? b : a), NOTHING);
  const breached = elements.filter((element) => breach(element, gate) > 1).length;
  const relativeOk = gate.worstRelativeError === undefined || worstRelativeError <= gate.worstRelativeError;
  const report: TensorReport = {
    name,
    shape,
    checked: elements.length,
    moved: elements.filter(({ moved }) => moved !== 0).length,
    worstRelativeError,
    worst: describe(worst, shape),
    ok: breached === 0 && relativeOk,
  };
  return { report, problem: report.ok ? undefined : problemOf(report, breached, gate) };
}

/** Infinite where a number is none. */
function relativeError(error: number, scale: number, noise: number): number {
  if (error === 0 || scale <= noise) return 0;
  return Number.isFinite(error) ? error / scale : Number.POSITIVE_INFINITY;
}

const NOTHING: ElementCheck = { index: 0, analytic: 0, expected: 0, moved: 0 };

/** The largest magnitude; NaN counts as infinite. */
function worse(...values: readonly number[]): number {
  return values.reduce(
    (max, value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : Math.max(max, Math.abs(value))),
    0,
  );
}

function errorOf({ analytic, expected }: ElementCheck): number {
  const error = Math.abs(analytic - expected);
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

/** Error over gate: above 1 it is broken. */
function breach(element: ElementCheck, { atol, rtol }: Gate): number {
  const error = errorOf(element);
  return Number.isFinite(error) ? error / (atol + rtol * Math.abs(element.expected)) : error;
}

function describe(element: ElementCheck, shape: readonly number[]): ElementReport {
  const { index, analytic, expected } = element;
  const absoluteError = errorOf(element);
  const relative = relativeError(absoluteError, worse(analytic, expected), 0);
  return { index: positionOf(index, shape), analytic, expected, absoluteError, relativeError: relative };
}

function problemOf({ name, worst, worstRelativeError, checked }: TensorReport, breached: number, gate: Gate): string {
  const { index, analytic, expected, absoluteError } = worst;
  const element =
    `${name} at [${index.join(', ')}]: the gradient is ${analytic}, expected ${expected}; ` +
    `error ${absoluteError.toExponential(3)}`;
  if (breached > 0) {
    const allowed = (gate.atol + gate.rtol * Math.abs(expected)).toExponential(3);
    return `${element}, gate ${allowed}. ${breached} of ${checked} elements are wrong.`;
  }
  return (
    `${element}. Of the largest gradient of the tensor the worst error is ${worstRelativeError.toExponential(3)}, ` +
    `gate ${gate.worstRelativeError?.toExponential(0)}.`
  );
}
