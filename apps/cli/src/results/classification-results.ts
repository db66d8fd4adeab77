/** Computes the results of a classifier from its outputs: accuracy, confusion matrix, calibration and mistakes. */
import { type DenseArray, NablaError } from '@nablajs/core';
import { exp } from '@nablajs/core/math';
import { confusionMatrix } from '@nablajs/core/metrics';
import { type Example, keepExample, shortText } from './example.js';
import {
  BINS,
  type ClassificationResults,
  MOST_CLASSES_IN_MATRIX,
  MOST_EXAMPLES,
  RESULTS_FORMAT,
  RESULTS_VERSION,
} from './results-schema.js';

/** The predicted class of an example, and its probability. */
interface Answer {
  readonly index: number;
  readonly truth: number;
  readonly predicted: number;
  /** The softmax probability of the predicted class; NaN if an output is NaN or the largest is infinite. */
  readonly probability: number;
}

export interface ClassificationInput {
  readonly classes: readonly string[];
  /** Logits [n, classes]. */
  readonly outputs: DenseArray;
  /** True labels, int32 [n]. */
  readonly truth: ArrayLike<number>;
  readonly example: (index: number) => Example;
  readonly epochs: number;
  readonly epochChosen?: boolean;
  readonly heldOut?: boolean;
  readonly seconds: number;
}

/** Computes the results. Throws a NablaError of code `shape` for outputs or labels of other shapes. */
export function classificationResults(input: ClassificationInput): ClassificationResults {
  const { classes, epochs, epochChosen = false, heldOut = false, seconds, example } = input;
  const answers = answersOf(input);
  const sure = answers.filter(({ probability }) => Number.isFinite(probability));
  const right = answers.filter(({ truth, predicted }) => truth === predicted).length;
  return {
    ...{ format: RESULTS_FORMAT, formatVersion: RESULTS_VERSION, kind: 'classification' },
    classes: classes.map(shortText),
    epochs,
    rows: answers.length,
    epochChosen,
    heldOut,
    notFinite: answers.length - sure.length,
    ...{ seconds, columns: [] },
    accuracy: answers.length === 0 ? null : right / answers.length,
    confusionMatrix: classes.length > MOST_CLASSES_IN_MATRIX ? null : matrixOf(answers, classes.length),
    calibration: calibrationOf(sure),
    mistakes: mistakesOf(sure).map((mistake) => ({ ...mistake, example: keepExample(example(mistake.index)) })),
  };
}

const matrixOf = (answers: readonly Answer[], classes: number): number[][] =>
  confusionMatrix(
    answers.map(({ truth }) => truth),
    answers.map(({ predicted }) => predicted),
    classes,
  ).map((row) => [...row]);

function answersOf({ classes: { length: width }, outputs, truth }: ClassificationInput): Answer[] {
  const { data, shape } = outputs;
  if (shape.length !== 2 || shape[1] !== width || shape[0] !== truth.length) {
    throw new NablaError(
      'shape',
      `classificationResults: expected outputs [${truth.length}, ${width}]. Received [${shape.join(', ')}].`,
    );
  }
  return Array.from(truth, (label, index) => ({
    index,
    truth: label,
    ...answerOf(data.subarray(index * width, (index + 1) * width)),
  }));
}

/** Decides as `evaluate` does: the first of the largest outputs. A NaN counts as larger than any number. */
function answerOf(logits: ArrayLike<number>): Pick<Answer, 'predicted' | 'probability'> {
  let predicted = 0;
  for (let at = 1; at < logits.length; at++) {
    const [largest, logit] = [logits[predicted] as number, logits[at] as number];
    if (logit > largest || (Number.isNaN(logit) && !Number.isNaN(largest))) predicted = at;
  }
  const largest = logits[predicted] as number;
  let sum = 0;
  for (let at = 0; at < logits.length; at++) sum += exp((logits[at] as number) - largest);
  return { predicted, probability: 1 / sum };
}

/** Returns the mistakes, the most confident first. */
function mistakesOf(answers: readonly Answer[]): Answer[] {
  const wrong = answers.filter(({ truth, predicted }) => truth !== predicted);
  return wrong.sort((a, b) => b.probability - a.probability || a.index - b.index).slice(0, MOST_EXAMPLES);
}

/**
 * Computes bins of equal width by confidence, and the expected calibration error (Guo et al. 2017, arXiv:1706.04599).
 */
function calibrationOf(answers: readonly Answer[]): ClassificationResults['calibration'] {
  const sums = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { probability, truth, predicted } of answers) {
    const bin = sums[Math.min(BINS - 1, Math.floor(probability * BINS))];
    if (bin === undefined) continue;
    bin.count++;
    bin.confidence += probability;
    if (truth === predicted) bin.right++;
  }
  const gaps = sums.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0);
  const bins = sums.map(({ count, confidence, right }, at) => ({
    ...{ from: at / BINS, to: (at + 1) / BINS, count },
    confidence: count === 0 ? null : Math.min(1, confidence / count),
    accuracy: count === 0 ? null : right / count,
  }));
  return { bins, expectedError: answers.length === 0 ? null : gaps / answers.length };
}
