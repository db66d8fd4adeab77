/** Parameters that a module changes itself while it trains: running statistics. */
import { expect, it } from 'vitest';
import {
  type Backend,
  Chain,
  type Context,
  Dense,
  fit,
  MeanSquaredError,
  mean,
  multiply,
  Network,
  networkFromConfig,
  SGD,
  type Shape,
  type Tensor,
  upload,
} from '../../src/index.js';
import {
  datasetOf,
  expectError,
  expectTensor,
  liveBuffers,
  newBackend,
  numbersOf,
  scatteredArray,
  t,
} from '../support/index.js';
import { Centre } from '../support/modules.js';

const centred = (backend: Backend): Network<Chain> =>
  new Network(backend, new Chain([new Centre(), new Dense(1)]), { inputShape: [2], dtype: 'float64', seed: 1 });

const first = { seed: 0, step: 1 };
const loss = new MeanSquaredError();

it('have no gradient, and an optimizer does not change them', async () => {
  const network = centred(await newBackend());
  expect(network.parameters.trainable.map(({ name }) => name)).toEqual(['0.shift', '1.weight', '1.bias']);
  network.freeze('0');
  network.unfreeze('0');
  expect(network.parameters.trainable.map(({ name }) => name)).toEqual(['0.shift', '1.weight', '1.bias']);
});

it('a pass returns their new values and changes nothing', async () => {
  const backend = await newBackend();
  const network = centred(backend);
  const [x, y] = [
    t(backend, [
      [1, 2],
      [3, 6],
    ]),
    t(backend, [[1], [2]]),
  ];
  const pass = network.pass(x, y, loss, first);
  await expectTensor(pass.updates.get('0.mean') as Tensor, [2], [1, 2]);
  await expectTensor(network.parameters.list[0]?.value as Tensor, [2], [0, 0]);
});

it('a step of training puts in place the mean of the parts, weighted by their rows', async () => {
  const backend = await newBackend();
  using network = centred(backend);
  const dataset = datasetOf(scatteredArray([6, 2]), scatteredArray([6, 1], 'float64', 5));
  using optimizer = new SGD({ learningRate: 0.1 });
  await fit(network, dataset, { loss, optimizer, epochs: 1, batchSize: 'full', parts: 4 });
  const x = upload(backend, scatteredArray([6, 2]));
  const rows = await numbersOf(x);
  x.dispose();
  const meanOf = (from: number, to: number, column: number): number => {
    const values = rows.filter((_, at) => at % 2 === column && at >= 2 * from && at < 2 * to);
    return values.reduce((total, value) => total + value, 0) / values.length;
  };
  // Parts of 2, 2, 1 and 1 rows; each blends its mean with the old one, 0.
  const expected = [0, 1].map((column) => meanOf(0, 6, column) / 2);
  await expectTensor(network.parameters.list[0]?.value as Tensor, [2], expected);
  expect(liveBuffers(backend)).toBe(4);
});

it('a step that fails leaves them, and no buffer', async () => {
  const backend = await newBackend();
  using network = centred(backend);
  const dataset = datasetOf(scatteredArray([6, 2]), scatteredArray([6, 1], 'float64', 5));
  using optimizer = new SGD({ learningRate: 0.1 });
  const failing = {
    ...loss,
    config: loss.config,
    classification: false,
    compute: (y: Tensor) => mean(multiply(y, Number.NaN)),
  };
  await expect(fit(network, dataset, { loss: failing, optimizer, epochs: 1 })).rejects.toThrow('loss became NaN');
  await expectTensor(network.parameters.list[0]?.value as Tensor, [2], [0, 0]);
  expect(liveBuffers(backend)).toBe(4);
});

it('come back with a network that is rebuilt', async () => {
  const backend = await newBackend();
  using network = centred(backend);
  network.parameters.list[0]?.value.adopt(t(backend, [3, 4]));
  const parameters = new Map<string, { layout: 'dense'; shape: Shape; data: Float64Array }>();
  for (const { name, value } of network.parameters) {
    parameters.set(name, { layout: 'dense', shape: value.shape, data: (await value.data()) as Float64Array });
  }
  const layers = { Centre: () => new Centre() };
  using again = networkFromConfig(backend, network.config, { layers, dtype: 'float64', parameters });
  await expectTensor(again.parameters.list[0]?.value as Tensor, [2], [3, 4]);
  const x = t(backend, [[5, 7]]);
  expect(await numbersOf(again.forward(x) as Tensor)).toEqual(await numbersOf(network.forward(x)));
});

it('only those that build names, while training, of their shape', async () => {
  const backend = await newBackend();
  const [x, y] = [t(backend, [[1, 2]]), t(backend, [[1]])];
  const changing = (change: (context: Context, x: Tensor) => void): Network =>
    new Network(
      backend,
      new Chain([
        new (class extends Centre {
          override call(context: Context, input: Tensor): Tensor {
            change(context, input);
            return input;
          }
        })(),
        new Dense(1),
      ]),
      { inputShape: [2], dtype: 'float64' },
    );
  const before = liveBuffers(backend);
  const refused = (change: (context: Context, x: Tensor) => void, ...message: string[]): void => {
    using network = changing(change);
    expectError(() => network.pass(x, y, loss, first), message.length > 1 ? 'shape' : 'argument', ...message);
  };
  refused(
    (context, input) => context.update('shift', mean(input, { axis: 0 })),
    "a module changes the trainable '0.shift'",
  );
  refused((context, input) => context.update('none', input), "build asked for no parameter 'none'");
  refused((context, input) => context.update('mean', input), "0: update of 'mean'", '[1, 2] and [2]');
  using network = changing((context, input) => context.update('mean', mean(input, { axis: 0 })));
  expectError(() => network.forward(x), 'argument', 'nothing is updated outside training');
  network.dispose();
  expect(liveBuffers(backend)).toBe(before);
});
