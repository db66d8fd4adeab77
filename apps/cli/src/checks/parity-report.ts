import { type NamedBackend, type Output, oneLine, tableLines } from '@nablajs/command-line';
import type { KernelComparison } from '@nablajs/conformance';
import { filterNote } from './filter.js';
import { problemsOf } from './gradient-report.js';
import {
  ACCURACY_TOLERANCE,
  type GradientParity,
  isAccuracyParity,
  isLossParity,
  isParity,
  LOSS_TOLERANCE,
  type OperationParity,
  type Pair,
  type ParityResult,
  type TrainingParity,
} from './parity-result.js';
import { relativeDifference, type TrainingPlan } from './parity-training.js';

export interface ParityHead {
  readonly backends: readonly NamedBackend[];
  readonly dtype: 'float32' | 'float64';
  readonly plan: TrainingPlan;
  /** Part of the names of the operations' cases. Default: all cases. */
  readonly filter: string | undefined;
}

export interface ParityReport {
  start(): void;
  operations(operations: readonly OperationParity[]): void;
  gradients(gradients: readonly GradientParity[]): void;
  training(training: TrainingParity): void;
  finish(result: ParityResult, seconds: number): void;
}

export function parityReport(json: boolean, output: Output, head: ParityHead): ParityReport {
  return json ? new JsonParityReport(output, head) : new TextParityReport(output, head);
}

/** Warns even with --quiet. */
function warnOfFallbacks(output: Output, { backends }: ParityHead): void {
  for (const { backend } of backends) output.warnOf(backend);
}

class JsonParityReport implements ParityReport {
  readonly #output: Output;
  readonly #head: ParityHead;

  constructor(output: Output, head: ParityHead) {
    this.#output = output;
    this.#head = head;
  }

  start(): void {
    warnOfFallbacks(this.#output, this.#head);
  }

  operations(): void {}

  gradients(): void {}

  training(): void {}

  finish(result: ParityResult, seconds: number): void {
    const { backends, dtype, plan, filter = null } = this.#head;
    const { operations, gradients, training } = result;
    const object = {
      ok: isParity(result),
      backends: backends.map(({ name, backend }) => ({
        name,
        native: backend.native ?? null,
        description: backend.description,
        notice: backend.notice,
      })),
      dtype,
      filter,
      ops: operations.flatMap(({ backends, kernels }) => kernels.map((kernel) => ({ backends, ...kernel }))),
      declared: operations.map(({ backends, declared }) => ({ backends, cases: declared })),
      gradients: {
        worst: worstGradient(gradients),
        cases: gradients.map(({ report, ...rest }) => ({ ...rest, ...report })),
      },
      training: { ...training, lossTolerance: LOSS_TOLERANCE, accuracyTolerance: ACCURACY_TOLERANCE, plan },
      seconds,
    };
    this.#output.print(JSON.stringify(object));
  }
}

const worstGradient = (gradients: readonly GradientParity[]): number =>
  gradients.reduce((worst, { report }) => Math.max(worst, report.worstRelativeError), 0);

function isEqual({ operations, gradients, training }: ParityResult): boolean {
  const [first = [], ...others] = Object.values(training.losses);
  return (
    operations.every(({ kernels }) => kernels.every(({ ratio }) => ratio === 0)) &&
    worstGradient(gradients) === 0 &&
    others.every((losses) => losses.every((loss, at) => loss === first[at])) &&
    training.worstAccuracyDifference === 0
  );
}

class TextParityReport implements ParityReport {
  readonly #output: Output;
  readonly #head: ParityHead;

  constructor(output: Output, head: ParityHead) {
    this.#output = output;
    this.#head = head;
  }

  start(): void {
    warnOfFallbacks(this.#output, this.#head);
    const { backends, dtype } = this.#head;
    this.#print(`Parity in ${dtype} of`);
    for (const line of tableLines(
      backends.map(({ name, backend }) => [`  ${name}`, backend.description]),
      () => false,
    )) {
      this.#print(line);
    }
  }

  operations(operations: readonly OperationParity[]): void {
    for (const { backends, kernels, declared } of operations) {
      const cases = kernels.reduce((sum, kernel) => sum + kernel.cases, 0);
      this.#print(
        '',
        `Operations, ${backends.join(' and ')}: ${cases} cases, ${declared} left out as declared deviations`,
      );
      const header = ['kernel', 'dtype', 'cases', 'worst error / gate', ''];
      this.#print(...tableLines([header, ...kernels.map(kernelRow)]));
      for (const kernel of kernels.filter(({ ok }) => !ok)) this.#output.print(kernelProblem(kernel, backends));
    }
  }

