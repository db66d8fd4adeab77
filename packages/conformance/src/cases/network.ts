/** A small network: a batch of no rows, and a NaN in the data, which stops training. */
import {
  type Backend,
  type Dataset,
  Dense,
  dense,
  type FloatDType,
  isNablaError,
  ReLU,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  type TypedArray,
  train,
  upload,
} from '@nablajs/core';
import { ConformanceError } from '../error.js';
import { type ConformanceCase, defineCase } from '../harness/conformance-case.js';
import { pattern, typed } from '../harness/host.js';
import { assertWithin } from '../tolerances/compare.js';
import { exact } from '../tolerances/gates.js';

const [ROWS, INPUTS, CLASSES] = [4, 3, 2];

/** Rows of `pattern` with `last` as the last element; labels alternate between 0 and 1. */
function examples(dtype: FloatDType, length: number, last?: number): Dataset {
  const { data } = pattern(dtype, [length, INPUTS], 1, 16);
  if (last !== undefined) data[data.length - 1] = last;
  return {
    length,
    inputShape: [INPUTS],
    batch: (indices) => ({
      x: dense(
        typed(
          dtype,
          [...indices].flatMap((row) => [...data.subarray(row * INPUTS, (row + 1) * INPUTS)]),
        ),
        [indices.length, INPUTS],
      ),
      y: dense(
        indices.map((row) => row % CLASSES),
        [indices.length],
      ),
    }),
  };
}

const networkOn = (backend: Backend, dtype: FloatDType): Sequential =>
  new Sequential(backend, { inputShape: [INPUTS], layers: [new Dense(5), new ReLU(), new Dense(CLASSES)], dtype });

const weightsOf = (model: Sequential) => Promise.all(model.parameters.list.map(({ value }) => value.data()));

/** Returns the error that training ends with, and the weights afterwards. */
async function trainOn(backend: Backend, dtype: FloatDType, data: Dataset) {
  using model = networkOn(backend, dtype);
  using optimizer = new SGD({ learningRate: 0.1 });
  const options = { loss: new SoftmaxCrossEntropy(), optimizer, epochs: 1, batchSize: 2, shuffle: false };
  let error: unknown;
  try {
    for await (const _ of train(model, data, options));
  } catch (thrown) {
    error = thrown;
  }
  return { error, weights: await weightsOf(model) };
}

/** The second of two steps is not finite; the weights must be those after the first. */
async function stopsAt(backend: Backend, dtype: FloatDType, last: number): Promise<void> {
  const { error, weights } = await trainOn(backend, dtype, examples(dtype, ROWS, last));
  if (!isNablaError(error) || error.code !== 'non-finite' || !error.message.includes('epoch 1, step 2')) {
    const received = error instanceof Error ? error.message : 'no error';
    throw new ConformanceError('mismatch', `expected training to stop at epoch 1, step 2. Received: ${received}`);
  }
  const firstStep = await trainOn(backend, dtype, examples(dtype, 2));
  for (const [at, array] of weights.entries()) {
    const values = firstStep.weights[at] as TypedArray;
    assertWithin(array, [array.length], { source: 'the weights after step 1', values, gate: exact });
  }
}

export function networkCases(dtype: FloatDType): ConformanceCase[] {
  const one = (label: string, body: (backend: Backend) => Promise<void>) =>
    defineCase({ kernel: 'network', dtype, label, alsoNeeds: ['int32'], body });
  return [
    one('outputs of no rows are [0, classes]', async (backend) => {
      using model = networkOn(backend, dtype);
      using x = upload(backend, dense(typed(dtype, []), [0, INPUTS]));
      using y = model.forward(x);
      const { length } = await y.data();
      if (y.shape[0] !== 0 || y.shape[1] !== CLASSES || length !== 0) {
        throw new ConformanceError(
          'mismatch',
          `expected [0, ${CLASSES}]. Received [${y.shape}] of ${length} elements.`,
        );
      }
    }),
    ...[Number.NaN, Number.POSITIVE_INFINITY].map((last) =>
      one(`${last} in the data stops training`, (backend) => stopsAt(backend, dtype, last)),
    ),
  ];
}
