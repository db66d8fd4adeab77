import { describe, isObject, isPromise, unexpected, wrongReturn } from '../describe.js';
import { isNablaError, NablaError } from '../errors.js';
import { checkDistinct, checkMetric } from '../expected.js';
import type { Metric, MetricSum } from './metric.js';

/**
 * Starts the metrics of an evaluation. Throws a NablaError of code `argument` for what is no metric, for two of one name,
 * and for one that throws or does not give what it must.
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
    const isSum = (sum: unknown) =>
      isObject(sum) && [sum['add'], sum['result']].every((own) => own instanceof Function);
    sums.set(
      name,
      called(name, 'start', '{ add, result }', isSum, () => metric.start()),
    );
  }
  return {
    add: (outputs, targets) => {
      for (const [name, sum] of sums) {
        called(
          name,
          'add',
          'nothing',
          (returned) => !isPromise(returned),
          () => sum.add(outputs, targets),
        );
      }
    },
    results: () => {
      const results: Record<string, number> = {};
      for (const [name, sum] of sums) {
        results[name] = called(
          name,
          'result',
          'a number',
          (value) => typeof value === 'number',
          () => sum.result(),
        );
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

/** What a method of a metric returns; the metric may be the caller's, so errors say which one it was. */
function called<T>(
  name: string,
  method: string,
  expected: string,
  fits: (value: unknown) => boolean,
  body: () => T,
): T {
  let returned: T;
  try {
    returned = body();
  } catch (error) {
    if (isNablaError(error)) throw error;
    const what = error instanceof Error ? error.message : describe(error);
    throw new NablaError('argument', `metric ${name}: ${method} threw: ${what}`, { cause: error });
  }
  if (fits(returned)) return returned;
  throw wrongReturn(`metric ${name}`, method, expected, returned);
}
