/** The result of a comparison of backends, and the tolerances that decide whether they agree. */
import type { KernelComparison } from '@nablajs/conformance';
import type { GradcheckReport } from '@nablajs/gradcheck';

export type Pair = readonly [first: string, second: string];

export interface OperationParity {
  readonly backends: Pair;
  readonly kernels: readonly KernelComparison[];
  /** How many cases are left out because one of the backends declares a deviation. */
  readonly declared: number;
}

export interface GradientParity {
  readonly tested: string;
  readonly against: string;
  readonly by: 'kernels' | 'automatic differentiation';
  readonly report: GradcheckReport;
}

export interface TrainingParity {
  /** For each backend, the loss of each step, before its update. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
  /** For each backend, the accuracy on the test set after the last step: a fraction. */
  readonly accuracies: Readonly<Record<string, number>>;
  readonly steps: number;
  /** The largest |a - b| / |a| of the first `COMPARED_STEPS` losses. */
  readonly worstRelativeLossDifference: number;
  /** The step of that difference, from 1. */
  readonly worstStep: number;
  readonly worstAccuracyDifference: number;
  readonly problems: readonly string[];
}

export interface ParityResult {
  readonly operations: readonly OperationParity[];
  readonly gradients: readonly GradientParity[];
  readonly training: TrainingParity;
}

/** How many steps to compare losses for: rounding differences grow with each step. */
export const COMPARED_STEPS = 100;

export const LOSS_TOLERANCE = 1e-3;

/** A fraction: 0.2 points. */
export const ACCURACY_TOLERANCE = 0.002;

export const isLossParity = ({ worstRelativeLossDifference }: TrainingParity): boolean =>
  worstRelativeLossDifference <= LOSS_TOLERANCE;

/** Allows for rounding: accuracies are quotients of counts. */
export const isAccuracyParity = ({ worstAccuracyDifference }: TrainingParity): boolean =>
  worstAccuracyDifference <= ACCURACY_TOLERANCE + 1e-12;

export function isParity({ operations, gradients, training }: ParityResult): boolean {
  return (
    operations.every(({ kernels }) => kernels.length > 0 && kernels.every(({ ok }) => ok)) &&
    gradients.every(({ report }) => report.ok) &&
    training.problems.length === 0 &&
    isLossParity(training) &&
    isAccuracyParity(training)
  );
}
