import { checkOptions } from '../validation/arguments.js';
import { checkName } from './decision.js';
import type { Metric, MetricOptions, MetricSum } from './metric.js';
import { elementPairs } from './pairs.js';

/**
 * Measures the mean absolute error, |y - t| over all elements. Targets have the outputs' shape. NaN if there are no
 * examples.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new MAE()] });
 * console.log(metrics.mae);
 * ```
 */
export class MAE implements Metric {
  readonly name: string;

  constructor(options: MetricOptions = {}) {
    this.name = nameOf('MAE', options, 'mae');
  }

  start(): MetricSum {
    return meanOf(this.name, Math.abs, (mean) => mean);
  }
}

/**
 * Measures the root mean squared error: the square root of the mean of (y - t)^2 over all elements, as Keras'
 * `RootMeanSquaredError`. Targets have the outputs' shape. NaN if there are no examples.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new RMSE()] });
 * console.log(metrics.rmse);
 * ```
 */
export class RMSE implements Metric {
  readonly name: string;

  constructor(options: MetricOptions = {}) {
    this.name = nameOf('RMSE', options, 'rmse');
  }

  start(): MetricSum {
    return meanOf(this.name, (error) => error * error, Math.sqrt);
  }
}

/**
 * Measures the coefficient of determination, the share of the targets' variance that the outputs explain: 1 - sum (y -
 * t)^2 / sum (t - mean of t)^2. For several outputs it is the mean over them, as scikit-learn's `r2_score`. Targets
 * have the outputs' shape.
 *
 * If all targets are equal it is 1 for outputs that match them exactly, else 0. NaN for fewer than two examples.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new R2()] });
 * console.log(metrics.r2);
 * ```
 */
export class R2 implements Metric {
  readonly name: string;

  constructor(options: MetricOptions = {}) {
    this.name = nameOf('R2', options, 'r2');
  }

  start(): MetricSum {
    const columns: Column[] = [];
    let rows = 0;
    return {
      add: (outputs, targets) => {
        const [y, t] = elementPairs(this.name, outputs, targets);
        const [batch = 0] = y.shape;
        const width = batch === 0 ? 0 : y.data.length / batch;
        while (columns.length < width) columns.push({ errors: 0, mean: 0, variation: 0 });
        for (let row = 0; row < batch; row++) {
          rows += 1;
          for (let at = 0; at < width; at++) {
            const index = row * width + at;
            addTo(columns[at] as Column, y.data[index] as number, t.data[index] as number, rows);
          }
        }
      },
      result: () => {
        if (rows < 2) return Number.NaN;
        return columns.map(explained).reduce((sum, value) => sum + value, 0) / columns.length;
      },
    };
  }
}

/** The sums of one output. */
interface Column {
  /** Sum of (y - t)^2. */
  errors: number;
  /** Mean of the targets. */
  mean: number;
  /** Sum of (t - mean)^2. */
  variation: number;
}

/** Adds the `count`th target (Welford 1962): without cancellation, and independent of the batches. */
function addTo(column: Column, output: number, target: number, count: number): void {
  const error = output - target;
  column.errors += error * error;
  const off = target - column.mean;
  column.mean += off / count;
  column.variation += off * (target - column.mean);
}

function explained({ errors, variation }: Column): number {
  if (variation !== 0) return 1 - errors / variation;
  return errors === 0 ? 1 : 0;
}

function nameOf(who: string, options: MetricOptions, name: string): string {
  checkOptions(who, options, ['name'], `{ name: '${name}' }`);
  return checkName(who, options.name ?? name);
}

/** Sums a function of the errors and finishes with their mean. */
function meanOf(name: string, of: (error: number) => number, finish: (mean: number) => number): MetricSum {
  let total = 0;
  let count = 0;
  return {
    add: (outputs, targets) => {
      const [y, t] = elementPairs(name, outputs, targets);
      for (let i = 0; i < y.data.length; i++) total += of((y.data[i] as number) - (t.data[i] as number));
      count += y.data.length;
    },
    result: () => finish(total / count),
  };
}
