/** The verdict on a subject: gates, determinism, kinks. */
import { byDifferences, byReference, type Comparison } from './comparison.js';
import { judge } from './judge.js';
import { DEFAULT_EPS, type Gate, type GradcheckOptions, MAXIMUM_MOVED } from './options.js';
import { asReference } from './reference.js';
import type { GradcheckReport, TensorReport } from './report.js';
import type { Gradients, Subject } from './subject.js';

/** Compares, and says everything that is wrong. */
export async function check(subject: Subject, options: GradcheckOptions): Promise<GradcheckReport> {
  const analytic = await subject.analytic();
  const repeated = await subject.analytic();
  const against = options.against === undefined ? undefined : asReference(options.against);
  const comparison =
    against === undefined
      ? await byDifferences(subject, analytic, options)
      : await byReference(subject, analytic, against);
  const gate = { ...comparison.gate, ...givenGate(options) };
  const noise = against === undefined ? differenceNoise(analytic.loss, options.eps ?? DEFAULT_EPS) : 0;
  const judged = subject.variables.flatMap((variable, at) => {
    const elements = comparison.elements[at];
    const largest = largestOf(analytic.gradients[at] ?? []);
    return elements === undefined ? [] : [judge(variable, elements, gate, noise, largest)];
  });
  const tensors = judged.map(({ report }) => report);
  const moved = total(tensors, 'moved');
  const checked = total(tensors, 'checked');
  const problems = [
    ...judged.flatMap(({ problem }) => problem ?? []),
    ...differencesBetweenRuns(subject, analytic, repeated),
    ...lossProblem(analytic.loss, comparison),
    ...movedProblem(moved, checked),
  ];
  return {
    ok: problems.length === 0,
    dtype: subject.dtype,
    against: comparison.name,
    worstRelativeError: Math.max(0, ...tensors.map(({ worstRelativeError }) => worstRelativeError)),
    checked,
    moved,
    tensors,
    problems,
    warnings: [...comparison.warnings, ...movedWarning(moved, checked)],
  };
}

function givenGate({ atol, rtol, worstRelativeError }: GradcheckOptions): Partial<Gate> {
  return {
    ...(atol === undefined ? {} : { atol }),
    ...(rtol === undefined ? {} : { rtol }),
    ...(worstRelativeError === undefined ? {} : { worstRelativeError }),
  };
}

/** What a few roundings of the loss make of a gradient of 0. */
function differenceNoise(loss: number, eps: number): number {
  return (8 * Number.EPSILON * Math.max(1, Math.abs(loss))) / (2 * eps);
}

function largestOf(gradient: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < gradient.length; i++) largest = Math.max(largest, Math.abs(gradient[i] as number));
  return largest;
}

function total(tensors: readonly TensorReport[], key: 'moved' | 'checked'): number {
  return tensors.reduce((sum, tensor) => sum + tensor[key], 0);
}

/** A second run must give the same bits. */
function differencesBetweenRuns({ variables }: Subject, first: Gradients, second: Gradients): string[] {
  const problems: string[] = [];
  if (!Object.is(first.loss, second.loss)) {
    problems.push(`not deterministic: the loss was ${first.loss}, then ${second.loss}.`);
  }
  for (const [at, { name }] of variables.entries()) {
    const [a, b] = [first.gradients[at] ?? [], second.gradients[at] ?? []];
    const index = Array.from(a).findIndex((value, i) => !Object.is(value, b[i]));
    if (index >= 0) {
      problems.push(`not deterministic: element ${index} of ${name} was ${a[index]}, then ${b[index]}.`);
    }
  }
  return problems;
}

/** The gradients of two losses say nothing about each other. */
function lossProblem(own: number, { name, loss: expected, lossGate }: Comparison): string[] {
  if (Math.abs(own - expected) <= lossGate * Math.max(1, Math.abs(expected))) return [];
  return [`the loss is ${own}, but ${expected} by ${name}: the two do not differentiate the same function.`];
}

function movedWarning(moved: number, checked: number): string[] {
  return moved === 0 ? [] : [`${moved} of ${checked} elements lay at a kink and were moved off it.`];
}

function movedProblem(moved: number, checked: number): string[] {
  const allowed = Math.max(1, Math.floor(MAXIMUM_MOVED * checked));
  if (moved <= allowed) return [];
  return [`${moved} of ${checked} elements lie at a kink, more than the ${allowed} that may. Check at another point.`];
}
