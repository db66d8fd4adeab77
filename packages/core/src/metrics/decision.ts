import { log } from '../math/log.js';
import { checkBoolean } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import type { DecisionOptions } from './metric.js';

/** Returns the number above which an output counts as positive. NaN does not. */
export function boundOf(who: string, options: DecisionOptions): number {
  const { threshold = 0.5, fromLogits = true } = options;
  if (typeof threshold !== 'number' || !(threshold >= 0 && threshold <= 1)) {
    throw unexpected(`${who} threshold`, 'a probability in [0, 1]', threshold);
  }
  checkBoolean(`${who} fromLogits`, fromLogits);
  // sigmoid(x) > t where x > log(t / (1 - t)), without the rounding of sigmoid.
  return fromLogits ? log(threshold) - log(1 - threshold) : threshold;
}

/** Checks that a name is a string and not empty. */
export function checkName(who: string, name: string): string {
  if (typeof name === 'string' && name !== '') return name;
  throw unexpected(`${who} name`, "a name, such as 'recall'", name);
}
