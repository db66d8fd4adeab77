import { describe, expect, it } from 'vitest';
import {
  type ConfigTable,
  Dense,
  Dropout,
  Flatten,
  fromConfig,
  LAYERS,
  LOSSES,
  type Module,
  OPTIMIZERS,
  ReLU,
  Sequential,
  sequentialFromConfig,
  type TypedConfig,
} from '../../src/index.js';
import { everyLayer, everyLoss, everyOptimizer, named, typesOf } from '../support/every.js';
import { expectError, liveBuffers, newBackend } from '../support/index.js';

const throughJson = (config: TypedConfig): TypedConfig => JSON.parse(JSON.stringify(config)) as TypedConfig;

describe('a config goes to JSON and comes back as an equal object', () => {
  it.each(named(everyLayer()))('layer $name', ({ value: layer }) => {
    const rebuilt = fromConfig('layer', LAYERS, throughJson(layer.config));
    expect(rebuilt.config).toEqual(layer.config);
    expect(rebuilt.constructor).toBe(layer.constructor);
  });

  it.each(named(everyLoss()))('loss $name', ({ value: loss }) => {
    const rebuilt = fromConfig('loss', LOSSES, throughJson(loss.config));
    expect(rebuilt.config).toEqual(loss.config);
    expect(rebuilt.constructor).toBe(loss.constructor);
  });

  it.each(named(everyOptimizer()))('optimizer $name', ({ value: optimizer }) => {
    const rebuilt = fromConfig('optimizer', OPTIMIZERS, throughJson(optimizer.config));
    expect(rebuilt.config).toEqual(optimizer.config);
    expect(rebuilt.constructor).toBe(optimizer.constructor);
  });

  it('covers the tables', () => {
    const types = (values: readonly { config: TypedConfig }[]) => new Set(values.map(({ config }) => config.type));
    expect(typesOf(everyLayer())).toEqual(new Set(Object.keys(LAYERS)));
    expect(types(everyLoss())).toEqual(new Set(Object.keys(LOSSES)));
    expect(types(everyOptimizer())).toEqual(new Set(Object.keys(OPTIMIZERS)));
  });

  it('a whole network', async () => {
    const backend = await newBackend();
    const stack = [new Flatten(), new Dense(3), new ReLU(), new Dropout(0.1), new Dense(2, { bias: false })];
    const model = new Sequential(backend, { inputShape: [2, 2], dtype: 'float64', layers: stack });
    const config = JSON.parse(JSON.stringify(model.config)) as typeof model.config;
    const rebuilt = sequentialFromConfig(backend, config, { dtype: 'float64' });
    expect(rebuilt.config).toEqual(model.config);
    expect(rebuilt.summary()).toBe(model.summary());
    expect(rebuilt.parameters.list.map(({ name, value }) => [name, value.shape])).toEqual(
      model.parameters.list.map(({ name, value }) => [name, value.shape]),
    );
  });
});

describe('options that are left out', () => {
  it.each([
    { type: 'LeakyReLU', expected: { type: 'LeakyReLU', slope: 0.01 } },
    { type: 'ELU', expected: { type: 'ELU', alpha: 1 } },
  ])('of $type are its defaults', ({ type, expected }) => {
    expect(fromConfig('layer', LAYERS, { type }).config).toEqual(expected);
  });

  it('of Dense are heNormal and a bias', () => {
    expect(fromConfig('layer', LAYERS, { type: 'Dense', units: 2 }).config).toEqual(new Dense(2).config);
  });
});

