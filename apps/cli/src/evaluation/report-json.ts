/** One object per event, which `apps/cli/README.md` documents. */

import type { Output } from '@nablajs/command-line';
import type { EpochEndEvent } from '@nablajs/core';
import { classReports } from '@nablajs/core/metrics';
import type { StageReport } from '@nablajs/finetune';
import type { DataShape } from '../data/training-data.js';
import type { TrialLine } from '../runs/table-run.js';
import type { TrainSettings } from '../settings/settings.js';
import { compareWithChance } from './chance.js';
import { FEWEST_ROWS, shareInterval } from './intervals.js';
import type { EvaluationResult, FineTuneReport, StageStart, TableReport, TrainResult, TrainStart } from './report.js';

export class JsonReport implements TableReport, FineTuneReport {
  readonly #output: Output;
  #hasFewRows = false;

  constructor(output: Output) {
    this.#output = output;
  }

  trainStart(start: TrainStart): void {
    this.#hasFewRows = start.testRows < FEWEST_ROWS;
    if (this.#output.quiet) return;
    const { settings, backend, layout, trainRows, testRows, shape, parameters, run, resumption, ranks } = start;
    const { preset, dtype, seed, effort, group, timeOrder } = settings;
    const { folds = settings.folds } = start;
    this.#write('start', {
      backend,
      dtype,
      seed,
      rows: trainRows,
      testRows,
      ...shapeFields(shape),
      parameters,
      preset,
      ...(preset === 'table' ? { effort, folds, group, timeOrder } : { ...networkFields(settings), layout, ...ranks }),
      run,
      resumed:
        start.trialsBefore === undefined
          ? resumption && { checkpoint: resumption.checkpoint, steps: resumption.state.position.steps }
          : { trials: start.trialsBefore },
    });
  }

  stageStart({ stage, name, freed, parameters, cached }: StageStart): void {
    if (!this.#output.quiet) this.#write('stage-start', { stage, name, freed, parameters, cached });
  }

  stageEnd({ stage, name, freed, epochs, bestEpoch, loss, kept }: StageReport): void {
    if (!this.#output.quiet) this.#write('stage-end', { stage, name, freed, epochs, bestEpoch, loss, kept });
  }

  trial({ trial, recipe, members, losses, seconds }: TrialLine): void {
    if (!this.#output.quiet) this.#write('trial', { trial, recipe, members, losses, seconds });
  }

  epochEnd({ epoch, epochs, loss, seconds, validation }: EpochEndEvent, sample?: string): void {
    if (this.#output.quiet) return;
    const { classification, metrics } = validation ?? {};
    const few = this.#hasFewRows && { r2: undefined };
    const heldOut = metrics?.['perplexity'] === undefined ? {} : { heldOutLoss: validation?.loss };
    const measured = { accuracy: classification?.accuracy, ...heldOut, ...metrics, ...few };
    this.#write('epoch-end', { epoch, epochs, loss, seconds, ...measured, sample });
  }

  trainDone(result: TrainResult): void {
    const { epochs, trainLoss = null, ensemble, loss, seconds, backend, dtype, aborted } = result;
    const { out, saveProblem, replaced } = result;
    this.#write('done', {
      ...(ensemble ?? { epochs, trainLoss }),
      ...(result.task !== 'regression' && { testAccuracy: result.accuracy }),
      testLoss: loss,
      ...(result.task === 'classification' && result.rows >= FEWEST_ROWS && compareWithChance(result.confusionMatrix)),
      ...details(result),
      seconds,
      backend,
      dtype,
      aborted,
      out,
      saveProblem,
      replaced:
        replaced === undefined ? undefined : { [replaced.score?.name ?? 'accuracy']: replaced.score?.value ?? null },
    });
  }

  evaluation(result: EvaluationResult): void {
    const { rows, loss, seconds, backend, dtype } = result;
    const accuracy = result.task === 'regression' ? undefined : result.accuracy;
    this.#write('evaluation', { rows, accuracy, loss, ...details(result), seconds, backend, dtype });
  }

  #write(event: string, fields: Readonly<Record<string, unknown>>): void {
    this.#output.print(JSON.stringify({ event, ...fields }));
  }
}

function networkFields(settings: TrainSettings): Readonly<Record<string, unknown>> {
  const { epochs, learningRate, batchSize, layers, hidden, optimizer, blocks, width, heads } = settings;
  const { schedule, earlyStopping, clipNorm, clipValue, weightDecay, augment, parts } = settings;
  const { from, unfreeze, lora } = settings;
  return {
    ...(layers.length > 0 && { layers }),
    ...(blocks === undefined ? { hidden } : { blocks, width, heads }),
    ...{ optimizer, learningRate, batchSize, epochs },
    ...{ schedule, earlyStopping, clipNorm, clipValue, weightDecay, augment, parts },
    ...{ from, unfreeze, lora },
  };
}

function shapeFields(shape: DataShape): Readonly<Record<string, unknown>> {
  if (shape.kind === 'table') return { columns: shape.columns, inputs: shape.inputs };
  if (shape.kind === 'arrays') {
    return { arrays: Object.fromEntries(shape.inputs.map((place) => [place.name, place.shape])) };
  }
  if (shape.kind === 'text') {
    const { kind: _, ...fields } = shape;
    return fields;
  }
  const { height, width, channels } = shape;
  return { imageShape: [height, width], channels: channels === 1 ? undefined : channels };
}

function details(result: EvaluationResult): Readonly<Record<string, unknown>> {
  const { rows, epochChosen } = result;
  if (result.task === 'text') return { perplexity: result.perplexity, tokens: result.tokens, epochChosen };
  if (result.task === 'regression') {
    const { target, r2, rmse, mae, intervals } = result;
    return { target, r2: rows < FEWEST_ROWS ? undefined : r2, rmse, mae, intervals, epochChosen };
  }
  const { accuracy, confusionMatrix, classes } = result;
  const reports = classReports(confusionMatrix);
  const intervals = rows === 0 ? undefined : { accuracy: shareInterval(accuracy, rows) };
  return {
    intervals,
    epochChosen,
    confusionMatrix,
    classes: reports.map((report, index) => ({ name: classes[index], ...report })),
  };
}
