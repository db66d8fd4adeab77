/** Schedules of the learning rate by the names that flags have for them. */
import { usageError } from '@nablajs/command-line';
import { isNablaError, type JsonValue } from '@nablajs/core';
import { type Schedule, scheduleFromConfig } from '@nablajs/core/schedules';

export const SCHEDULE_NAMES = ['constant', 'step', 'exponential', 'linear', 'cosine', 'one-cycle', 'warmup'] as const;
type ScheduleName = (typeof SCHEDULE_NAMES)[number];

const TYPES: Readonly<Record<ScheduleName, string>> = {
  constant: 'Constant',
  step: 'StepDecay',
  exponential: 'ExponentialDecay',
  linear: 'LinearDecay',
  cosine: 'CosineDecay',
  'one-cycle': 'OneCycle',
  warmup: 'Warmup',
};

/** A name, or a schedule's config as it stands in a config file. */
export type ScheduleSetting = ScheduleName | { readonly type: string; readonly [option: string]: unknown };

/** Throws a CommandError for a config that is none. */
export function createSchedule(setting: ScheduleSetting): Schedule {
  if (typeof setting === 'string') return scheduleFromConfig({ type: TYPES[setting] });
  try {
    return scheduleFromConfig(setting as { readonly type: string; readonly [option: string]: JsonValue });
  } catch (error) {
    if (!isNablaError(error)) throw error;
    throw usageError(`schedule: ${error.message}`, { cause: error });
  }
}
