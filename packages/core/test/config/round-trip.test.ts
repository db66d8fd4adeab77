/**
 * What a config says is all that an object is: rebuilt from JSON, it computes the same. Walks everything that core
 * exports.
 */
import { describe, expect, it } from 'vitest';
import * as core from '../../src/index.js';
import {
  fromConfig,
  LAYERS,
  LOSSES,
  MeanSquaredError,
  OPTIMIZERS,
  Sequential,
  type Shape,
  scope,
  sequentialFromConfig,
  type Tensor,
  type TypedConfig,
  upload,
} from '../../src/index.js';
import { configsIn, everyLayer, everyLoss, everyOptimizer, named, stackAround } from '../support/every.js';
import { lossAndGradient } from '../support/gradients.js';
import { newBackend, numbersOf, scattered, scatteredArray, weightsOf } from '../support/index.js';

const throughJson = <T>(config: T): T => JSON.parse(JSON.stringify(config)) as T;

type Configured = { readonly config: TypedConfig };
type Class = { readonly name: string; readonly prototype: object; new (...args: never[]): Configured };

/** Base classes, and a penalty, which is no loss. */
const OTHERS = new Set(['Lambda', 'ElementwiseLoss', 'Optimizer', 'WeightPenalty']);

/** The exported classes whose instances have this method. */
function exported(method: string): Class[] {
  const values: readonly unknown[] = Object.values(core);
  const classes = values.filter((value): value is Class => typeof value === 'function' && 'prototype' in value);
  return classes.filter(({ name, prototype }) => method in (prototype ?? {}) && !OTHERS.has(name));
}

const FAMILIES = [
  { what: 'layers', classes: exported('build'), table: LAYERS, every: everyLayer() as readonly Configured[] },
  { what: 'losses', classes: exported('compute'), table: LOSSES, every: everyLoss() as readonly Configured[] },
  {
    what: 'optimizers',
    classes: exported('step'),
    table: OPTIMIZERS,
    every: everyOptimizer() as readonly Configured[],
  },
];

/** Names of the parameters of the constructor, and of the options that it reads, of the class and those it extends. */
function inputsOf(constructed: Class): string[] {
  const found: string[] = [];
  for (
    let one: unknown = constructed;
    typeof one === 'function' && one !== Function.prototype;
    one = Object.getPrototypeOf(one)
  ) {
    const source = String(one);
    const parameters = /constructor\((?:[^()]|\([^()]*\))*\)/.exec(source)?.[0].slice('constructor('.length, -1) ?? '';
    found.push(...[...parameters.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name]) => name as string));
    found.push(...[...source.matchAll(/\boptions\.(\w+)/g)].map(([, name]) => name as string));
  }
  // A base class gets its name and its defaults from the class, as arguments; the options are counted one by one.
  const internal = ['name', 'options', 'own', 'known', 'decoupled', 'config', 'apply', 'shapeOf', 'type', 'rank'];
  return found.filter((name) => ![...internal, 'elements', 'pool', 'reduce'].includes(name));
}

describe.each(FAMILIES)('every exported class of $what', ({ classes, table, every }) => {
  it('is in the table by which configs are read, and the other way round', () => {
    expect(new Set(classes.map(({ name }) => name))).toEqual(new Set(Object.keys(table)));
  });

  it.each(classes.map((one) => ({ name: one.name, one })))(
    '$name takes nothing that its config leaves out',
    ({ one }) => {
      const own = every.flatMap(({ config }) => configsIn(config)).filter(({ type }) => type === one.name);
      const said = Object.keys(own[0] ?? {});
      for (const input of inputsOf(one)) expect(said, `'${input}' of ${one.name}`).toContain(input);
    },
  );

  it.each(classes.map(({ name }) => name))('%s is tried with every option away from its default', (name) => {
    const own = every.flatMap(({ config }) => configsIn(config)).filter(({ type }) => type === name);
    const required: Record<string, TypedConfig> = {
      Chain: { type: name, layers: [{ type: 'ReLU' }] },
      Dense: { type: name, units: 7 },
      Dropout: { type: name, rate: 0 },
      Dropout2d: { type: name, rate: 0 },
      Graph: { type: name, inputs: 2, layers: [{ type: 'ReLU' }], nodes: [{ layer: 0, inputs: [1] }], outputs: 0 },
      GroupNorm: { type: name, groups: 1 },
      Huber: { type: name, delta: 1 },
      Residual: { type: name, body: { type: 'ReLU' } },
      ...Object.fromEntries(
        ['Conv1d', 'Conv2d', 'ConvTranspose2d', 'SeparableConv2d'].map((type) => [
          type,
          { type, filters: 1, kernelSize: 1 },
        ]),
      ),
      ...Object.fromEntries(
        ['MaxPool2d', 'AveragePool2d', 'MaxPool1d', 'AveragePool1d', 'AdaptiveAveragePool2d'].map((type) => [
          type,
          { type, size: 3 },
        ]),
      ),
      Reshape: { type: name, shape: [-1] },
      Permute: { type: name, axes: [1] },
      ZeroPadding: { type: name, padding: 0 },
      UpSample: { type: name, factor: 1 },
    };
    const defaults = (
      fromConfig('default', table as core.ConfigTable<unknown>, required[name] ?? { type: name }) as Configured
    ).config;
    for (const option of Object.keys(defaults).filter((key) => key !== 'type')) {
      expect(
        own.some((config) => JSON.stringify(config[option]) !== JSON.stringify(defaults[option])),
        `${name} ${option}`,
      ).toBe(true);
    }
  });
});

