/** Converts between the numbers of a target column and the outputs of a network. */
import { NablaError } from '@nablajs/core';
import { exp, log } from '@nablajs/core/math';
import type { Scale } from '../preprocessing/standardizer.js';
import { shown } from './shown.js';
import type { NumberTarget, TargetColumn } from './table-form.js';

/** How the numbers of a target are transformed and standardised. A `NumberTarget` has one. */
export type TargetScale = Scale & Pick<NumberTarget, 'transform'>;

/**
 * Returns what the network should output for a number in the target's unit: (value - mean) / standardDeviation, of the
 * number or of its logarithm; NaN or -Infinity for the logarithm of a number that is not above 0.
 *
 * @example
 * ```ts
 * const { target } = form;
 * if (target.kind === 'number') console.log(targetOutput(target, 250_000)); // 0.31
 * ```
 */
export function targetOutput({ mean, standardDeviation, transform }: TargetScale, value: number): number {
  return ((transform === 'log' ? log(value) : value) - mean) / standardDeviation;
}

/**
 * Returns what an output of the network means, in the target's unit. It undoes `targetOutput`, up to rounding.
 *
 * @example
 * ```ts
 * const { data } = await predict(model, encoder.inputs(rows));
 * const { target } = form;
 * if (target.kind === 'number') console.log(Array.from(data, (output) => targetValue(target, output)));
 * ```
 */
export function targetValue({ mean, standardDeviation, transform }: TargetScale, output: number): number {
  const value = output * standardDeviation + mean;
  return transform === 'log' ? exp(value) : value;
}

/** The numbers between which the true one lies with the probability that was asked for, in the target's unit. */
export interface TargetInterval {
  readonly low: number;
  readonly high: number;
}

/** How many distances the `errors` of a target are: one for each percent. */
export const ERRORS = 99;

/**
 * Returns the interval around an output of the network in which the true number lies with the probability `coverage`,
 * by the `errors` in the form (split-conformal prediction, J. Lei et al. 2018).
 *
 * @param coverage From 0.01 to 0.99. A part of a percent counts as a whole one.
 * @throws NablaError `argument` if the target has no `errors`, or for another coverage.
 *
 * @example
 * ```ts
 * const { low, high } = intervalOf(form.target, output, 0.9);
 * ```
 */
export function intervalOf(target: TargetColumn, output: number, coverage: number): TargetInterval {
  return intervalFinder(target, coverage, 'intervalOf')(output);
}

/** As `intervalOf`, for many outputs. `who` begins the messages of errors. */
export function intervalFinder(
  target: TargetColumn,
  coverage: number,
  who: string,
): (output: number) => TargetInterval {
  if (target.kind === 'class' || target.errors === undefined) {
    const received = target.kind === 'class' ? 'a target of classes' : 'one without; ask for no intervals';
    const expected = `expected a target of numbers with errors, '${shown(target.name)}'`;
    throw new NablaError('argument', `${who}: ${expected}. Received ${received}.`);
  }
  // 0.07 * 100 is above 7.
  const percent = Math.ceil(coverage * 100 - 1e-9);
  const distance = target.errors[percent - 1];
  if (distance === undefined || coverage > ERRORS / 100) {
    throw new NablaError('argument', `${who}: expected a coverage from 0.01 to 0.99. Received ${coverage}.`);
  }
  return (output) => ({
    low: targetValue(target, output - distance),
    high: targetValue(target, output + distance),
  });
}
