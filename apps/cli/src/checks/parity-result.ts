/** What a comparison of backends comes to, and when it is good enough. */
import type { KernelComparison } from '@nablajs/conformance';
import type { GradcheckReport } from '@nablajs/gradcheck';

/** The first backend and another. */
export type Pair = readonly [first: string, second: string];

export interface OperationParity {
  readonly backends: Pair;
  readonly kernels: readonly KernelComparison[];
  /** Cases left out because one of the two declares that it deviates there. */
  readonly declared: number;
}

export interface GradientParity {
  readonly tested: string;
  /** Whose gradients are the expected ones. */
  readonly against: string;
  /** How the expected ones came about. */
  readonly by: 'kernels' | 'automatic differentiation';
  readonly report: GradcheckReport;
}

export interface TrainingParity {
  /** By backend: the loss of each step, before its update. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
  /** By backend: on the test set after the last step, a fraction. */
  readonly accuracies: Readonly<Record<string, number>>;
  readonly steps: number;
  /** The largest |a - b| / |a| of the first `COMPARED_STEPS` losses. */
  readonly worstRelativeLossDifference: number;
  /** From 1. */
  readonly worstStep: number;
  readonly worstAccuracyDifference: number;
  /** Runs that ended before their time, and why. */
  readonly problems: readonly string[];
}

export interface ParityResult {
  readonly operations: readonly OperationParity[];
  readonly gradients: readonly GradientParity[];
  readonly training: TrainingParity;
}

/** Losses are held against each other for so many steps: rounding differences grow with each. */
export const COMPARED_STEPS = 100;

/** Relative, of a step's loss. */
export const LOSS_TOLERANCE = 1e-3;

/** Of the accuracy, a fraction: 0.2 points. */
export const ACCURACY_TOLERANCE = 0.002;

export const isLossParity = ({ worstRelativeLossDifference }: TrainingParity): boolean =>
  worstRelativeLossDifference <= LOSS_TOLERANCE;

/** A count over a count: what rounding makes of their difference is no breach. */
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
