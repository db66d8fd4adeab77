import { isObject, isPromise, unexpected, wrongReturn } from '../validation/describe.js';
import { checkDistinct } from '../validation/kinds.js';
import { checkMetric } from './check-metric.js';
import type { Metric, MetricSum } from './metric.js';

/**
 * Starts the metrics of an evaluation. Throws NablaError `argument` for something that is not a metric, for two of one
 * name, and for wrong returns. A metric's own errors pass through.
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
    add: (...batch) => {
      for (const [name, sum] of sums) {
        const returned: unknown = sum.add(...batch);
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

interface MetricSums {
  readonly add: MetricSum['add'];
  readonly results: () => Record<string, number>;
}

/** Checks what a metric's method returned. Errors name the metric, which may be a custom one. */
function checked<T>(name: string, method: string, expected: string, fits: boolean, returned: T): T {
  if (fits) return returned;
  throw wrongReturn(`metric ${name}`, method, expected, returned);
}