describe('rebuilt from its JSON', () => {
  const inputShape: Shape = [4];

  async function outputs(network: Sequential): Promise<unknown> {
    const { backend } = network;
    const x = upload(backend, scatteredArray([3, ...network.inputShape]));
    const targets = upload(backend, scatteredArray([3, ...network.outputShape], 'float64', 5));
    const pass = network.pass(x, targets, new MeanSquaredError(), { seed: 9, step: 1, inputGradient: true });
    return {
      config: network.config,
      y: await numbersOf(network.forward(x)),
      loss: await pass.loss.item(),
      dX: await numbersOf(pass.inputGradients[0] as Tensor),
      gradients: await Promise.all([...pass.gradients.values()].map(numbersOf)),
    };
  }

  it.each(named(everyLayer()))('layer $name gives the same outputs and gradients', async ({ value: layer }) => {
    const backend = await newBackend();
    const made = new Sequential(backend, { ...stackAround(layer), dtype: 'float64', seed: 3 });
    const rebuilt = sequentialFromConfig(backend, throughJson(made.config), { dtype: 'float64', seed: 3 });
    expect(await outputs(rebuilt)).toEqual(await outputs(made));
  });

  it.each(named(everyLoss()))('loss $name gives the same values', async ({ value: loss }) => {
    const backend = await newBackend();
    const y = upload(backend, scatteredArray([5, 3]));
    const targets = upload(backend, scatteredArray([5, 3], 'float64', 7));
    const rebuilt = fromConfig('loss', LOSSES, throughJson(loss.config));
    const [a, b] = [lossAndGradient(loss, y, targets, 5), lossAndGradient(rebuilt, y, targets, 5)];
    expect(rebuilt.config).toEqual(loss.config);
    expect(await b.loss.item()).toBe(await a.loss.item());
    expect(await numbersOf(b.gradient)).toEqual(await numbersOf(a.gradient));
  });

  it.each(named(everyOptimizer()))('optimizer $name takes the same steps', async ({ value: optimizer }) => {
    const backend = await newBackend();
    const rebuilt = fromConfig('optimizer', OPTIMIZERS, throughJson(optimizer.config));
    expect(rebuilt.config).toEqual(optimizer.config);
    const after = await Promise.all(
      [optimizer, rebuilt].map(async (one) => {
        using network = new Sequential(backend, { inputShape, layers: [new core.Dense(3)], dtype: 'float64' });
        for (const seed of [1, 2, 3]) {
          scope(() => {
            const gradients = network.parameters.list.map(({ name, value }) => {
              const { shape, size } = value;
              return [name, upload(backend, core.dense(Float64Array.from(scattered(size, seed)), shape))] as const;
            });
            one.step(network.parameters.list, new Map(gradients));
          });
        }
        one.dispose();
        return weightsOf(network);
      }),
    );
    expect(after[1]).toEqual(after[0]);
  });
});

describe('a layer of the user by the name of a built-in one', () => {
  it('is the one that is built', async () => {
    class Louder extends core.ReLU {}
    const backend = await newBackend();
    const config = { inputShape: [2], layers: [{ type: 'ReLU' }] };
    using network = sequentialFromConfig(backend, config, { layers: { ReLU: () => new Louder() } });
    expect(network.layers[0]).toBeInstanceOf(Louder);
  });
});
