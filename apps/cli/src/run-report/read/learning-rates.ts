/** Computes the learning rates of a run from its schedule, because events do not record them. */
import type { Schedule } from '@nablajs/core/schedules';
import type { NablaConfig } from '../../settings/config-schema.js';
import { createSchedule, type ScheduleSetting } from '../../settings/schedules.js';
import type { RunEventSummary } from './read-events.js';

export interface RatePoint {
  /** From 1, counted through all epochs. */
  readonly step: number;
  readonly rate: number;
}

const MOST_POINTS = 300;

/** Returns the learning rates, or undefined if the rate is constant or unknown. */
export function learningRates(
  { schedule, learningRate }: NablaConfig,
  { plannedEpochs, stepsPerEpoch, steps }: RunEventSummary,
): RatePoint[] | undefined {
  if (schedule === undefined || learningRate === undefined || steps === 0) return undefined;
  if (plannedEpochs === undefined || stepsPerEpoch === undefined) return undefined;
  const made = scheduleOrNone(schedule as ScheduleSetting);
  const total = Math.max(steps, plannedEpochs * stepsPerEpoch);
  const count = Math.min(steps, MOST_POINTS);
  const points = Array.from({ length: count }, (_, at) => {
    const step = count === 1 ? 0 : Math.round((at * (steps - 1)) / (count - 1));
    return { step: step + 1, rate: made?.rate(step, total, learningRate) ?? Number.NaN };
  });
  const rates = points.map(({ rate }) => rate);
  return rates.every(Number.isFinite) && new Set(rates).size > 1 ? points : undefined;
}

/** Returns undefined for a custom schedule, which only the program that trained knows. */
function scheduleOrNone(setting: ScheduleSetting): Schedule | undefined {
  try {
    return createSchedule(setting);
  } catch {
    return undefined;
  }
}
