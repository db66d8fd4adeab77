/** Short training runs of whole networks, step by step as PyTorch takes them. */
import { describe, expect, it } from 'vitest';
import { dense, fromConfig, LOSSES, OPTIMIZERS, sequentialFromConfig } from '../../src/index.js';
import { datasetOf, expectClose, FLOATS, newBackend, weightsOf } from '../support/index.js';
import { readReference, unpack } from '../support/reference.js';
import { eventsOf } from '../support/training.js';

describe('whole runs are PyTorch’s', () => {
  const runs = readReference().training;
  const cases = FLOATS.flatMap((dtype) => runs.map((run) => ({ name: run.name, dtype, run })));

  it.each(cases)('$name in $dtype: every loss and the final weights', async ({ dtype, run }) => {
    const backend = await newBackend();
    const parameters = new Map(
      Object.entries(run.initial).map(([name, value]) => {
        const { data, shape } = unpack(value, 'float64');
        return [name, dense(data, shape)];
      }),
    );
    const config = { inputShape: run.x.shape.slice(1), layers: run.layers };
    const model = sequentialFromConfig(backend, config, { dtype, parameters });
    const [x, targets] = [unpack(run.x, dtype), unpack(run.targets, dtype)];
    const events = await eventsOf(model, datasetOf(dense(x.data, x.shape), dense(targets.data, targets.shape)), {
      loss: fromConfig('loss', LOSSES, run.loss),
      optimizer: fromConfig('optimizer', OPTIMIZERS, run.optimizer),
      epochs: run.epochs,
      batchSize: run.batchSize,
      shuffle: false,
    });
    const tolerance = { float64: { relative: 1e-10, absolute: 1e-12 }, float32: { relative: 1e-4, absolute: 1e-5 } };
    const read = events.flatMap((event) => (event.type === 'batch' ? [event.loss ?? Number.NaN] : []));
    const expected = Float64Array.from(run.losses);
    expectClose({ data: Float64Array.from(read), shape: [15] }, { data: expected, shape: [15] }, tolerance[dtype]);
    const weights = await weightsOf(model);
    expect(Object.keys(weights)).toEqual(Object.keys(run.final));
    for (const [name, value] of Object.entries(run.final)) {
      expectClose({ data: weights[name] as never, shape: value.shape }, unpack(value, dtype), tolerance[dtype]);
    }
  });
});
