import type { LossSum } from '../losses/loss.js';
import { abs } from '../ops/composed.js';
import { stopGradient, subtract } from '../ops/ops.js';
import { nameOf } from './decision.js';
import { type TrainingBatch, targetsLike, withMean } from './in-training.js';
import type { Metric, MetricOptions, MetricSum } from './metric.js';
import { eachElement, onlyPair } from './pairs.js';

/**
 * Measures the mean absolute error, the mean of `|y − t|`. Targets have the outputs' shape. NaN if there are no
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

  inTraining(loss: LossSum, batch: TrainingBatch): LossSum {
    const { outputs, targets } = batch;
    const errors = abs(subtract(stopGradient(outputs), targetsLike(outputs, targets)));
    return withMean(this.name, loss, errors, batch);
  }
}

/**
 * Measures the root mean squared error: `√(Σ (y − t)² / n)` over all n elements, as Keras' `RootMeanSquaredError`.
 * Targets have the outputs' shape. NaN if there are no examples.
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
 * Measures the coefficient of determination, the share of the targets' variance that the outputs explain:
 * `1 − Σ (y − t)² / Σ (t − mean(t))²`. For several outputs it is the mean over them, as scikit-learn's `r2_score`.
 * Targets have the outputs' shape.
 *
 * If all targets are equal it is 1 for outputs that match them exactly, else 0. NaN for fewer than two examples, or if
 * fewer than two of an output's targets have a weight.
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
    return {
      add: (...batch) => {
        const [{ data, shape }] = onlyPair(this.name, batch);
        const width = data.length / (shape[0] || 1);
        while (columns.length < width) columns.push({ errors: 0, mean: 0, variation: 0, count: 0, weight: 0 });
        eachElement(this.name, batch, (y, t, weight, at) => addTo(columns[at % width] as Column, y, t, weight));
      },
      result: () => {
        if (columns.length === 0) return Number.NaN;
        return columns.map(explained).reduce((sum, value) => sum + value, 0) / columns.length;
      },
    };
  }
}

interface Column {
  /** `Σ w (y − t)²`. */
  errors: number;
  /** Mean of the targets. */
  mean: number;
  /** `Σ w (t − mean)²`. */
  variation: number;
  count: number;
  weight: number;
}

/** Adds a target (West 1979): without cancellation, and independent of the batches. */
function addTo(column: Column, output: number, target: number, weight: number): void {
  const error = output - target;
  column.count += 1;
  column.weight += weight;
  column.errors += weight * error * error;
  const off = target - column.mean;
  column.mean += (off * weight) / column.weight;
  column.variation += weight * off * (target - column.mean);
}

function explained({ count, errors, variation }: Column): number {
  if (count < 2) return Number.NaN;
  if (variation !== 0) return 1 - errors / variation;
  return errors === 0 ? 1 : 0;
}

/** Sums a function of the errors; finishes with their mean. */
function meanOf(name: string, of: (error: number) => number, finish: (mean: number) => number): MetricSum {
  let [sum, total] = [0, 0];
  return {
    add: (...batch) =>
      eachElement(name, batch, (y, t, weight) => {
        sum += weight * of(y - t);
        total += weight;
      }),
    result: () => finish(sum / total),
  };
}
