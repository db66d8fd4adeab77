import { checkOptions } from '../validation/arguments.js';
import { checkName } from './decision.js';
import type { Metric, MetricOptions, MetricSum } from './metric.js';
import { elementPairs } from './pairs.js';

/** Mean of |y - t| over all elements; targets have the outputs' shape. NaN of no examples. */
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
 * Square root of the mean of (y - t)^2 over all elements, as Keras' `RootMeanSquaredError`; targets have the outputs'
 * shape. NaN of no examples.
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
 * Coefficient of determination: 1 - sum (y - t)^2 / sum (t - mean of t)^2, the share of the targets' variance that the
 * outputs explain. Of several outputs the mean of each one's, as scikit-learn's `r2_score`; targets have the outputs' shape.
 *
 * Where all targets are equal it is 1 for outputs that hit them exactly, and else 0. NaN of less than two examples.
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

/** Of one output. */
interface Column {
  /** Sum of (y - t)^2. */
  errors: number;
  /** Of the targets. */
  mean: number;
  /** Sum of (t - mean)^2. */
  variation: number;
}

/** One target more, the `count`th (Welford 1962): nothing cancels, and batches make no difference. */
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

/** Of the errors' mean by some function. */
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
