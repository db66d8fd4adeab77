import { Output } from '@nablajs/command-line';
import { describe, expect, it } from 'vitest';
import type { TrainResult } from '../../src/evaluation/report.js';
import { JsonReport } from '../../src/evaluation/report-json.js';
import { captured, epochEnd, evaluationResult, trainResult, trainStart } from '../helpers/report-samples.js';

function linesOf(quiet: boolean, write: (report: JsonReport) => void): unknown[] {
  const { streams, stdout, stderr } = captured();
  write(new JsonReport(new Output({ quiet, ...streams })));
  expect(stderr()).toBe('');
  return stdout()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

const classes = [
  { name: '0', precision: 0.5, recall: 2 / 3, f1: 4 / 7, support: 3 },
  { name: '1', precision: 10 / 11, recall: 10 / 12, f1: 20 / 23, support: 12 },
];

describe('JsonReport', () => {
  it('writes start, epoch-end and done', () => {
    const predictions = Int32Array.of(0);
    const classification = { accuracy: 0.9, predictions, truths: predictions, weights: Float64Array.of(1) };
    const validation = { rows: 1, loss: 0.1, metrics: {}, classification };
    const lines = linesOf(false, (report) => {
      report.trainStart(trainStart);
      report.epochEnd(epochEnd(1, 2.4, 1.5));
      report.epochEnd(epochEnd(2, 2.1, 1.5, validation));
      report.trainDone({ ...trainResult, out: 'model' });
    });
    expect(lines).toEqual([
      {
        event: 'start',
        backend: 'ts',
        dtype: 'float32',
        seed: 7,
        rows: 60000,
        testRows: 10000,
        imageShape: [28, 28],
        parameters: 422950,
        preset: 'seed',
        hidden: [532],
        optimizer: 'sgd',
        learningRate: 0.03,
        batchSize: 'full',
        epochs: 2,
        layout: 'csr',
      },
      { event: 'epoch-end', epoch: 1, epochs: 2, loss: 2.4, seconds: 1.5 },
      { event: 'epoch-end', epoch: 2, epochs: 2, loss: 2.1, seconds: 1.5, accuracy: 0.9 },
      {
        event: 'done',
        epochs: 2,
        trainLoss: 2.1,
        testAccuracy: 0.75,
        testLoss: 0.5,
        chance: 0.8,
        betterThanChance: false,
        intervals: { accuracy: [expect.closeTo(0.49697, 5), expect.closeTo(0.90108, 5)] },
        epochChosen: false,
        confusionMatrix: trainResult.confusionMatrix,
        classes,
        seconds: 3,
        backend: 'ts',
        dtype: 'float32',
        aborted: false,
        out: 'model',
      },
    ]);
  });

  it('writes only the result with quiet, and null for a loss that was never measured', () => {
    const lines = linesOf(true, (report) => {
      report.trainStart(trainStart);
      report.epochEnd(epochEnd(1, 2.4, 1.5));
      report.trainDone({ ...trainResult, epochs: 0, trainLoss: undefined, aborted: true });
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ event: 'done', epochs: 0, trainLoss: null, aborted: true });
  });

  it('writes what the model replaced, and why it is not in the requested folder', () => {
    const done = (change: Partial<Pick<TrainResult, 'out' | 'saveProblem' | 'replaced'>>) =>
      linesOf(true, (report) => report.trainDone({ ...trainResult, ...change }))[0];
    expect(done({ out: 'model', replaced: { score: { name: 'accuracy', value: 0.5 } } })).toMatchObject({
      replaced: { accuracy: 0.5 },
    });
    expect(done({ out: 'model', replaced: { score: undefined } })).toMatchObject({ replaced: { accuracy: null } });
    expect(done({ out: '/tmp/x', saveProblem: 'full' })).toMatchObject({ out: '/tmp/x', saveProblem: 'full' });
    expect(done({})).not.toHaveProperty('saveProblem');
    expect(done({})).not.toHaveProperty('replaced');
  });

  it('writes an evaluation', () => {
    expect(linesOf(false, (report) => report.evaluation(evaluationResult))).toEqual([
      {
        event: 'evaluation',
        rows: 15,
        accuracy: 0.75,
        loss: 0.5,
        intervals: { accuracy: [expect.closeTo(0.49697, 5), expect.closeTo(0.90108, 5)] },
        epochChosen: false,
        confusionMatrix: evaluationResult.confusionMatrix,
        classes,
        seconds: 3,
        backend: 'ts',
        dtype: 'float32',
      },
    ]);
  });
});
