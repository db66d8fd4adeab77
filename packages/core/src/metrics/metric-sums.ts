import { isObject, isPromise, unexpected, wrongReturn } from '../validation/describe.js';
import { checkDistinct, checkMetric } from '../validation/expected.js';
import type { Metric, MetricSum } from './metric.js';

/**
 * Starts the metrics of an evaluation. Throws a NablaError of code `argument` for what is no metric, for two of one name,
 * and for one that does not give what it must. What a metric throws comes out as it is.
 */
export function startMetrics(op: string, metrics: readonly Metric[]): MetricSums {
  if (!Array.isArray(metrics)) {
    throw unexpected(`${op} metrics`, 'an array of metrics', metrics);
  }
  for (const metric of metrics) checkMetric(op, metric);
  checkDistinct(`${op} metrics`, metrics, ", such as { name: 'other' }");
  const sums = new Map<string, MetricSum>();
  for (const metric of metrics) {
    const { name } = metric;
    const sum = metric.start();
    const isSum = isObject(sum) && [sum.add, sum.result].every((own: unknown) => typeof own === 'function');
    sums.set(name, checked(name, 'start', '{ add, result }', isSum, sum));
  }
  return {
    add: (outputs, targets) => {
      for (const [name, sum] of sums) {
        const returned: unknown = sum.add(outputs, targets);
        checked(name, 'add', 'nothing', !isPromise(returned), returned);
      }
    },
    results: () => {
      const results: Record<string, number> = {};
      for (const [name, sum] of sums) {
        const result = sum.result();
        results[name] = checked(name, 'result', 'a number', typeof result === 'number', result);
      }
      return results;
    },
  };
}

/** The metrics of an evaluation under way, by name. */
interface MetricSums {
  readonly add: MetricSum['add'];
  readonly results: () => Record<string, number>;
}

/** What a method of a metric returned, checked: the metric may be the caller's, so errors say which one it was. */
function checked<T>(name: string, method: string, expected: string, fits: boolean, returned: T): T {
  if (fits) return returned;
  throw wrongReturn(`metric ${name}`, method, expected, returned);
}
