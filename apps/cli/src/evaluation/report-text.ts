/** The lines of the original notebook in their order, and what it did not print. */

import { type Output, tableLines } from '@nablajs/command-line';
import type { ConfusionMatrix, EpochEndEvent } from '@nablajs/core';
import { classReports } from '@nablajs/core/metrics';
import type { StageReport } from '@nablajs/finetune';
import type { TestName } from '../data/training-data.js';
import { lossOfTrial, type TrialLine } from '../runs/table-run.js';
import { recipeText } from '../training/recipe-text.js';
import { confusionLines } from './confusion-matrix-text.js';
import { FEWEST_ROWS, type Interval, shareInterval } from './intervals.js';
import type {
  EvaluationResult,
  FineTuneReport,
  StageStart,
  TableReport,
  TextResult,
  TrainResult,
  TrainStart,
} from './report.js';
import { stageEndLine, stageLines } from './stage-text.js';
import { percent } from './test-model.js';

export class TextReport implements TableReport, FineTuneReport {
  readonly #output: Output;
  #testName: TrainStart['testName'] = 'test';
  #hasFewRows = false;

  constructor(output: Output) {
    this.#output = output;
  }

  trainStart(start: TrainStart): void {
    this.#testName = start.testName;
    this.#hasFewRows = start.testRows < FEWEST_ROWS;
    if (!this.#output.quiet) this.#print(shapeLines(start));
  }

  epochEnd({ epoch, epochs, loss, validation }: EpochEndEvent, sample?: string): void {
    if (this.#output.quiet) return;
    const perplexity = validation?.metrics['perplexity'];
    if (perplexity !== undefined) {
      const held = `Held-out loss: ${validation?.loss.toFixed(4)} - Perplexity: ${perplexity.toFixed(2)}`;
      this.#print([`Epoch ${epoch}/${epochs} - Loss: ${loss.toFixed(4)} - ${held}`, ...sampleLines(sample)]);
      return;
    }
    const accuracy = validation?.classification?.accuracy;
    const r2 = this.#hasFewRows ? undefined : validation?.metrics['r2'];
    const name = this.#testName === 'test' ? 'Test' : 'Validation';
    const measured =
      (accuracy === undefined ? '' : ` - ${name} accuracy: ${percent(accuracy)}`) +
      (r2 === undefined ? '' : ` - ${name} R2: ${r2.toFixed(4)}`);
    this.#print(`Epoch ${epoch}/${epochs} - Loss: ${loss.toFixed(4)}${measured}`);
  }

  stageStart(start: StageStart): void {
    if (!this.#output.quiet) this.#print(stageLines(start));
  }

  stageEnd(end: StageReport): void {
    if (!this.#output.quiet) this.#print(stageEndLine(end, this.#testName));
  }

  trial(line: TrialLine): void {
    if (this.#output.quiet) return;
    const { trial, recipe, losses } = line;
    const folds = foldsText(losses.length);
    this.#print(`Trial ${trial} - ${recipeText(recipe)} - ${folds} - Loss: ${lossOfTrial(line).toFixed(4)}`);
  }

  trainDone(result: TrainResult): void {
    this.#result(result, result.testName);
    const { seconds, epochs, epochsBefore, aborted, ensemble } = result;
    if (ensemble !== undefined) {
      const { members, recipe, recipes } = ensemble;
      const networks = members === 1 ? 'a network' : `${members} networks`;
      this.#print(
        `Model: ${networks} of ${recipeText(recipe)}${recipes === 1 ? '' : `; the best of ${recipes} recipes`}`,
      );
      this.#print(`Training time: ${seconds.toFixed(1)} s`);
      return;
    }
    const perEpoch =
      aborted || epochsBefore === epochs ? '' : ` (${(seconds / (epochs - epochsBefore)).toFixed(2)} s per epoch)`;
    this.#print(`Training time: ${seconds.toFixed(1)} s${perEpoch}`);
  }

  evaluation(result: EvaluationResult): void {
    this.#result(result, 'test');
  }

  #result(result: EvaluationResult, name: TestName): void {
    if (result.task === 'text') {
      this.#print(textLines(result));
      return;
    }
    const set = SETS[name];
    if (result.task === 'regression') {
      const { r2, rmse, mae, target, intervals } = result;
      if (result.rows < FEWEST_ROWS) {
        this.#print(`R2 on ${set}: not shown, as ${rowsText(result)} too few for it (${FEWEST_ROWS} are enough)`);
      } else {
        this.#print(`R2 on ${set}: ${r2.toFixed(4)}`);
        if (intervals !== undefined) this.#print(intervalLine(intervals.r2, (value) => value.toFixed(4), result, name));
      }
      const range = intervals === undefined ? '' : `, 95% interval ${intervals.mae.map(short).join(' to ')}`;
      this.#print(`Error of ${target}: ${short(mae)} on average (MAE${range}), RMSE ${short(rmse)}`);
      if (name === 'held-out') this.#print(CHOSEN_ON_THEM);
      return;
    }
    const { accuracy, rows, confusionMatrix, classes } = result;
    this.#print(`Accuracy on ${set}: ${percent(accuracy)}`);
    if (rows > 0) this.#print(intervalLine(shareInterval(accuracy, rows), percent, result, name));
    if (name === 'held-out') this.#print(CHOSEN_ON_THEM);
    this.#print(confusionLines(confusionMatrix, classes));
    this.#print(classTable(confusionMatrix, classes));
  }

  #print(lines: string | readonly string[]): void {
    for (const line of [lines].flat()) this.#output.print(line);
  }
}

const sampleLines = (sample: string | undefined): string[] =>
  (sample ?? '').split(/\r?\n/).map((line) => `  | ${line}`);

function textLines({ loss, perplexity, accuracy, tokens, epochChosen }: TextResult): string[] {
  const count = tokens.toLocaleString('en-US');
  const remark = epochChosen ? '; the epoch was chosen on some of them, so expect a little more on new text' : '';
  return [
    `Loss on held-out text: ${loss.toFixed(4)} nats a token, of ${count} tokens${remark}`,
    `Perplexity: ${perplexity.toFixed(2)}`,
    `Tokens guessed right: ${percent(accuracy)}`,
  ];
}

const SETS: Readonly<Record<TestName, string>> = {
  test: 'the test set',
  validation: 'the validation data',
  'held-out': 'held-out rows',
};

/** Of held-out rows: no network learned from them, but they say which one to keep. */
const CHOSEN_ON_THEM = 'The epoch and the settings were chosen on these rows: expect a little less on new rows';

/** Says how exact a score is, and what the rows that it is measured on had to do with the training. */
function intervalLine(
  interval: Interval,
  format: (value: number) => string,
  { rows, epochChosen }: EvaluationResult,
  name: TestName,
): string {
  const remark =
    name === 'held-out'
      ? '; each row was tested by networks that had not seen it'
      : epochChosen
        ? '; the epoch was chosen on these rows, so expect less on new rows'
        : '';
  return `95% interval from ${rows.toLocaleString('en-US')} rows: ${interval.map(format).join(' to ')}${remark}`;
}

const rowsText = ({ rows }: EvaluationResult): string => (rows === 1 ? '1 row is' : `${rows} rows are`);

const short = (value: number): string => `${Number(value.toPrecision(4))}`;

const EACH = 'All rows are tested, each by networks that have not seen it';
const EACH_IN_TIME =
  'All rows but the first ones in time are tested, each by networks that have not seen it or a later one';

const foldsText = (folds: number): string => `${folds} ${folds === 1 ? 'fold' : 'folds'}`;

function shapeLines({ settings, trainRows, testRows, shape, testName, folds = settings.folds }: TrainStart): string[] {
  if (shape.kind === 'table') {
    const { columns, inputs } = shape;
    const test =
      testName === 'held-out'
        ? `${settings.timeOrder === undefined ? EACH : EACH_IN_TIME} (${foldsText(folds)})`
        : `Rows for ${testName}: ${testRows}`;
    return [`Training rows: ${trainRows}, of ${columns} columns that become ${inputs} inputs`, test];
  }
  if (shape.kind === 'text') {
    const [trained, tested] = [shape.trainTokens, shape.testTokens].map((count) => count.toLocaleString('en-US'));
    const { tokenizer, vocabulary, context } = shape;
    return [
      `Training tokens: ${trained}, read ${context} at a time`,
      `Tokens held out: ${tested}`,
      `Different tokens: ${vocabulary.toLocaleString('en-US')} (${tokenizer})`,
    ];
  }
  if (shape.kind === 'arrays') {
    const inputs = shape.inputs.map((place) => `${place.name} [${['n', ...place.shape].join(', ')}]`);
    return [`Training examples: ${trainRows} of ${inputs.join(', ')}`, `Examples for ${testName}: ${testRows}`];
  }
  const { height, width, channels } = shape;
  if (channels !== 1 || testName !== 'test') {
    return [
      `Training images: ${trainRows} of ${height} x ${width}${channels === 3 ? ' in colour' : ''}`,
      `Images for ${testName}: ${testRows}`,
    ];
  }
  return [
    `Shape of training images: (${trainRows}, ${height}, ${width})`,
    `Shape of training labels: (${trainRows},)`,
    `Shape of test images: (${testRows}, ${height}, ${width})`,
    `Shape of test labels: (${testRows},)`,
    ...(settings.layers.length > 0
      ? []
      : [
          `Flattened training data shape: (${trainRows}, ${height * width})`,
          `Flattened test data shape: (${testRows}, ${height * width})`,
        ]),
  ];
}

/** Precision, recall and F1 of each class, as fractions, and its number of examples. */
export function classTable(matrix: ConfusionMatrix, names: readonly string[]): string[] {
  const rows = classReports(matrix).map(({ precision, recall, f1, support }, index) => [
    names[index] ?? `${index}`,
    precision.toFixed(4),
    recall.toFixed(4),
    f1.toFixed(4),
    `${support}`,
  ]);
  return tableLines([['Class', 'Precision', 'Recall', 'F1', 'Support'], ...rows], () => true);
}
