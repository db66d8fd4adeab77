/** Judges a subject: gates, other code paths to the same gradients, determinism, kinks. */
import { positionOf } from '@nablajs/core/testing';
import { byDifferences, byReference, type Comparison, paired } from './comparison/comparison.js';
import { type Judgement, judge } from './comparison/judge.js';
import { DEFAULT_EPS, GATES, type Gate, type GradcheckOptions, MAXIMUM_MOVED } from './options.js';
import type { GradcheckReport, TensorReport } from './report.js';
import type { Gradients, OtherPath, Subject } from './subjects/subject.js';

export async function check(subject: Subject, options: GradcheckOptions): Promise<GradcheckReport> {
  const analytic = await subject.analytic();
  const paths = await subject.otherPaths();
  await subject.disturb();
  const repeated = await subject.analytic();
  const { against, eps = DEFAULT_EPS } = options;
  const comparison =
    against === undefined
      ? await byDifferences(subject, analytic, options)
      : await byReference(subject, analytic, against);
  const gate = { ...comparison.gate, ...givenGate(options) };
  const noise = against === undefined ? differenceNoise(await subject.magnitude(), eps) : gate.atol;
  const judged = judgeAll(subject, comparison.elements, gate, noise);
  const tensors = judged.map(({ report }) => report);
  const moved = total(tensors, 'moved');
  const checked = total(tensors, 'checked');
  const problems = [
    ...judged.flatMap(({ problem }) => problem ?? []),
    ...notFinite(subject, analytic),
    ...paths.flatMap((path) => pathProblems(subject, analytic, path)),
    ...differencesBetweenRuns(subject, analytic, repeated),
    ...lossProblem(analytic.loss, comparison),
    ...movedProblem(moved, checked),
  ];
  return {
    ok: problems.length === 0,
    dtype: subject.dtype,
    against: comparison.name,
    worstRelativeError: tensors.reduce((worst, one) => Math.max(worst, one.worstRelativeError), 0),
    checked,
    moved,
    tensors,
    problems,
    warnings: [...comparison.warnings, ...movedWarning(moved, checked)],
  };
}

function judgeAll({ variables }: Subject, elements: Comparison['elements'], gate: Gate, noise: number): Judgement[] {
  return variables.flatMap((variable, at) => {
    const own = elements[at];
    return own === undefined ? [] : [judge(variable, own, gate, noise)];
  });
}

/** Covers all gradients, including those that were not sampled. */
function notFinite({ variables }: Subject, { gradients }: Gradients): string[] {
  return variables.flatMap(({ name, shape }, at) => {
    const gradient = Array.from(gradients[at] ?? []);
    const wrong = gradient.flatMap((value, index) => (Number.isFinite(value) ? [] : [index]));
    const [first] = wrong;
    if (first === undefined) return [];
    const where = `[${positionOf(first, shape).join(', ')}]`;
    return [
      `${name}: ${wrong.length} of ${gradient.length} gradients are not finite, ` +
        `the first at ${where}: ${gradient[first]}.`,
    ];
  });
}

/** Checks that another code path gives the same gradients, except for the order of sums. */
function pathProblems(subject: Subject, analytic: Gradients, { name, gradients }: OtherPath): string[] {
  const gate = subject.dtype === 'float64' ? GATES.float64 : GATES.float32;
  const elements = gradients.map((gradient, at) => paired(gradient, analytic.gradients[at]));
  const compared = elements.map((own, at) => (gradients[at] === undefined ? undefined : own));
  return judgeAll(subject, compared, gate, gate.atol).flatMap(({ problem }) =>
    problem === undefined ? [] : [`${name}, ${problem}`],
  );
}

function givenGate({ atol, rtol, worstRelativeError }: GradcheckOptions): Partial<Gate> {
  return {
    ...(atol === undefined ? {} : { atol }),
    ...(rtol === undefined ? {} : { rtol }),
    ...(worstRelativeError === undefined ? {} : { worstRelativeError }),
  };
}

/** The error that a few roundings of the loss cause in a gradient of 0. */
function differenceNoise(magnitude: number, eps: number): number {
  return (8 * Number.EPSILON * magnitude) / (2 * eps);
}

function total(tensors: readonly TensorReport[], key: 'moved' | 'checked'): number {
  return tensors.reduce((sum, tensor) => sum + tensor[key], 0);
}

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

/** Checks the losses first: gradients of different losses cannot be compared. */
function lossProblem(own: number, { name, loss: expected, lossGate }: Comparison): string[] {
  if (Math.abs(own - expected) <= lossGate * Math.max(1, Math.abs(expected))) return [];
  return [`the loss is ${own}, but ${expected} by ${name}: the two do not differentiate the same function.`];
}

function movedWarning(moved: number, checked: number): string[] {
  return moved === 0 ? [] : [`${moved} of ${checked} elements were too close to a kink and were shifted away from it.`];
}

function movedProblem(moved: number, checked: number): string[] {
  const allowed = Math.max(1, Math.floor(MAXIMUM_MOVED * checked));
  if (moved <= allowed) return [];
  return [
    `${moved} of ${checked} elements are too close to a kink, at most ${allowed} may be: ` +
      'check with other inputs or another seed.',
  ];
}
