/** Writes a note for each trial to stderr, and at the end a table to stdout, with how to use the best trial. */
import { dirname } from 'node:path';
import { type Output, oneLine, tableLines } from '@nablajs/command-line';
import { relativePath } from '../../relative-path.js';
import type { SearchFolder } from '../search-folder.js';
import { type Dimension, spaceText, type TriedValues, valueText } from '../space.js';
import { ranked } from '../trials/ranking.js';
import type { TrialResult } from '../trials/trial-results.js';
import { SCORE_NAMES, scoreValueText } from './score-text.js';
import type { SearchEnd, SearchReport } from './search-report.js';

export class TextSearchReport implements SearchReport {
  readonly #folder: SearchFolder;
  readonly #output: Output;

  constructor(folder: SearchFolder, output: Output) {
    this.#folder = folder;
    this.#output = output;
  }

  start(): void {
    const { path, record, results } = this.#folder;
    const done = results.length === 0 ? '' : `, ${results.length} of them done`;
    const trials = `${record.trials.length} trials${done}; ${spaceText(record.space)}`;
    this.#output.note(`Search ${relativePath(path)}: ${trials}`);
  }

  trialStart(): void {}

  trialEnd(result: TrialResult): void {
    const { trial, values, metric, score } = result;
    const { trials, space } = this.#folder.record;
    const scored = `${SCORE_NAMES[metric]} ${scoreValueText(metric, score)}`;
    const tried = space.map((one) => `${one.name} ${cellOf(one, values)}`).join(', ');
    this.#output.note(`Trial ${trial} of ${trials.length}: ${scored}, ${outcomeText(result)} (${tried})`);
  }

  end({ command, checkpoint }: SearchEnd): void {
    const { results, record } = this.#folder;
    for (const line of resultTable(results, record.space)) this.#output.print(line);
    if (command !== undefined) this.#output.print(`Train with the best: ${command}`);
    if (checkpoint !== undefined)
      this.#output.print(
        `Its run, which nabla evaluate and others accept as a model: ${relativePath(dirname(dirname(checkpoint)))}`,
      );
  }
}

/** Returns the trials as a table, the best first. */
export function resultTable(results: readonly TrialResult[], space: readonly Dimension[]): string[] {
  const [first] = results;
  if (first === undefined) return [];
  const score = SCORE_NAMES[first.metric];
  const names = space.map(({ name }) => name);
  const header = ['rank', 'trial', score, 'loss', 'epochs', ...names, 'seconds', 'outcome'];
  const rows = ranked(results).map((result, at) => [
    `${at + 1}`,
    `${result.trial}`,
    scoreValueText(result.metric, result.score),
    result.loss?.toFixed(4) ?? '-',
    `${result.epochs}`,
    ...space.map((one) => cellOf(one, result.values)),
    result.seconds.toFixed(1),
    outcomeText(result),
  ]);
  return tableLines([header, ...rows]);
}

function cellOf({ name }: Dimension, values: TriedValues): string {
  const value = values[name];
  return value === undefined ? '-' : valueText(value);
}

/** Returns `finished`, `stopped at epoch 5` or `the loss became NaN at epoch 2, step 1`. */
function outcomeText({ outcome, epochs, error = 'failed' }: TrialResult): string {
  if (outcome === 'finished') return 'finished';
  if (outcome === 'stopped') return `stopped at epoch ${epochs}`;
  // Only the first sentence: the others are advice for a single training.
  return oneLine(error.replace(/^training: /, '').replace(/\. .*$/s, ''));
}
