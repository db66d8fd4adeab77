/** The end of a training: saves the model, reports, and keeps the results for `nabla report`. */
import { describeFailure, type Output, workError } from '@nablajs/command-line';
import type { Network } from '@nablajs/core';
import type { TrainingData } from '../data/training-data.js';
import { compareWithChance } from '../evaluation/chance.js';
import { FEWEST_ROWS } from '../evaluation/intervals.js';
import type { EvaluationResult, Report, TrainResult } from '../evaluation/report.js';
import { percent, scoreOf, scoreText } from '../evaluation/test-model.js';
import { type KeptModel, keepTrained } from '../models/keep-trained.js';
import type { TrainedOn } from '../models/model-folder.js';
import { writeResults } from '../results/results.js';
import type { Results } from '../results/results-schema.js';
import type { TrainSettings } from '../settings/settings.js';

export interface FinishedTraining {
  readonly settings: TrainSettings;
  readonly output: Output;
  readonly report: Report;
  readonly data: Pick<TrainingData, 'testName'>;
  /** The folder of the run, if there is one. */
  readonly run: string | undefined;
  readonly trainedOn: Omit<TrainedOn, 'score'>;
  readonly test: EvaluationResult;
  readonly facts: Pick<TrainResult, 'seconds' | 'epochs' | 'epochsBefore' | 'trainLoss' | 'aborted' | 'ensemble'>;
  /** Computes what the run keeps. */
  readonly results: () => Promise<Results>;
  readonly warnsOfChance: boolean;
}

/** Saves and reports. If the model is not in the requested folder, throws after the report. */
export async function finishTraining(model: Network, finished: FinishedTraining): Promise<void> {
  const { settings, output, report, data, run, trainedOn, test, facts, results, warnsOfChance } = finished;
  const { out } = settings;
  const kept =
    out === undefined ? undefined : await keepTrained(out, model, { ...trainedOn, score: scoreOf(test) }, settings);
  report.trainDone({
    ...test,
    testName: data.testName,
    ...facts,
    out: kept?.folder,
    saveProblem: kept?.problem,
    replaced: kept?.replaced,
  });
  if (run !== undefined) await keepResults(run, results, output);
  if (warnsOfChance) warnOfChance(test, settings, output);
  if (kept?.problem !== undefined) throw workError(kept.problem);
  if (kept !== undefined) output.note(`Saved the model in ${out}${replacedText(kept, test)}`);
}

/** Writes the results on the validation data for `nabla report`, which otherwise shows only curves. */
async function keepResults(run: string, results: () => Promise<Results>, output: Output): Promise<void> {
  try {
    writeResults(run, await results());
  } catch (error) {
    output.warn(`cannot write the run's results: ${describeFailure(error).message}`);
  }
}

function warnOfChance(result: EvaluationResult, { preset }: TrainSettings, output: Output): void {
  if (result.task === 'text') return;
  if (result.rows < FEWEST_ROWS) {
    const remedy = preset === 'table' ? 'Collect more' : 'Keep more with --validation 0.3';
    output.warn(
      `${result.rows} ${result.rows === 1 ? 'row says' : 'rows say'} little about a model. ${remedy}, or test it on ` +
        'other data: nabla evaluate MODEL --data FILE.',
    );
    return;
  }
  const remedy =
    preset === 'table'
      ? 'The other columns may say nothing about it.'
      : 'Train for more epochs, or try another learning rate.';
  if (result.task === 'regression') {
    if (result.r2 > 0) return;
    output.warn(`an R2 of ${result.r2.toFixed(4)} is no better than always answering the mean. ${remedy}`);
    return;
  }
  const { accuracy, confusionMatrix } = result;
  const { chance, betterThanChance } = compareWithChance(confusionMatrix);
  if (betterThanChance) return;
  output.warn(
    `the accuracy of ${percent(accuracy)} may be chance: always answering the most frequent class gives ` +
      `${percent(chance)}. ${remedy}`,
  );
}

/** Says which model was replaced. */
function replacedText({ replaced }: KeptModel, test: EvaluationResult): string {
  if (replaced === undefined) return '';
  const old = replaced.score === undefined ? 'of unknown score' : `with ${scoreText(replaced.score)}`;
  return `. It replaces a model ${old}; the new one has ${scoreText(scoreOf(test))}`;
}
