/** Learning-rate schedules, by the names that flags use. */
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

/** A name, or a schedule's config with options, from a config file. */
export type ScheduleSetting = ScheduleName | { readonly type: string; readonly [option: string]: unknown };

/** Creates the schedule. Throws a CommandError for an invalid config. */
export function createSchedule(setting: ScheduleSetting): Schedule {
  if (typeof setting === 'string') return scheduleFromConfig({ type: TYPES[setting] });
  try {
    return scheduleFromConfig(setting as { readonly type: string; readonly [option: string]: JsonValue });
  } catch (error) {
    if (!isNablaError(error)) throw error;
    throw usageError(`schedule: ${error.message}`, { cause: error });
  }
}
