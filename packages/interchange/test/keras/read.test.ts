import { createBackend } from '@nablajs/backend-ts';
import { Chain, Graph, type NablaError, networkFromConfig, Sequential } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { importedNetwork, readKeras } from '../../src/index.js';
import { decode, type OutputCase, outputsOf, readBytes, readJson, worst } from './arrays.js';
import { TABLE } from './modules.js';

const backend = await createBackend();
const MODELS = ['images', 'sequences', 'nested'];

const casesOf = (name: string) => {
  const { inputs, outputs } = readJson<OutputCase>(`outputs/${name}.json`);
  return { inputs: inputs.map(decode), outputs: outputs.map(decode) };
};

describe('readKeras', () => {
  it.each(MODELS)('gives the outputs of Keras: %s.keras', async (name) => {
    for (const [suffix, limit] of [
      ['', 1e-5],
      ['-64', 1e-12],
    ] as const) {
      const { inputs, outputs } = casesOf(name + suffix);
      using network = importedNetwork(backend, readKeras(readBytes(`outputs/${name}${suffix}.keras`)));
      expect(network.dtype).toBe(suffix === '' ? 'float32' : 'float64');
      expect(worst(await outputsOf(network, inputs), outputs)).toBeLessThan(limit);
    }
  });

  it.each(['sequences', 'nested'])('reads %s.h5 as it reads .keras', async (name) => {
    const { inputs } = casesOf(name);
    using one = importedNetwork(backend, readKeras(readBytes(`outputs/${name}.keras`)));
    using other = importedNetwork(backend, readKeras(readBytes(`outputs/${name}.h5`)));
    expect(await outputsOf(other, inputs)).toEqual(await outputsOf(one, inputs));
  });

  it('reads weights alone, with the config', async () => {
    const { inputs, outputs } = casesOf('nested');
    const { config } = readJson<{ readonly config: string }>('outputs/nested.json');
    using network = importedNetwork(backend, readKeras(readBytes('outputs/nested.weights.h5'), { config }));
    expect(worst(await outputsOf(network, inputs), outputs)).toBeLessThan(1e-5);
    expect(() => readKeras(readBytes('outputs/nested.weights.h5'))).toThrow('no description of the model');
  });

  it('makes a Chain of layers in a row, a Graph of others, with the names of the file', async () => {
    const mlp = readKeras(readBytes('training/mlp.keras'));
    expect(mlp.module).toBeInstanceOf(Chain);
    expect([...mlp.parameters.keys()]).toContain('dense.weight');
    expect(mlp.inputShape).toEqual([4]);
    const nested = readKeras(readBytes('outputs/nested.keras'));
    expect(nested.module).toBeInstanceOf(Graph);
    expect([...nested.parameters.keys()]).toContain('shared_dense.weight');
    expect([...nested.parameters.keys()].filter((name) => name.startsWith('tower.'))).toHaveLength(3);
    expect(nested.frozen).toHaveLength(2);
    expect(readKeras(readBytes('outputs/sequences.keras')).inputShape).toEqual(['time']);
  });

  it('gives a network whose config makes it again', async () => {
    const { inputs } = casesOf('images');
    using network = importedNetwork(backend, readKeras(readBytes('outputs/images.keras')));
    const parameters = await network.parameters.read();
    const config = JSON.parse(JSON.stringify(network.config)) as typeof network.config;
    using again = networkFromConfig(backend, config, { layers: TABLE, parameters });
    expect(await outputsOf(again, inputs)).toEqual(await outputsOf(network, inputs));
    expect(network).not.toBeInstanceOf(Sequential);
  });

  it('lists all layers without a counterpart, with their counts', async () => {
    const layer = (class_name: string, name: string, config = {}) => ({
      class_name,
      name,
      config: { name, ...config },
    });
    const config = JSON.stringify({
      class_name: 'Sequential',
      config: {
        layers: [
          layer('InputLayer', 'x', { batch_shape: [null, 4, 4, 1] }),
          layer('Conv3D', 'a'),
          layer('Conv3D', 'b'),
          layer('Conv2D', 'c', { filters: 1, kernel_size: 3, data_format: 'channels_first' }),
          layer('Mine', 'd'),
          layer('Dense', 'e', { units: 3, activation: 'sparsemax' }),
        ],
      },
    });
    const reading = () => readKeras(readBytes('outputs/nested.weights.h5'), { config });
    expect(reading).toThrow(
      'layers without a counterpart: Conv3D (2), Conv2D with data_format "channels_first" (1), Mine (1), ' +
        'Dense with activation "sparsemax" (1).',
    );
    expect(reading).toThrow(expect.objectContaining({ code: 'argument' } satisfies Partial<NablaError>));
  });
});
