import { Output } from '@nablajs/command-line';
import { describe, expect, it } from 'vitest';
import { classTable, TextReport } from '../../src/evaluation/report-text.js';
import {
  captured,
  epochEnd,
  evaluationResult,
  regressionResult,
  trainResult,
  trainStart,
} from '../helpers/report-samples.js';

describe('TextReport', () => {
  it("prints the original notebook's lines in their order, then its own", () => {
    const { streams, stdout, stderr } = captured();
    const report = new TextReport(new Output({ quiet: false, ...streams }));
    report.trainStart(trainStart);
    report.epochEnd(epochEnd(1, 2.38994, 1));
    const none = new Int32Array(15);
    const validation = {
      loss: 2,
      rows: 15,
      metrics: {},
      classification: { accuracy: 0.12342, predictions: none, truths: none, weights: new Float64Array(15) },
    };
    report.epochEnd(epochEnd(2, 2.1, 1, validation));
    report.trainDone(trainResult);
    expect(stdout().split('\n')).toEqual([
      'Shape of training images: (60000, 28, 28)',
      'Shape of training labels: (60000,)',
      'Shape of test images: (10000, 28, 28)',
      'Shape of test labels: (10000,)',
      'Flattened training data shape: (60000, 784)',
      'Flattened test data shape: (10000, 784)',
      'Epoch 1/2 - Loss: 2.3899',
      'Epoch 2/2 - Loss: 2.1000 - Test accuracy: 12.34%',
      'Accuracy on the test set: 75.00%',
      '95% interval from 15 rows: 49.70% to 90.11%',
      'Confusion Matrix:',
      '[[ 2  1]',
      ' [ 2 10]]',
      'Class  Precision  Recall      F1  Support',
      '    0     0.5000  0.6667  0.5714        3',
      '    1     0.9091  0.8333  0.8696       12',
      'Training time: 3.0 s (1.50 s per epoch)',
      '',
    ]);
    expect(stderr()).toBe('');
  });

  it('prints only the results with quiet', () => {
    const { streams, stdout } = captured();
    const report = new TextReport(new Output({ quiet: true, ...streams }));
    report.trainStart(trainStart);
    report.epochEnd(epochEnd(1, 2.4, 1));
    report.trainDone({ ...trainResult, epochs: 0, aborted: true, seconds: 0.51 });
    const lines = stdout().trimEnd().split('\n');
    expect(lines[0]).toBe('Accuracy on the test set: 75.00%');
    expect(lines.at(-1)).toBe('Training time: 0.5 s');
    expect(lines).toHaveLength(9);
  });

  it('prints an evaluation without a training time', () => {
    const { streams, stdout } = captured();
    new TextReport(new Output({ quiet: false, ...streams })).evaluation(evaluationResult);
    expect(stdout()).toBe(
      'Accuracy on the test set: 75.00%\n95% interval from 15 rows: 49.70% to 90.11%\nConfusion Matrix:\n[[ 2  1]\n [ 2 10]]\n' +
        `${classTable(evaluationResult.confusionMatrix, ['0', '1']).join('\n')}\n`,
    );
  });

  it('prints tables, regressions and the names of classes', () => {
    const { streams, stdout } = captured();
    const report = new TextReport(new Output({ quiet: false, ...streams }));
    report.trainStart({ ...trainStart, shape: { kind: 'table', columns: 3, inputs: 7 }, testName: 'validation' });
    report.epochEnd(epochEnd(1, 0.5, 1, { loss: 0.25, rows: 15, metrics: { r2: 0.75 }, classification: undefined }));
    report.evaluation(regressionResult);
    report.evaluation({ ...evaluationResult, classes: ['cat', 'dog'] });
    expect(stdout().split('\n').slice(0, 6)).toEqual([
      'Training rows: 60000, of 3 columns that become 7 inputs',
      'Rows for validation: 10000',
      'Epoch 1/2 - Loss: 0.5000 - Validation R2: 0.7500',
      'R2 on the test set: 0.7500',
      '95% interval from 15 rows: 0.5000 to 0.9000; the epoch was chosen on these rows, so expect less on new rows',
      'Error of price: 10.25 on average (MAE, 95% interval 8 to 12.5), RMSE 12.5',
    ]);
    expect(stdout()).toContain('\n  cat     0.5000  0.6667  0.5714        3\n  dog ');
  });

  it('says of held-out rows that the epoch and the settings were chosen on them', () => {
    const { streams, stdout } = captured();
    const report = new TextReport(new Output({ quiet: true, ...streams }));
    const chosen = 'The epoch and the settings were chosen on these rows: expect a little less on new rows';
    report.trainDone({ ...trainResult, testName: 'held-out', epochChosen: true });
    report.trainDone({ ...trainResult, ...regressionResult, testName: 'held-out' });
    expect(
      stdout()
        .split('\n')
        .filter((line) => line === chosen),
    ).toHaveLength(2);
    expect(stdout().split('\n')[2]).toBe(chosen);
  });

  it('prints no R2 of few rows', () => {
    const { streams, stdout } = captured();
    const report = new TextReport(new Output({ quiet: false, ...streams }));
    report.trainStart({ ...trainStart, testRows: 3, testName: 'validation' });
    report.epochEnd(epochEnd(1, 0.5, 1, { loss: 0.25, rows: 3, metrics: { r2: 0.75 }, classification: undefined }));
    report.evaluation({ ...regressionResult, rows: 3, intervals: undefined });
    expect(stdout().split('\n').slice(-4)).toEqual([
      'Epoch 1/2 - Loss: 0.5000',
      'R2 on the test set: not shown, as 3 rows are too few for it (10 are enough)',
      'Error of price: 10.25 on average (MAE), RMSE 12.5',
      '',
    ]);
  });
});
