export {
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
export { SCHEDULES, scheduleFromConfig } from './from-config.js';
export type { Schedule } from './schedule.js';
export { OneCycle, type OneCycleOptions, Warmup, type WarmupOptions } from './warmup.js';
