/** Trainings compared with what PyTorch computed in float64 with PEFT, from the same numbers. */
import { readFileSync } from 'node:fs';
import { createBackend as createTs } from '@nablajs/backend-ts';
import {
  Adam,
  Chain,
  Conv2d,
  Dense,
  type DenseArray,
  dense,
  GlobalAveragePool,
  type Module,
  Network,
  ReLU,
  type Shape,
  SoftmaxCrossEntropy,
  scope,
  sizeOf,
  tensor,
  upload,
} from '@nablajs/core';
import { MeanOverTime, MultiHeadAttention } from '@nablajs/sequences';
import { expect, it } from 'vitest';
import { type LoraOptions, withLora } from '../../src/index.js';

interface Written {
  readonly shape: Shape;
  readonly values: readonly number[];
}

interface Case {
  readonly name: string;
  readonly options: LoraOptions;
  readonly base: Readonly<Record<string, Written>>;
  readonly adapters: Readonly<Record<string, Written>>;
  readonly x: Written;
  readonly targets: readonly number[];
  readonly losses: readonly number[];
  readonly trained: Readonly<Record<string, Written>>;
}

const url = new URL('../../fixtures/lora.json', import.meta.url);
const cases = JSON.parse(readFileSync(url, 'utf8')) as readonly Case[];

const MODULES: Readonly<Record<string, () => Module>> = {
  images: () =>
    new Chain([
      new Conv2d(3, 3, { stride: 2, padding: 1 }),
      new ReLU(),
      new GlobalAveragePool(),
      new Dense(4),
      new ReLU(),
      new Dense(3),
    ]),
  attention: () => new Chain([new MultiHeadAttention({ heads: 2 }), new MeanOverTime(), new Dense(2)]),
};

const arrays = (written: Readonly<Record<string, Written>>): Map<string, DenseArray> =>
  new Map(Object.entries(written).map(([name, { shape, values }]) => [name, dense(Float64Array.from(values), shape)]));

/** Expects each number within 1e-9 of what was recorded, relative to the largest one or to 1. */
function expectNear(received: ArrayLike<number>, recorded: readonly number[]): void {
  expect(received.length).toBe(recorded.length);
  const largest = recorded.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  for (const [at, value] of recorded.entries()) {
    expect(Math.abs((received[at] as number) - value)).toBeLessThanOrEqual(1e-9 * largest);
  }
}

it.each(cases.map((one) => [one.name, one] as const))('50 steps of %s', async (name, one) => {
  const backend = await createTs();
  const module = MODULES[name]?.() as Module;
  const inputShape = one.x.shape.slice(1);
  const base = new Network(backend, module, { inputShape, dtype: 'float64', parameters: arrays(one.base) });
  const { targets: names, ...options } = one.options;
  const model = withLora(base, { ...options, ...(names && { targets: names }) });
  const adapters = arrays(one.adapters);
  expect(model.parameters.trainable.map((parameter) => parameter.name).sort()).toEqual([...adapters.keys()].sort());
  model.parameters.load(adapters, { strict: false });
  const x = upload(backend, dense(Float64Array.from(one.x.values), one.x.shape));
  const targets = tensor(backend, [...one.targets], 'int32');
  const optimizer = new Adam({ learningRate: 0.05 });
  const losses: number[] = [];
  for (let step = 1; step <= one.losses.length; step++) {
    const loss = scope(() => {
      const pass = model.pass(x, targets, new SoftmaxCrossEntropy(), { seed: 0, step });
      optimizer.step(model.parameters.trainable, pass.gradients);
      return pass.loss;
    });
    losses.push(await loss.item());
  }
  expect(losses).toHaveLength(50);
  expectNear(losses, one.losses);
  for (const [parameter, { shape, values }] of Object.entries(one.trained)) {
    expect(sizeOf(shape)).toBe(values.length);
    expectNear(await model.parameters.get(parameter).data(), values);
  }
  for (const [parameter, { values }] of Object.entries(one.base)) {
    expect(Array.from(await base.parameters.get(parameter).data())).toEqual([...values]);
  }
});
