/** The number of live tensors does not grow, whatever runs, however long. */
import { describe, expect, it } from 'vitest';
import {
  Adam,
  type Backend,
  Dense,
  Dropout,
  evaluate,
  type Loss,
  MeanSquaredError,
  type Module,
  type Optimizer,
  predict,
  Sequential,
  SGD,
  type Shape,
  SoftmaxCrossEntropy,
  Tanh,
  type Tensor,
  train,
  upload,
} from '../../src/index.js';
import { everyLayer, everyLoss, everyOptimizer, named, stackAround, WIDTH } from '../support/every.js';
import { labels, liveBuffers, newBackend, scatteredArray, separableDataset, t } from '../support/index.js';
import { classifier, sgdOptions } from '../support/training.js';

/** What leaks in each step is seen in few; an optimizer may do something else in some of them. */
const [FEW, STEPS] = process.env['NABLA_SLOW'] === '1' ? [100, 100] : [5, 30];

interface Network {
  readonly backend: Backend;
  readonly model: Sequential;
  readonly x: Tensor;
  readonly targets: Tensor;
}

async function network(layers: readonly Module[], inputShape: Shape = [WIDTH]): Promise<Network> {
  const backend = await newBackend();
  const model = new Sequential(backend, { inputShape, dtype: 'float64', layers });
  const x = upload(backend, scatteredArray([2, ...inputShape]));
  return {
    backend,
    model,
    x,
    targets: t(backend, [
      [0, 1, 0],
      [0.5, 0.25, 0.25],
    ]),
  };
}

/** One step of training, by hand, that keeps nothing. */
function step({ model, x, targets }: Network, loss: Loss, optimizer: Optimizer): void {
  const { loss: value, gradients, updates } = model.pass(x, targets, loss, { seed: 1, step: 1 });
  optimizer.step(model.parameters.trainable, gradients);
  for (const tensor of [value, ...gradients.values(), ...updates.values()]) tensor.dispose();
}

describe('live tensors are flat', () => {
  const run = (made: Network, loss: Loss, optimizer: Optimizer, steps = FEW): void => {
    step(made, loss, optimizer); // the first one makes the optimizer's state
    const { backend } = made;
    const [buffers, bytes] = [liveBuffers(backend), backend.memory().bytes];
    expect(buffers).toBe(2 + made.model.parameters.list.length + optimizer.state.size);
    for (let i = 1; i < steps; i++) {
      step(made, loss, optimizer);
      expect(liveBuffers(backend)).toBe(buffers);
    }
    expect(backend.memory().bytes).toBe(bytes);
    optimizer.dispose();
    made.model.dispose();
    expect(liveBuffers(backend)).toBe(2);
  };

  it.each(named(everyLayer()))('with layer $name', async ({ value: layer }) => {
    const { layers, inputShape } = stackAround(layer);
    run(await network(layers, inputShape), new MeanSquaredError(), new SGD());
  });

  it.each(named(everyLoss()))('with loss $name', async ({ value: loss }) => {
    run(await network([new Dense(3), new Tanh(), new Dense(3)]), loss, new SGD());
  });

  it.each(named(everyOptimizer()))(`over ${STEPS} steps with optimizer $name`, async ({ value: optimizer }) => {
    run(await network([new Dense(3), new Tanh(), new Dense(3)]), new MeanSquaredError(), optimizer, STEPS);
  });

  it('with class labels', async () => {
    const made = await network([new Dense(3)]);
    made.targets.dispose();
    run({ ...made, targets: labels(made.backend, [2, 0]) }, new SoftmaxCrossEntropy(), new SGD());
  });

  it('in the forward pass of every layer', async () => {
    for (const layer of everyLayer()) {
      const { layers, inputShape } = stackAround(layer);
      const { backend, model, x } = await network(layers, inputShape);
      const before = liveBuffers(backend);
      for (let i = 0; i < FEW; i++) model.forward(x).dispose();
      expect(liveBuffers(backend)).toBe(before);
    }
  });
});

describe('a training run', () => {
  it.each([
    { batchSize: 'full', parts: 1 },
    { batchSize: 'full', parts: 4 },
    { batchSize: 4, parts: 1 },
    { batchSize: 7, parts: 2 },
  ] as const)('of batches of $batchSize in $parts parts holds as much at every event', async (sizes) => {
    for (const stepsAhead of [0, 2]) {
      const model = classifier(await newBackend(), 'float64', [new Dropout(0.2)]);
      const optimizer = new Adam();
      const options = sgdOptions({ ...sizes, stepsAhead, optimizer, epochs: 4, validation: separableDataset(5) });
      const atEvents = new Map<string, Set<number>>();
      for await (const event of train(model, separableDataset(14), options)) {
        if (event.type !== 'done' && event.epoch > 1) {
          const key = event.type === 'batch' ? `batch ${event.step}` : event.type;
          const seen = atEvents.get(key) ?? new Set();
          atEvents.set(key, seen.add(liveBuffers(model.backend)));
        }
      }
      for (const [key, counts] of atEvents) expect([key, counts.size]).toEqual([key, 1]);
      expect(liveBuffers(model.backend)).toBe(4 + 8);
      optimizer.dispose();
      model.dispose();
      expect(liveBuffers(model.backend)).toBe(0);
    }
  });

  it('holds parameters, their state and copies from the start of the epoch once every step is read', async () => {
    const model = classifier(await newBackend());
    const optimizer = new SGD({ momentum: 0.9 });
    for await (const event of train(model, separableDataset(12), sgdOptions({ optimizer, batchSize: 4 }))) {
      if (event.type === 'batch') expect(liveBuffers(model.backend)).toBe(12);
    }
  });
});

describe('evaluate and predict', () => {
  it('hold nothing afterwards', async () => {
    const model = classifier(await newBackend());
    for (let i = 0; i < 5; i++) {
      await predict(model, scatteredArray([7, 4]), { batchSize: 3 });
      await evaluate(model, separableDataset(7), { loss: new SoftmaxCrossEntropy(), batchSize: 3 });
      expect(liveBuffers(model.backend)).toBe(4);
    }
  });
});
