import { checkOptions, checkPositiveInteger } from '../validation/arguments.js';
import { checkName, decisionOf } from './decision.js';
import type { DecisionOptions, Metric, MetricOptions, MetricSum } from './metric.js';
import { eachDecision, eachRow, isAhead, largestAt } from './pairs.js';

/**
 * Share of examples whose largest output is at the true class; of equal outputs the first counts. NaN of no examples.
 *
 * Outputs are [n, classes], logits or probabilities. Targets are int32 labels [n], or probabilities [n, classes] whose
 * largest marks the class. It is `Evaluation.classification.accuracy`, for any loss.
 */
export class Accuracy implements Metric {
  readonly name: string;

  constructor(options: MetricOptions = {}) {
    checkOptions('Accuracy', options, ['name'], "{ name: 'accuracy' }");
    this.name = checkName('Accuracy', options.name ?? 'accuracy');
  }

  start(): MetricSum {
    return share((visit) => (outputs, targets) => {
      eachRow(this.name, outputs, targets, (row, truth) => visit(largestAt(row) === truth));
    });
  }
}

/** Options of `TopKAccuracy`. */
export interface TopKAccuracyOptions extends MetricOptions {
  /** How many of the largest outputs count, a whole number >= 1. Default 5. */
  readonly k?: number;
}

/**
 * Share of examples whose true class is among the k largest outputs; of equal outputs the first is ahead, so that 1 is
 * `Accuracy`. Everything is right where there are no more than k classes. NaN of no examples.
 *
 * Outputs and targets as those of `Accuracy`. The name is `top5Accuracy` for a k of 5.
 */
export class TopKAccuracy implements Metric {
  readonly name: string;
  readonly k: number;

  constructor(options: TopKAccuracyOptions = {}) {
    checkOptions('TopKAccuracy', options, ['k', 'name'], '{ k: 3 }');
    this.k = checkPositiveInteger('TopKAccuracy k', options.k ?? 5);
    this.name = checkName('TopKAccuracy', options.name ?? `top${this.k}Accuracy`);
  }

  start(): MetricSum {
    return share((visit) => (outputs, targets) => {
      eachRow(this.name, outputs, targets, (row, truth) => {
        const own = row[truth] as number;
        let ahead = 0;
        for (let i = 0; i < row.length; i++) {
          const other = row[i] as number;
          if (isAhead(other, own) || (i < truth && !isAhead(own, other))) ahead += 1;
        }
        visit(ahead < this.k);
      });
    });
  }
}

/**
 * Share of outputs on the right side of the threshold. NaN of no examples; an output of NaN is not positive.
 *
 * Outputs are [n] or [n, 1], or [n, k] for k decisions each, which all count alike. Targets are 0 or 1, of that shape.
 */
export class BinaryAccuracy implements Metric {
  readonly name: string;
  readonly #isPositive: (output: number) => boolean;

  constructor(options: DecisionOptions = {}) {
    checkOptions('BinaryAccuracy', options, ['threshold', 'fromLogits', 'name'], '{ threshold: 0.3 }');
    this.#isPositive = decisionOf('BinaryAccuracy', options);
    this.name = checkName('BinaryAccuracy', options.name ?? 'binaryAccuracy');
  }

  start(): MetricSum {
    return share((visit) => (outputs, targets) => {
      eachDecision(this.name, outputs, targets, (output, isPositive) => {
        visit(this.#isPositive(output) === isPositive);
      });
    });
  }
}

/** The share of what is right; NaN of nothing. */
function share(add: (visit: (isRight: boolean) => void) => MetricSum['add']): MetricSum {
  let right = 0;
  let count = 0;
  return {
    add: add((isRight) => {
      if (isRight) right += 1;
      count += 1;
    }),
    result: () => right / count,
  };
}
