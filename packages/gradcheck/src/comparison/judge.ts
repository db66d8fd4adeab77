import { positionOf } from '@nablajs/core/testing';
import type { Gate } from '../options.js';
import type { ElementReport, TensorReport } from '../report.js';
import type { Variable } from '../subjects/subject.js';
import type { ElementCheck } from './differences.js';

export interface Judgement {
  readonly report: TensorReport;
  readonly problem: string | undefined;
}

/** A tensor whose gradients are within `noise` counts as 0. */
export function judge(
  { name, shape }: Variable,
  elements: readonly ElementCheck[],
  gate: Gate,
  noise: number,
): Judgement {
  const scale = elements.reduce((max, { analytic, expected }) => worse(max, analytic, expected), 0);
  const error = elements.reduce((max, element) => worse(max, errorOf(element)), 0);
  const worstRelativeError = relativeError(error, scale, noise);
  const breached = elements.filter((element) => breach(element, gate) > 1).length;
  const relativeOk = gate.worstRelativeError === undefined || worstRelativeError <= gate.worstRelativeError;
  const size = breached > 0 ? (element: ElementCheck) => breach(element, gate) : errorOf;
  const worst = elements.reduce<ElementCheck | undefined>(
    (a, b) => (a === undefined || size(b) > size(a) ? b : a),
    undefined,
  );
  const report: TensorReport = {
    name,
    shape,
    checked: elements.length,
    moved: elements.filter(({ moved }) => moved !== 0).length,
    worstRelativeError,
    worst: worst === undefined ? undefined : describe(worst, shape),
    ok: breached === 0 && relativeOk,
  };
  return { report, problem: report.ok ? undefined : problemOf(report, breached, gate) };
}

/** Infinite if a number is NaN. */
function relativeError(error: number, scale: number, noise: number): number {
  if (!Number.isFinite(error)) return Number.POSITIVE_INFINITY;
  return scale <= noise ? 0 : error / scale;
}

/** Returns the largest magnitude; NaN counts as infinite. */
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

/** Returns error / gate. Above 1 fails. */
function breach(element: ElementCheck, { atol, rtol }: Gate): number {
  const error = errorOf(element);
  if (error === 0 || !Number.isFinite(error)) return error;
  return error / (atol + rtol * Math.abs(element.expected));
}

function describe(element: ElementCheck, shape: readonly number[]): ElementReport {
  const { index, analytic, expected } = element;
  const absoluteError = errorOf(element);
  const relative = relativeError(absoluteError, worse(analytic, expected), 0);
  return { index: positionOf(index, shape), analytic, expected, absoluteError, relativeError: relative };
}

function problemOf({ name, worst, worstRelativeError, checked }: TensorReport, breached: number, gate: Gate): string {
  // A tensor of no elements has no problem.
  const { index, analytic, expected, absoluteError } = worst as ElementReport;
  const element =
    `${name} at [${index.join(', ')}]: the gradient is ${analytic}, expected ${expected}; ` +
    `error ${absoluteError.toExponential(3)}`;
  if (breached > 0) {
    const allowed = (gate.atol + gate.rtol * Math.abs(expected)).toExponential(3);
    return `${element}, gate ${allowed}. ${breached} of ${checked} elements are wrong.`;
  }
  return (
    `${element}, which is ${worstRelativeError.toExponential(3)} of the largest gradient of the tensor, ` +
    `gate ${gate.worstRelativeError?.toExponential(0)}.`
  );
}
