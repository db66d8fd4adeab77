/** Networks of modules of one's own as JSON, and back. */
import { describe, expect, it } from 'vitest';
import {
  Chain,
  type ConfigTable,
  Dense,
  type Module,
  type Network,
  type NetworkConfig,
  networkFromConfig,
  ReLU,
  Residual,
  Sequential,
  type SequentialConfig,
  sequentialFromConfig,
  Tanh,
  type TypedConfig,
  upload,
} from '../../src/index.js';
import { expectClose, expectError, liveBuffers, newBackend, SAME, scatteredArray, valuesOf } from '../support/index.js';
import { Classifier, classifierOf, Product, productOf, throughJson } from '../support/modules.js';

describe('a config of modules of one’s own', () => {
  const layers: ConfigTable<Module> = {
    Product: () => new Product(),
    Classifier: (config, make) => new Classifier(make(config['encoder'] as TypedConfig)),
  };
  const options = { dtype: 'float64', seed: 2, layers } as const;

  it('comes back from JSON as a network of the same outputs', async () => {
    const backend = await newBackend();
    const inner = new Classifier(new Chain([new Dense(5), new Tanh()]));
    using model = classifierOf(backend, new Chain([inner, new Residual(new Classifier(new ReLU()))]));
    using rebuilt = networkFromConfig(backend, throughJson(model.config) as NetworkConfig, options);
    expect(rebuilt.config).toEqual(model.config);
    expect(rebuilt.parameters.list.map(({ name }) => name)).toEqual(model.parameters.list.map(({ name }) => name));
    expect(rebuilt.parameters.list.map(({ name }) => name)).toContain('encoder.1.body.head.weight');
    const x = upload(backend, scatteredArray([3, 4]));
    expectClose(await valuesOf((rebuilt as Network<Classifier>).forward(x)), await valuesOf(model.forward(x)), SAME);
  });

  it('keeps the shapes of several inputs', async () => {
    const backend = await newBackend();
    using model = productOf(backend);
    using rebuilt = networkFromConfig(backend, throughJson(model.config) as NetworkConfig, options);
    expect(model.config).toEqual({ inputShape: [[2], [1]], module: { type: 'Product' } });
    expect(rebuilt.inputShapes).toEqual([[2], [1]]);
  });

  it('of a Sequential gives a Sequential', async () => {
    const backend = await newBackend();
    const config: SequentialConfig = { inputShape: [4], layers: [{ type: 'Classifier', encoder: { type: 'Tanh' } }] };
    using model = networkFromConfig(backend, config, options);
    expect(model).toBeInstanceOf(Sequential);
    expect(model.config).toEqual(config);
  });

  it('is refused where its table lacks a part, however deep', async () => {
    const backend = await newBackend();
    const module = { type: 'Classifier', encoder: { type: 'Chain', layers: [{ type: 'Tangent' }] } };
    const build = () => networkFromConfig(backend, { inputShape: [4], module }, options);
    expectError(build, 'argument', "module: unknown type 'Tangent'", 'Product, Classifier');
  });

  it.each<[unknown, string]>([
    [{ inputShape: [4] }, '{ inputShape, module }'],
    [undefined, 'Received undefined'],
    [{ inputShape: [4], module: 'Dense' }, '{ inputShape, module }'],
    [{ inputShape: [4], module: { type: 'Residual' } }, 'module: expected a config'],
    [{ inputShape: [4], module: { type: 'Chain' } }, 'Chain: expected an array of layers'],
    [{ inputShape: [4], module: { type: 'Chain', layers: [], units: 3 } }, "Chain: unknown option 'units'"],
    [{ inputShape: [4], module: { type: 'Residual', layers: [] } }, "Residual: unknown option 'layers'"],
    [{ inputShape: [4], module: { type: 'Dense', units: 1 }, frozen: ['weights'] }, "none is called 'weights'"],
    [{ inputShape: [4], module: { type: 'Dense', units: 1 }, frozen: 5 }, 'frozen: expected names'],
  ])('%j is refused, and leaves nothing on the backend', async (config, message) => {
    const backend = await newBackend();
    expectError(() => networkFromConfig(backend, config as NetworkConfig, options), 'argument', message);
    expect(liveBuffers(backend)).toBe(0);
  });

  it('with a module is none of a Sequential', async () => {
    const backend = await newBackend();
    const config = { inputShape: [4], module: { type: 'Tanh' } } as never;
    expectError(() => sequentialFromConfig(backend, config), 'argument', '{ inputShape, layers: [');
  });
});
