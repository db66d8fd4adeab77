/** What a module may ask for while it is called, and what is on the backend after. */
import { describe, expect, it } from 'vitest';
import {
  add,
  Chain,
  Dense,
  LayerRandom,
  MeanSquaredError,
  mean,
  multiply,
  ReLU,
  Sequential,
  square,
  Tanh,
  type Tensor,
  upload,
} from '../../src/index.js';
import {
  expectError,
  expectTensor,
  labels,
  liveBuffers,
  newBackend,
  scatteredArray,
  separableDataset,
  t,
} from '../support/index.js';
import { Custom, classifierOf, customOf, first, scale } from '../support/modules.js';
import { eventsOf, sgdOptions } from '../support/training.js';

describe('requests of a module', () => {
  it('refuses a parameter that the module does not have', async () => {
    const backend = await newBackend();
    using model = customOf(backend, (context, x) => add(x, context.parameter('shift')), { parameters: { scale } });
    const message = "network: build asked for no parameter 'shift'";
    expectError(() => model.forward(t(backend, [[1, 2]])), 'argument', message);
    const part = new Custom((context, x) => add(x, context.parameter('scale')));
    using outer = new Sequential(backend, { inputShape: [2], dtype: 'float64', layers: [new ReLU(), part] });
    expectError(() => outer.forward(t(backend, [[1, 2]])), 'argument', "1: build asked for no parameter 'scale'");
  });

  it('refuses random numbers outside training', async () => {
    const backend = await newBackend();
    using model = customOf(backend, (context, x) => multiply(x, context.random.row(0).uniform()));
    expectError(() => model.forward(t(backend, [[1, 2]])), 'argument', 'network: there is no random outside training.');
  });

  it('random numbers depend on its path, the seed, the step and the row', async () => {
    const backend = await newBackend();
    const drawn: number[] = [];
    const part = new Custom((context, x) => {
      drawn.push(context.random.row(1).uniform());
      return x;
    });
    using model = classifierOf(backend, new Chain([new Tanh(), part]));
    const options = { seed: 7, step: 3, firstRow: 10 };
    model.pass(t(backend, [[1, 2, 3, 4]]), t(backend, [[0, 0, 1]]), new MeanSquaredError(), options);
    expect(drawn).toEqual([new LayerRandom(7, 'encoder.1', 3).row(11).uniform()]);
  });

  it('knows whether it trains', async () => {
    const backend = await newBackend();
    const seen: boolean[] = [];
    using model = customOf(backend, (context, x) => {
      seen.push(context.training);
      return x;
    });
    model.forward(t(backend, [[1, 2]]));
    model.pass(t(backend, [[1, 2]]), t(backend, [[1, 2]]), new MeanSquaredError(), first);
    expect(seen).toEqual([false, true]);
  });

  it('may return a parameter, of which the caller gets another tensor', async () => {
    const backend = await newBackend();
    using model = customOf(backend, (context) => context.parameter('scale'), {
      outputShape: [],
      parameters: { scale },
    });
    model
      .forward(
        t(backend, [
          [1, 2],
          [3, 4],
        ]),
      )
      .dispose();
    await expectTensor(model.parameters.list[0]?.value as Tensor, [2], [0, 0]);
  });
});

describe('memory on the backend', () => {
  it('is unchanged after a module threw', async () => {
    const backend = await newBackend();
    const broken = new Custom((_context, x) => {
      mean(square(x));
      throw new Error('call broke');
    });
    using model = classifierOf(backend, new Chain([new Dense(4), broken]));
    const [x, targets] = [upload(backend, scatteredArray([3, 4])), labels(backend, [0, 1, 2])];
    const before = liveBuffers(backend);
    expect(() => model.forward(x)).toThrow('call broke');
    expect(() => model.pass(x, targets, sgdOptions().loss, first)).toThrow('call broke');
    await expect(eventsOf(model, separableDataset(6), sgdOptions())).rejects.toThrow('call broke');
    expect(liveBuffers(backend)).toBe(before);
  });

  it('is empty after a network was disposed', async () => {
    const backend = await newBackend();
    {
      using model = classifierOf(backend);
      model.forward(upload(backend, scatteredArray([3, 4]))).dispose();
    }
    expect(liveBuffers(backend)).toBe(1);
  });
});
