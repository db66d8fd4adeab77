/** The output of a search. */
import { describe, expect, it } from 'vitest';
import { searchProgressText } from '../../src/search/report/search-progress.js';
import { resultTable } from '../../src/search/report/search-report-text.js';
import { trainCommandLine } from '../../src/search/report/train-command-line.js';
import { parseSpace } from '../../src/search/space.js';
import { bestOf, ranked } from '../../src/search/trials/ranking.js';
import type { TrialResult } from '../../src/search/trials/trial-results.js';

const SPACE = parseSpace(['learningRate=0.001..0.1', 'hidden=8,16x8'], {});

const trial = (number: number, changes: Partial<TrialResult> = {}): TrialResult => ({
  ...{ trial: number, values: { learningRate: 0.01, hidden: [8] }, outcome: 'finished', metric: 'accuracy' },
  ...{ score: 0.5, loss: 1, bestEpoch: 2, epochs: 3, seconds: 1.25, scores: [0.4, 0.5, 0.5] },
  ...changes,
});

const RESULTS = [
  trial(1, { score: 0.75, loss: 0.5 }),
  trial(2, {
    score: 0.9,
    outcome: 'failed',
    error: 'training: the loss became NaN at epoch 2, step 1. Lower the rate.',
  }),
  trial(3, { score: 0.75, loss: 0.25, values: { learningRate: 0.05, hidden: [16, 8] } }),
  trial(4, { score: 0.125, outcome: 'stopped' }),
  trial(5, { score: null, loss: null, bestEpoch: null, epochs: 0, outcome: 'failed' }),
];

describe('the table of a search', () => {
  it('has the best first, and failures last', () => {
    expect(resultTable(RESULTS, SPACE)).toEqual([
      'rank  trial  accuracy    loss  epochs  learningRate  hidden  seconds                                 outcome',
      '1         3    75.00%  0.2500       3          0.05    16x8      1.3                                finished',
      '2         1    75.00%  0.5000       3          0.01       8      1.3                                finished',
      '3         4    12.50%  1.0000       3          0.01       8      1.3                      stopped at epoch 3',
      '4         2    90.00%  1.0000       3          0.01       8      1.3  the loss became NaN at epoch 2, step 1',
      '5         5         -       -       0          0.01       8      1.3                                  failed',
    ]);
    expect(resultTable([], SPACE)).toEqual([]);
  });

  it('shows R2', () => {
    const [header, row] = resultTable([trial(1, { metric: 'r2', score: -0.5 })], SPACE);
    expect(header).toMatch(/^rank {2}trial {7}R2 {4}loss /);
    expect(row).toMatch(/^1 {9}1 {2}-0\.5000 {2}1\.0000 /);
  });

  it('has a best trial only if a trial has a score', () => {
    expect(ranked(RESULTS).map((result) => result.trial)).toEqual([3, 1, 4, 2, 5]);
    expect(bestOf(RESULTS)?.trial).toBe(3);
    expect(bestOf([RESULTS[1] as TrialResult])).toBeUndefined();
    expect(bestOf([])).toBeUndefined();
  });
});

describe('the progress line of a search', () => {
  const state = { trial: 3, trials: 10, epoch: 10, epochs: 20, best: { name: 'accuracy', value: 0.975 } as const };

  it('shows the trial, its epoch, the best score so far and the time left', () => {
    // A quarter is done, and 0.2 of all before the clock started.
    expect(searchProgressText(state, 0.2, 6, 120)).toBe(
      '██████░░░░░░░░░░░░░░░░░░ 25% | trial 3 of 10 | epoch 10/20 | best accuracy 97.50% | ETA 1m30s',
    );
  });

  it('shortens its bar on a narrow terminal', () => {
    const words = 'trial 3 of 10 | epoch 10/20 | best accuracy 97.50% | ETA 1m30s';
    expect(searchProgressText(state, 0.2, 6, 85)).toBe(`███░░░░░░░░░ 25% | ${words}`);
    expect(searchProgressText(state, 0.2, 6, 75)).toBe(`█░░░ 25% | ${words}`);
    expect(searchProgressText(state, 0.2, 6, 70)).toBe(words);
  });

  it('shows only the clock before the first epoch', () => {
    const first = { trial: 1, trials: 2, epoch: 0, epochs: 20, best: undefined };
    expect(searchProgressText(first, 0, 3, 120)).toBe('░░░░░░░░░░░░░░░░░░░░░░░░ 0% | trial 1 of 2 | epoch 0/20 | 3s');
  });
});

it('quotes the command that trains with the best values for a shell', () => {
  const config = { backend: 'ts', data: '/data/my points.csv', target: "the side's name", validation: 0.2, epochs: 30 };
  const fixed = { ...config, schedule: { type: 'CosineDecay' }, json: true };
  expect(trainCommandLine(fixed, { hidden: [16, 8], learningRate: 0.0031 })).toBe(
    "nabla train '/data/my points.csv' --target 'the side'\\''s name' --validation 0.2 --backend ts --epochs 30 " +
      '--learning-rate 0.0031 --hidden 16,8',
  );
  expect(trainCommandLine({ preset: 'quick' }, { optimizer: 'adam' })).toBe(
    'nabla train --preset quick --optimizer adam',
  );
});
