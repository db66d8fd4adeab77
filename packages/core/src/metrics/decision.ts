import { log } from '../math/log.js';
import { checkBoolean, checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import type { DecisionOptions, MetricOptions } from './metric.js';

/** Returns the number above which an output counts as positive. */
export function boundOf(who: string, options: DecisionOptions): number {
  const { threshold = 0.5, fromLogits = true } = options;
  if (typeof threshold !== 'number' || !(threshold >= 0 && threshold <= 1)) {
    throw unexpected(`${who} threshold`, 'a probability in [0, 1]', threshold);
  }
  checkBoolean(`${who} fromLogits`, fromLogits);
  // sigmoid(x) > t where x > log(t / (1 - t)), without the rounding of sigmoid.
  return fromLogits ? log(threshold) - log(1 - threshold) : threshold;
}

/** Checks a metric's options. Returns the metric's name, `own` by default. */
export function nameOf(
  who: string,
  options: MetricOptions,
  own: string,
  known: readonly string[] = [],
  example = `{ name: '${own}' }`,
): string {
  checkOptions(who, options, [...known, 'name'], example);
  const { name = own } = options;
  if (typeof name === 'string' && name !== '') return name;
  throw unexpected(`${who} name`, "a name, such as 'recall'", name);
}
