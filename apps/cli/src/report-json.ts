/** JSON lines on stdout, one object an event; `apps/cli/README.md` documents them. */

import type { Output } from '@nablajs/command-line';
import { classReports, type EpochEndEvent } from '@nablajs/core';
import { compareWithChance } from './chance.js';
import type { EvaluationResult, Report, TrainResult, TrainStart } from './report.js';

export class JsonReport implements Report {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  trainStart(start: TrainStart): void {
    if (this.#output.quiet) return;
    const { settings, backend, layout, trainRows, testRows, imageShape, parameters, run, resumption } = start;
    const { preset, dtype, seed, epochs, learningRate, batchSize, hidden, optimizer } = settings;
    const { schedule, earlyStopping, clipNorm, clipValue } = settings;
    this.#write('start', {
      backend,
      dtype,
      seed,
      rows: trainRows,
      testRows,
      imageShape,
      parameters,
      preset,
      hidden,
      optimizer,
      learningRate,
      batchSize,
      epochs,
      layout,
      ...{ schedule, earlyStopping, clipNorm, clipValue, run },
      resumed: resumption && { checkpoint: resumption.checkpoint, steps: resumption.state.position.steps },
    });
  }

  epochEnd({ epoch, epochs, loss, seconds, validation }: EpochEndEvent): void {
    if (this.#output.quiet) return;
    this.#write('epoch-end', { epoch, epochs, loss, seconds, accuracy: validation?.classification?.accuracy });
  }

  trainDone(result: TrainResult): void {
    const { epochs, trainLoss = null, accuracy, loss, confusionMatrix, seconds, backend, dtype, aborted } = result;
    const { out, saveProblem, replaced } = result;
    const classes = classReports(confusionMatrix);
    this.#write('done', {
      epochs,
      trainLoss,
      testAccuracy: accuracy,
      testLoss: loss,
      ...compareWithChance(confusionMatrix),
      confusionMatrix,
      classes,
      seconds,
      backend,
      dtype,
      aborted,
      out,
      saveProblem,
      replaced: replaced === undefined ? undefined : { accuracy: replaced.accuracy ?? null },
    });
  }

  evaluation({ rows, accuracy, loss, confusionMatrix, seconds, backend, dtype }: EvaluationResult): void {
    const classes = classReports(confusionMatrix);
    this.#write('evaluation', { rows, accuracy, loss, confusionMatrix, classes, seconds, backend, dtype });
  }

  /** Fields without a value are left out. */
  #write(event: string, fields: Readonly<Record<string, unknown>>): void {
    this.#output.print(JSON.stringify({ event, ...fields }));
  }
}
