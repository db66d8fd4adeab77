/** Functions of callbacks, which stay with the caller: when they are called, and what their errors do. */
import { expect, it } from 'vitest';
import { ModelCheckpoint, resumeFrom, type SavedAt } from '../../src/callbacks/index.js';
import {
  Adam,
  Dropout,
  SoftmaxCrossEntropy,
  type TrainEvent,
  type TrainOptions,
  type TrainState,
  train,
} from '../../src/index.js';
import { batchDataset } from '../../src/worker/batch-dataset.js';
import { trainInWorker, type WorkerTrainOptions } from '../../src/worker/index.js';
import { newBackend, separableDataset, weightsOf } from '../support/index.js';
import { classifier } from '../support/training.js';
import { allOf, timeless, workerHere } from '../support/worker.js';

const data = await allOf(separableDataset(14));
const validation = await allOf(separableDataset(7));
const network = async () => classifier(await newBackend(), 'float64', [new Dropout(0.3)]);
const options = () => ({
  loss: new SoftmaxCrossEntropy(),
  optimizer: new Adam({ learningRate: 0.05 }),
  ...{ epochs: 3, batchSize: 4, seed: 5 },
});

type Save = (state: TrainState, at: SavedAt) => void;

/** What happens, in its order. */
async function told(inWorker: boolean, resume?: TrainState) {
  const model = await network();
  const states: TrainState[] = [];
  const log: unknown[] = [];
  const save: Save = (state, at) => {
    states.push(state);
    log.push(at);
  };
  const write = async (line: string) => void log.push(line);
  const stream = inWorker
    ? trainInWorker(workerHere().worker, model, data, {
        ...options(),
        ...(resume && { resume }),
        validation,
        callbacks: [
          { type: 'ModelCheckpoint', save, everySteps: 2 },
          { type: 'CSVLogger', write },
        ],
      })
    : train(model, batchDataset(data), {
        ...options(),
        validation: batchDataset(validation),
        callbacks: [new ModelCheckpoint({ save, everySteps: 2 })],
      });
  for await (const event of stream) log.push(timeless(event));
  return { log, states, weights: await weightsOf(model) };
}

it('save is called between the same two events, with the same states', async () => {
  const [there, here] = [await told(true), await told(false)];
  const isEvent = (entry: unknown): boolean => typeof entry === 'object';
  const lines = there.log.filter((entry) => !isEvent(entry));
  expect(there.log.filter(isEvent)).toEqual(here.log);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe('epoch,learning_rate,loss,val_loss,val_accuracy\n');
  // The logger has a state of its own.
  const withoutLogger = there.states.map(({ callbacks: { csvLogger: _, ...callbacks }, ...state }) => ({
    ...state,
    callbacks,
  }));
  expect(withoutLogger).toEqual(here.states);
  expect(there.weights).toEqual(here.weights);
});

it('resumes a run from a state, in the worker or here', async () => {
  const whole = await told(true);
  for (const state of whole.states) expect((await told(true, state)).weights).toEqual(whole.weights);
  const plain = await told(false);
  const [state] = plain.states;
  const model = await network();
  const callbacks: TrainOptions['callbacks'] = [new ModelCheckpoint({ save: () => undefined, everySteps: 2 })];
  const resumed = {
    ...options(),
    validation: batchDataset(validation),
    callbacks,
    resume: resumeFrom(state as TrainState),
  };
  for await (const _event of train(model, batchDataset(data), resumed));
  expect(await weightsOf(model)).toEqual(whole.weights);
});

it('the arrays of a state belong to the function that saves it', async () => {
  const model = await network();
  const save: Save = ({ parameters }) => {
    for (const { data } of parameters.values()) data.fill(0);
  };
  const callbacks: WorkerTrainOptions['callbacks'] = [{ type: 'ModelCheckpoint', save, everySteps: 1 }];
  for await (const _event of trainInWorker(workerHere().worker, model, data, { ...options(), callbacks }));
  expect(await weightsOf(model)).toEqual((await told(false)).weights);
});

it('an error of save ends the training and passes through unchanged', async () => {
  const model = await network();
  class Full extends Error {}
  const full = new Full('no space');
  const types: TrainEvent['type'][] = [];
  const save = async (_state: TrainState, { epoch }: SavedAt) => {
    if (epoch === 2) throw full;
  };
  const stream = trainInWorker(workerHere().worker, model, data, {
    ...options(),
    callbacks: [{ type: 'ModelCheckpoint', save }],
  });
  const iterate = async () => {
    for await (const { type } of stream) types.push(type);
  };
  await expect(iterate()).rejects.toBe(full);
  // Told by the next save.
  expect(types.filter((type) => type === 'epoch-end')).toHaveLength(3);
  expect(await weightsOf(model)).toEqual((await told(false)).weights);
});

it('leaving the loop while a save is under way leaves the save alone', async () => {
  const model = await network();
  let finish: () => void = () => undefined;
  let saves = 0;
  const save = (): Promise<void> => {
    saves += 1;
    return new Promise((resolve) => {
      finish = resolve;
    });
  };
  const stream = trainInWorker(workerHere().worker, model, data, {
    ...options(),
    callbacks: [{ type: 'ModelCheckpoint', save, everySteps: 1 }],
  });
  for await (const event of stream) if (event.type === 'batch' && event.step === 2) break;
  expect(saves).toBe(1);
  finish();
});
