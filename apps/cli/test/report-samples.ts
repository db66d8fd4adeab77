/** Results to report, and streams that remember what was written. */
import type { EpochEndEvent, Evaluation } from '@nablajs/core';
import type { EvaluationResult, TrainResult, TrainStart } from '../src/report.js';

export { captured } from '../../../packages/command-line/test/captured.js';

/** The end of an epoch of two. */
export const epochEnd = (epoch: number, loss: number, seconds: number, validation?: Evaluation): EpochEndEvent => ({
  type: 'epoch-end',
  epoch,
  epochs: 2,
  loss,
  seconds,
  validation,
  log: { loss },
});

export const trainStart: TrainStart = {
  settings: {
    preset: 'seed',
    backend: 'auto',
    backendOptions: {},
    projectFolder: '.',
    dtype: 'float32',
    epochs: 2,
    learningRate: 0.03,
    batchSize: 'full',
    hidden: [532],
    optimizer: 'sgd',
    seed: 7,
    layout: 'auto',
    data: undefined,
    out: undefined,
    run: false,
    resumes: false,
    runsFolder: 'runs',
    checkpointEvery: { epochs: 1 },
    keep: 3,
    earlyStopping: undefined,
    schedule: undefined,
    clipNorm: undefined,
    clipValue: undefined,
    overwrite: false,
    json: false,
    quiet: false,
  },
  backend: 'ts',
  layout: 'csr',
  trainRows: 60000,
  testRows: 10000,
  imageShape: [28, 28],
  parameters: 422950,
  run: undefined,
  resumption: undefined,
};

export const evaluationResult: EvaluationResult = {
  backend: 'ts',
  dtype: 'float32',
  rows: 15,
  loss: 0.5,
  accuracy: 0.75,
  confusionMatrix: [
    [2, 1],
    [2, 10],
  ],
  seconds: 3,
};

export const trainResult: TrainResult = {
  ...evaluationResult,
  epochsBefore: 0,
  epochs: 2,
  trainLoss: 2.1,
  aborted: false,
  out: undefined,
  saveProblem: undefined,
  replaced: undefined,
};
