import {
  checkOptionNames,
  type DenseArray,
  formatShape,
  type HostTargets,
  listOf,
  type Metric,
  type MetricSum,
  NablaError,
} from '@nablajs/core';
import { exp, log } from '@nablajs/core/math';

/**
 * Measures how many tokens a network hesitates between, on average: `exp(−Σ log p / n)`, over the probabilities p that
 * it gives to the n true tokens. Outputs are logits [n, …, classes], targets int32 [n, …]. Weights and an index that
 * the loss ignores count as in the loss. NaN if nothing counts.
 *
 * @example
 * ```ts
 * const { metrics } = await evaluate(model, testSet, { loss, metrics: [new Perplexity()] });
 * console.log(metrics.perplexity);
 * ```
 */
export class Perplexity implements Metric {
  /** Names the result in `Evaluation.metrics`. */
  readonly name: string;

  /** `name` replaces `perplexity`. Throws NablaError `argument` for other options. */
  constructor(options: { readonly name?: string } = {}) {
    checkOptionNames('Perplexity', options, ['name']);
    this.name = options.name ?? 'perplexity';
  }

  /** Starts a new evaluation. */
  start(): MetricSum {
    let [total, weight] = [0, 0];
    return {
      add: (outputs, targets, weights) => {
        const [logits, labels] = this.#pair(outputs, targets);
        const classes = logits.shape.at(-1) as number;
        const each = weights === undefined ? 0 : labels.data.length / weights.data.length;
        for (let row = 0; row < labels.data.length; row++) {
          const own = weights === undefined ? 1 : (weights.data[Math.floor(row / each)] as number);
          if (own === 0) continue;
          total += own * this.#surprise(logits.data, row * classes, classes, labels.data[row] as number);
          weight += own;
        }
      },
      result: () => exp(total / weight),
    };
  }

  /** Returns logits and labels that fit, or throws. */
  #pair(outputs: DenseArray | readonly DenseArray[], targets: HostTargets): readonly [DenseArray, DenseArray] {
    const both = [outputs, targets].map(listOf<DenseArray>);
    const [logits, labels] = both.map(([first]) => first) as [DenseArray, DenseArray];
    const isFitting = both.every(({ length }) => length === 1) && labels.data instanceof Int32Array;
    if (isFitting && formatShape(logits.shape.slice(0, -1)) === formatShape(labels.shape)) return [logits, labels];
    const received = both.map((arrays) => arrays.map(({ shape }) => formatShape(shape)).join(', ')).join(' and ');
    throw new NablaError(
      'shape',
      `${this.name}: expected logits [n, ..., classes] and int32 labels [n, ...]. Received ${received}.`,
    );
  }

  /** Returns `−log p` of a label. */
  #surprise(data: DenseArray['data'], start: number, classes: number, label: number): number {
    if (label < 0 || label >= classes) {
      throw new NablaError('data', `${this.name}: expected labels of 0 to ${classes - 1}. Received ${label}.`);
    }
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < classes; i++) top = Math.max(top, data[start + i] as number);
    let sum = 0;
    for (let i = 0; i < classes; i++) sum += exp((data[start + i] as number) - top);
    return log(sum) - ((data[start + label] as number) - top);
  }
}