describe('hostile configs', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'dense', 'Linear', '', './evil.js'])(
    'type %j is unknown, and the known ones are listed',
    (type) => {
      for (const [what, table] of Object.entries({ layer: LAYERS, loss: LOSSES, optimizer: OPTIMIZERS })) {
        expectError(
          () => fromConfig(what, table as ConfigTable<unknown>, { type }),
          'argument',
          `${what}: unknown type '${type}'`,
          Object.keys(table).join(', '),
          'pass a table with your own',
        );
      }
    },
  );

  it('a __proto__ key from JSON is refused and changes nothing', async () => {
    const config = JSON.parse('{"type": "Dense", "units": 2, "__proto__": {"bias": false, "polluted": true}}');
    expectError(() => fromConfig('layer', LAYERS, config as TypedConfig), 'argument', "unknown option '__proto__'");
    expect('polluted' in {}).toBe(false);
    expectError(
      () => sequentialFromConfig({} as never, { inputShape: [1], layers: [{ type: '__proto__' }] }),
      'argument',
      "unknown type '__proto__'",
    );
  });

  const wrong: [TypedConfig, string][] = [
    [{ type: 'Dense', units: '32' }, "Dense units: expected a whole number >= 1. Received '32'"],
    [{ type: 'Dense', units: null }, 'Dense units'],
    [{ type: 'Dense', units: [4] }, 'Dense units'],
    [{ type: 'Dense' }, 'Dense units: expected a whole number >= 1. Received undefined'],
    [{ type: 'Dropout', rate: true }, 'Dropout rate'],
    [{ type: 'Dropout', rate: 1 }, 'Dropout rate'],
    [{ type: 'LeakyReLU', slope: '0.1' }, 'LeakyReLU slope'],
    [{ type: 'LeakyReLU', slope: null }, 'LeakyReLU slope'],
    [{ type: 'ELU', alpha: {} }, 'ELU alpha'],
  ];
  it.each(wrong)('%j is refused', (config, message) => {
    expectError(() => fromConfig('layer', LAYERS, config), 'argument', message);
  });

  it.each<[TypedConfig, string]>([
    [{ type: 'Dense', units: 2, biass: false }, "Dense: unknown option 'biass'. Did you mean 'bias'?"],
    [{ type: 'Dense', units: 2, activation: 'relu' }, 'Dense: an activation is a separate layer; put new ReLU()'],
    [{ type: 'ReLU', slope: 0.1 }, "ReLU: unknown option 'slope'."],
    [{ type: 'LeakyReLU', alpha: 0.1 }, "LeakyReLU: unknown option 'alpha'."],
  ])('%j: an option that would be dropped is refused', (config, message) => {
    expectError(() => fromConfig('layer', LAYERS, config), 'argument', message);
  });

  it.each<[TypedConfig, string]>([
    [{ type: 'Dense', units: 2, bias: 'false' }, "Dense bias: expected true or false. Received 'false'"],
    [{ type: 'Dense', units: 2, bias: 0 }, 'Dense bias'],
  ])('%j: a switch that is neither on nor off is refused', (config, message) => {
    expectError(() => fromConfig('layer', LAYERS, config), 'argument', message);
  });

  it('options of losses and optimizers are checked too', () => {
    const nesterov = { type: 'SGD', momentum: 0.9, nesterov: 'no' };
    expectError(() => fromConfig('optimizer', OPTIMIZERS, nesterov), 'argument', 'SGD nesterov');
    expectError(() => fromConfig('optimizer', OPTIMIZERS, { type: 'RMSprop', centered: 1 }), 'argument', 'centered');
    expectError(() => fromConfig('loss', LOSSES, { type: 'Huber', delta: '1' }), 'argument', 'Huber delta');
    const smoothed = { type: 'SoftmaxCrossEntropy', labelSmoothing: '0.1' };
    expectError(() => fromConfig('loss', LOSSES, smoothed), 'argument', 'labelSmoothing');
    for (const type of Object.keys(OPTIMIZERS)) {
      const config = { type, learningRate: '0.1' };
      expectError(() => fromConfig('optimizer', OPTIMIZERS, config), 'argument', `${type} learningRate`);
    }
    expectError(() => fromConfig('optimizer', OPTIMIZERS, { type: 'Adam', beta1: [0.9] }), 'argument', 'Adam beta1');
  });

  it('an unknown initializer is refused and leaves nothing behind', async () => {
    const backend = await newBackend();
    const first = { type: 'Dense', units: 2 };
    for (const initializer of ['uniform', '__proto__', 'constructor']) {
      const config = { inputShape: [1], layers: [first, { type: 'Dense', units: 1, initializer }] };
      expectError(() => sequentialFromConfig(backend, config), 'argument', `zeros. Received '${initializer}'`);
    }
    expect(liveBuffers(backend)).toBe(0);
  });
});

describe('layers of one’s own', () => {
  class Twice extends ReLU {
    override get config(): TypedConfig {
      return { type: 'Twice' };
    }
  }
  const table: ConfigTable<Module> = { Twice: () => new Twice() };

  it('come from the table that the caller passes', async () => {
    const config = { inputShape: [2], layers: [{ type: 'Dense', units: 2 }, { type: 'Twice' }] };
    const backend = await newBackend();
    const model = sequentialFromConfig(backend, config, { layers: table, dtype: 'float64' });
    expect(model.layers[1]).toBeInstanceOf(Twice);
    expect(model.dtype).toBe('float64');
    expectError(() => sequentialFromConfig(backend, config), 'argument', "layer: unknown type 'Twice'");
  });
});
