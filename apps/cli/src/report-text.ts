/** Text on stdout: the original notebook's lines in their order, then what it did not print. */

import type { Output } from '@nablajs/command-line';
import { type ConfusionMatrix, classReports, type EpochEndEvent } from '@nablajs/core';
import { confusionMatrixText } from './confusion-matrix-text.js';
import type { EvaluationResult, Report, TrainResult, TrainStart } from './report.js';

export class TextReport implements Report {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  trainStart(start: TrainStart): void {
    if (!this.#output.quiet) this.#print(...shapeLines(start));
  }

  epochEnd({ epoch, epochs, loss, validation }: EpochEndEvent): void {
    if (this.#output.quiet) return;
    const accuracy = validation?.classification?.accuracy;
    const measured = accuracy === undefined ? '' : ` - Test accuracy: ${(accuracy * 100).toFixed(2)}%`;
    this.#print(`Epoch ${epoch}/${epochs} - Loss: ${loss.toFixed(4)}${measured}`);
  }

  trainDone(result: TrainResult): void {
    this.#result(result);
    const { seconds, epochs, epochsBefore, aborted } = result;
    const perEpoch =
      aborted || epochsBefore === epochs ? '' : ` (${(seconds / (epochs - epochsBefore)).toFixed(2)} s per epoch)`;
    this.#print(`Training time: ${seconds.toFixed(1)} s${perEpoch}`);
  }

  evaluation(result: EvaluationResult): void {
    this.#result(result);
  }

  #result({ accuracy, confusionMatrix }: EvaluationResult): void {
    this.#print(`Accuracy on the test set: ${(accuracy * 100).toFixed(2)}%`);
    this.#print('Confusion Matrix:', confusionMatrixText(confusionMatrix));
    this.#print(classTable(confusionMatrix));
  }

  #print(...lines: readonly string[]): void {
    for (const line of lines) this.#output.print(line);
  }
}

function shapeLines({ trainRows, testRows, imageShape: [height, width] }: TrainStart): string[] {
  return [
    `Shape of training images: (${trainRows}, ${height}, ${width})`,
    `Shape of training labels: (${trainRows},)`,
    `Shape of test images: (${testRows}, ${height}, ${width})`,
    `Shape of test labels: (${testRows},)`,
    `Flattened training data shape: (${trainRows}, ${height * width})`,
    `Flattened test data shape: (${testRows}, ${height * width})`,
  ];
}

/** Precision, recall and F1 of each class, as fractions, and how many examples it has. */
export function classTable(matrix: ConfusionMatrix): string {
  const rows = classReports(matrix).map(({ precision, recall, f1, support }, index) => [
    `${index}`,
    precision.toFixed(4),
    recall.toFixed(4),
    f1.toFixed(4),
    `${support}`,
  ]);
  const table = [['Class', 'Precision', 'Recall', 'F1', 'Support'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n');
}
