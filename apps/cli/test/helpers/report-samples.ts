/** Sample results to report, and streams that record what is written. */
import type { EpochEndEvent, Evaluation } from '@nablajs/core';
import type { EvaluationResult, TrainResult, TrainStart } from '../../src/evaluation/report.js';

export { captured } from '../../../../packages/command-line/test/captured.js';

/** Returns the end of one of two epochs. */
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
    layers: [],
    hidden: [532],
    ...{ from: undefined, unfreeze: undefined, lora: undefined },
    ...{ scale: undefined, mean: undefined, std: undefined, order: undefined },
    optimizer: 'sgd',
    weightDecay: undefined,
    ...{ effort: 1, folds: 5, group: undefined, timeOrder: undefined, textColumns: undefined },
    ...{ tokenizer: undefined, vocabulary: undefined, context: undefined },
    ...{ blocks: undefined, width: undefined, heads: undefined },
    target: undefined,
    task: undefined,
    imageSize: undefined,
    augment: undefined,
    strict: false,
    validation: undefined,
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
    tensorboard: false,
    distributed: false,
    parts: undefined,
    threads: undefined,
    overwrite: false,
    chosen: {},
    json: false,
    quiet: false,
    ui: false,
  },
  backend: 'ts',
  layout: 'csr',
  trainRows: 60000,
  testRows: 10000,
  shape: { kind: 'images', height: 28, width: 28, channels: 1 },
  testName: 'test',
  parameters: 422950,
  run: undefined,
  resumption: undefined,
  ranks: undefined,
};

export const evaluationResult = {
  task: 'classification',
  classes: ['0', '1'],
  backend: 'ts',
  dtype: 'float32',
  rows: 15,
  epochChosen: false,
  loss: 0.5,
  accuracy: 0.75,
  confusionMatrix: [
    [2, 1],
    [2, 10],
  ],
  seconds: 3,
} as const satisfies EvaluationResult;

export const trainResult = {
  ...evaluationResult,
  testName: 'test',
  epochsBefore: 0,
  epochs: 2,
  trainLoss: 2.1,
  aborted: false,
  out: undefined,
  saveProblem: undefined,
  replaced: undefined,
} as const satisfies TrainResult;

export const regressionResult: Extract<EvaluationResult, { task: 'regression' }> = {
  ...{ backend: 'ts', dtype: 'float32', rows: 15, loss: 0.25, seconds: 3 },
  ...{ task: 'regression', target: 'price', r2: 0.75, rmse: 12.5, mae: 10.25, epochChosen: true },
  intervals: { r2: [0.5, 0.9], mae: [8, 12.5] },
};
