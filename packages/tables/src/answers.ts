import { exp, log } from '@nablajs/core/math';
import type { TableTask, TrainedMembers } from './members.js';

/** Stands for a probability that was rounded to 0, whose logarithm is not finite. */
const TINY = 1e-12;

type Answered = Pick<TrainedMembers, 'members' | 'answers'>;

/** What is said about some rows. */
export interface HeldOutAnswers {
  /** The rows, in order. */
  readonly rows: Int32Array;
  /** The mean of those that have not seen a row: probabilities [rows, classes], or standardised numbers [rows]. */
  readonly answers: Float64Array;
}

/** The mean answer of those that have not seen a row; `length` is the number of rows of the table. */
export function heldOutAnswers(
  groups: readonly Answered[],
  { task, outputs }: Pick<TableTask, 'task' | 'outputs'>,
  length: number,
): HeldOutAnswers {
  const sums = new Float64Array(length * outputs);
  const counts = new Int32Array(length);
  for (const { members, answers } of groups) {
    for (const [index, { held }] of members.entries()) {
      const own = answers[index] as Float32Array;
      for (const [row, at] of held.entries()) {
        const values = task === 'classes' ? softmaxOf(own, row, outputs) : own.subarray(row, row + 1);
        counts[at] = (counts[at] as number) + 1;
        for (const [output, value] of values.entries()) {
          sums[at * outputs + output] = (sums[at * outputs + output] as number) + value;
        }
      }
    }
  }
  const rows = Int32Array.from(counts.keys()).filter((row) => counts[row] !== 0);
  const answers = new Float64Array(rows.length * outputs);
  for (const [index, row] of rows.entries()) {
    for (let output = 0; output < outputs; output++) {
      answers[index * outputs + output] = (sums[row * outputs + output] as number) / (counts[row] as number);
    }
  }
  return { rows, answers };
}

/** Returns `softmax(log p / temperature)` of probabilities p [rows, classes]. */
export function withTemperature(probabilities: Float64Array, classes: number, temperature: number): Float64Array {
  const logits = probabilities.map((probability) => log(Math.max(TINY, probability)) / temperature);
  const calibrated = new Float64Array(logits.length);
  for (let at = 0; at < logits.length; at += classes) calibrated.set(softmaxOf(logits, at / classes, classes), at);
  return calibrated;
}

/** Log loss `−log p[target]` of probabilities p [rows, classes], or squared error `(y − t)²` of numbers. */
export function lossesOf(
  answers: ArrayLike<number>,
  targets: ArrayLike<number>,
  { task, outputs }: Pick<TableTask, 'task' | 'outputs'>,
): Float64Array {
  return Float64Array.from(targets, (target, row) => {
    if (task === 'classes') return -log(Math.max(TINY, answers[row * outputs + target] as number));
    const error = (answers[row] as number) - target;
    return error * error;
  });
}

/** NaN of no values. */
export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] as number;
  return sum / values.length;
};

function softmaxOf(logits: ArrayLike<number>, row: number, classes: number): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (let of = 0; of < classes; of++) most = Math.max(most, logits[row * classes + of] as number);
  const powers = new Float64Array(classes);
  let total = 0;
  for (let of = 0; of < classes; of++) {
    powers[of] = exp((logits[row * classes + of] as number) - most);
    total += powers[of] as number;
  }
  return powers.map((power) => power / total);
}
