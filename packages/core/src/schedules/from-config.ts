/** Schedules from JSON. */
import { type ConfigTable, fromConfig, optionsOf } from '../config/config-table.js';
import type { TypedConfig } from '../config/json.js';
import { checkOptionNames } from '../validation/option-names.js';
import {
  Constant,
  CosineDecay,
  type CosineDecayOptions,
  ExponentialDecay,
  type ExponentialDecayOptions,
  LinearDecay,
  type LinearDecayOptions,
  StepDecay,
  type StepDecayOptions,
} from './decays.js';
import type { Schedule } from './schedule.js';
import { OneCycle, type OneCycleOptions, Warmup, type WarmupOptions } from './warmup.js';

/** The built-in schedules, by the `type` of their config. */
export const SCHEDULES: ConfigTable<Schedule> = {
  Constant: (config) => {
    checkOptionNames('Constant', optionsOf(config), []);
    return new Constant();
  },
  StepDecay: (config) => new StepDecay(optionsOf<StepDecayOptions>(config)),
  ExponentialDecay: (config) => new ExponentialDecay(optionsOf<ExponentialDecayOptions>(config)),
  LinearDecay: (config) => new LinearDecay(optionsOf<LinearDecayOptions>(config)),
  CosineDecay: (config) => new CosineDecay(optionsOf<CosineDecayOptions>(config)),
  OneCycle: (config) => new OneCycle(optionsOf<OneCycleOptions>(config)),
  Warmup: (config, make) => {
    const { schedule, ...rest } = optionsOf<WarmupOptions & { readonly schedule?: TypedConfig }>(config);
    return new Warmup({ ...rest, ...(schedule !== undefined && { schedule: make(schedule) }) });
  },
};

/**
 * Creates a schedule from its config. `own` adds your custom schedules to the built-in ones. Throws a NablaError of
 * code `argument` for an unknown type and for options that the schedule does not take.
 *
 * @example
 * ```ts
 * const schedule = scheduleFromConfig({ type: 'CosineDecay', minimum: 1e-5 });
 * ```
 */
export const scheduleFromConfig = (config: TypedConfig, own: ConfigTable<Schedule> = {}): Schedule =>
  fromConfig('schedule', { ...SCHEDULES, ...own }, config);
