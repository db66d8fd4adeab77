import { type ConfigTable, fromConfig, optionsOf, withArguments, withOptions } from '../config/config-table.js';
import type { TypedConfig } from '../config/json.js';
import { Constant, CosineDecay, ExponentialDecay, LinearDecay, StepDecay } from './decays.js';
import type { Schedule } from './schedule.js';
import { OneCycle, Warmup, type WarmupOptions } from './warmup.js';

/** The built-in schedules, by the `type` of their config. */
export const SCHEDULES: ConfigTable<Schedule> = {
  Constant: withArguments(Constant),
  StepDecay: withOptions(StepDecay),
  ExponentialDecay: withOptions(ExponentialDecay),
  LinearDecay: withOptions(LinearDecay),
  CosineDecay: withOptions(CosineDecay),
  OneCycle: withOptions(OneCycle),
  Warmup: (config, make) => {
    const { schedule, ...rest } = optionsOf<WarmupOptions & { readonly schedule?: TypedConfig }>(config);
    return new Warmup({ ...rest, ...(schedule !== undefined && { schedule: make(schedule) }) });
  },
};

/**
 * Creates a schedule from its config. `own` adds your custom schedules to the built-in ones. Throws NablaError
 * `argument` for an unknown type and for options that the schedule does not take.
 *
 * @example
 * ```ts
 * const schedule = scheduleFromConfig({ type: 'CosineDecay', minimum: 1e-5 });
 * ```
 */
export const scheduleFromConfig = (config: TypedConfig, own: ConfigTable<Schedule> = {}): Schedule =>
  fromConfig('schedule', { ...SCHEDULES, ...own }, config);
