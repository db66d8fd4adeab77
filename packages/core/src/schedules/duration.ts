/** Durations of schedules: a number of steps, or a share of the training. */
import { unexpected } from '../validation/describe.js';

export function checkDuration(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0 && (value < 1 || Number.isInteger(value))) return value;
  const expected = 'a whole number of steps >= 1, or a share of all steps between 0 and 1';
  throw unexpected(name, expected, value);
}

/** Returns the steps of a duration, rounded up. */
export const stepsOf = (duration: number, totalSteps: number): number =>
  duration < 1 ? Math.max(Math.ceil(duration * totalSteps - 1e-9), 1) : duration;

export const shareOf = (step: number, totalSteps: number): number => Math.min(step / totalSteps, 1);