  gradients(gradients: readonly GradientParity[]): void {
    const { layers, hidden } = this.#head.plan;
    const parts = [...layers.map(({ type }) => type), ...(hidden.length > 0 ? [`hidden ${hidden.join(', ')}`] : [])];
    this.#print('', `Gradients of the network (${parts.join(', ')}) on one batch, every element`);
    const rows = gradients.map(({ tested, against, by, report }) => [
      `${tested} against ${against}'s ${by}`,
      report.checked.toLocaleString('en-US'),
      report.worstRelativeError.toExponential(2),
      report.ok ? 'ok' : 'WRONG',
    ]);
    this.#print(...tableLines([['', 'elements', 'worst error', ''], ...rows]));
    for (const warning of new Set(gradients.flatMap(({ report }) => report.warnings))) this.#output.note(warning);
    for (const { tested, against, report } of gradients) {
      for (const line of problemsOf(`${tested} against ${against}`, report)) this.#output.print(line);
    }
  }

  training(training: TrainingParity): void {
    const { plan, backends } = this.#head;
    const names = backends.map(({ name }) => name);
    const optimizer = `${plan.optimizer}, learning rate ${plan.learningRate}, batches of ${plan.batchSize}`;
    this.#print('', `Training: ${training.steps} steps, ${optimizer}; equal weights, equal batches; loss of each step`);
    this.#print(...tableLines([['step', ...names, 'difference'], ...lossRows(training, names)]));
    for (const problem of training.problems) this.#output.print(`WRONG ${problem}`);
    for (const line of trainingVerdict(training)) this.#output.print(line);
  }

  finish(result: ParityResult, seconds: number): void {
    this.#print('');
    const agree = `ok: the backends agree${isEqual(result) ? ', with difference 0 everywhere' : ''}`;
    const verdict = isParity(result) ? agree : 'WRONG: the backends differ by more than they may';
    this.#output.print(`${verdict}; ${seconds.toFixed(1)} s${filterNote(this.#head.filter)}`);
  }

  #print(...lines: readonly string[]): void {
    if (this.#output.quiet) return;
    for (const line of lines) this.#output.print(line);
  }
}

function kernelRow({ kernel, dtype, cases, ratio, ok }: KernelComparison): string[] {
  return [kernel, dtype, `${cases}`, ratio === 0 ? 'equal' : ratio.toPrecision(2), ok ? 'ok' : 'WRONG'];
}

function kernelProblem({ kernel, worst, problem, ratio }: KernelComparison, [first, second]: Pair): string {
  if (problem !== undefined) return `WRONG ${oneLine(problem)}`;
  if (worst === undefined) return `WRONG ${kernel}`;
  const { values, index, error, gate } = worst;
  return (
    `WRONG ${worst.case}: element ${index} is ${values[0]} by ${first}, ${values[1]} by ${second}; ` +
    `error ${error.toExponential(3)}, gate ${gate.toExponential(3)} (${ratio.toPrecision(3)} times)`
  );
}

/** Returns about ten rows, including the first and the last step. */
function lossRows({ losses, steps }: TrainingParity, names: readonly string[]): string[][] {
  const every = Math.max(1, Math.ceil(steps / 10));
  const shown = Array.from({ length: steps }, (_, at) => at + 1).filter(
    (step) => step === 1 || step === steps || step % every === 0,
  );
  return shown.map((step) => {
    const [first = Number.NaN, ...others] = names.map((name) => losses[name]?.[step - 1] ?? Number.NaN);
    const difference = others.reduce((most, other) => Math.max(most, relativeDifference(first, other)), 0);
    return [`${step}`, ...[first, ...others].map((loss) => loss.toFixed(6)), difference.toExponential(1)];
  });
}

function trainingVerdict(training: TrainingParity): string[] {
  const { worstRelativeLossDifference, worstStep, accuracies, worstAccuracyDifference } = training;
  const worst = worstRelativeLossDifference.toExponential(2);
  const loss = `worst relative difference of the loss ${worst} at step ${worstStep}`;
  const each = Object.entries(accuracies).map(([name, accuracy]) => `${name} ${(100 * accuracy).toFixed(2)} %`);
  const points = (100 * worstAccuracyDifference).toFixed(2);
  return [
    `${mark(isLossParity(training))} ${loss} (gate ${LOSS_TOLERANCE.toExponential()})`,
    `${mark(isAccuracyParity(training))} accuracy on the test set: ${each.join(', ')}; ` +
      `${points} points apart (gate ${100 * ACCURACY_TOLERANCE})`,
  ];
}

const mark = (ok: boolean): string => (ok ? 'ok   ' : 'WRONG');
