/** Data sets whose examples differ from epoch to epoch. */
import { describe, expect, it } from 'vitest';
import { resumeFrom, takeState } from '../../src/callbacks/index.js';
import {
  type Batch,
  type BatchTime,
  type Callback,
  type Dataset,
  type DenseArray,
  dense,
  evaluate,
  fit,
  SoftmaxCrossEntropy,
  type TrainState,
  withClassWeights,
} from '../../src/index.js';
import { newBackend, separableDataset, weightsOf } from '../support/index.js';
import { adamOptions, classifier, sgdOptions } from '../support/training.js';

const data = separableDataset(10);

/** Inputs are multiplied by the epoch; writes down the epoch and the examples of each call. */
function varying(isSlow = false): { dataset: Dataset; asked: string[] } {
  const asked: string[] = [];
  const make = (indices: Int32Array, time?: BatchTime): Batch => {
    asked.push(`${time?.epoch ?? 'as it is'}: ${indices.join()}`);
    const { x, y } = data.batch(indices) as Batch<DenseArray>;
    return {
      x: dense(
        Float64Array.from(x.data, (value) => value * (time?.epoch ?? 1)),
        x.shape,
      ),
      y,
    };
  };
  const batch: Dataset['batch'] = isSlow ? async (indices, time) => make(indices, time) : make;
  return { dataset: { ...data, variesByEpoch: true, batch }, asked };
}

const ALL = '0,1,2,3,4,5,6,7,8,9';

describe('a data set that varies by epoch', () => {
  it('is asked for a full batch in every epoch', async () => {
    const { dataset, asked } = varying();
    await fit(classifier(await newBackend()), dataset, sgdOptions({ batchSize: 'full', epochs: 3 }));
    expect(asked).toEqual([`1: ${ALL}`, `2: ${ALL}`, `3: ${ALL}`]);
  });

  it('gets the epoch of each part, also when asked ahead', async () => {
    const { dataset, asked } = varying(true);
    const options = sgdOptions({ batchSize: 6, parts: 2, shuffle: false, epochs: 2 });
    await fit(classifier(await newBackend()), dataset, options);
    const parts = ['0,1,2', '3,4,5', '6,7', '8,9'];
    expect(asked).toEqual([...parts.map((part) => `1: ${part}`), ...parts.map((part) => `2: ${part}`)]);
  });

  it('is evaluated unchanged, and split before', async () => {
    const { dataset, asked } = varying();
    const model = classifier(await newBackend());
    await fit(model, dataset, sgdOptions({ batchSize: 'full', epochs: 2, validationSplit: 0.3 }));
    await evaluate(model, dataset, { loss: new SoftmaxCrossEntropy() });
    const [first, last] = ['0,1,2,3,4,5,6', '7,8,9'];
    expect(asked).toEqual([`1: ${first}`, `as it is: ${last}`, `2: ${first}`, `as it is: ${last}`, `as it is: ${ALL}`]);
  });

  it('still varies with class weights', async () => {
    const { dataset, asked } = varying();
    const weighted = await withClassWeights(dataset, [1, 1, 1]);
    await fit(classifier(await newBackend()), weighted, sgdOptions({ batchSize: 'full', epochs: 2 }));
    expect(asked).toEqual([`1: ${ALL}`, `2: ${ALL}`]);
  });

  it('trains other weights than one that does not', async () => {
    const [a, b] = [classifier(await newBackend()), classifier(await newBackend())];
    const options = () => sgdOptions({ batchSize: 'full', epochs: 3 });
    const varied = await fit(a, varying().dataset, options());
    const plain = await fit(b, data, options());
    expect(varied.loss[0]).toBe(plain.loss[0]);
    expect(varied.loss[1]).not.toBe(plain.loss[1]);
  });

  it('has the same bits when training resumes in the middle of an epoch', async () => {
    let state: TrainState | undefined;
    const keeper: Callback = {
      name: 'keeper',
      async onSettled(training, event) {
        if (event.type === 'batch' && event.epoch === 2 && event.step === 2) state = await takeState(training);
      },
    };
    const options = () => adamOptions({ batchSize: 3, epochs: 4 });
    const whole = classifier(await newBackend());
    await fit(whole, varying().dataset, { ...options(), callbacks: [keeper] });
    const again = classifier(await newBackend());
    const { dataset, asked } = varying();
    await fit(again, dataset, { ...options(), resume: resumeFrom(state as TrainState) });
    expect(asked.map((call) => call[0])).toEqual(['2', '2', '3', '3', '3', '3', '4', '4', '4', '4']);
    expect(await weightsOf(again)).toEqual(await weightsOf(whole));
  });
});
