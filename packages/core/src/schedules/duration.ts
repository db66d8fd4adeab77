/** Parts of a training, in steps or as a share of it: what several schedules take. */
import { unexpected } from '../validation/describe.js';

/** A number of steps, or a share of all. */
export function checkDuration(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0 && (value < 1 || Number.isInteger(value))) return value;
  const expected = 'a whole number of steps >= 1, or a share of all steps between 0 and 1';
  throw unexpected(name, expected, value);
}

/** The steps of a duration, rounded up. What is a whole number but for the rounding of the product counts as one. */
export const stepsOf = (duration: number, totalSteps: number): number =>
  duration < 1 ? Math.max(Math.ceil(duration * totalSteps - 1e-9), 1) : duration;

/** How much of the training is done, in [0, 1]. */
export const shareOf = (step: number, totalSteps: number): number => Math.min(step / totalSteps, 1);
