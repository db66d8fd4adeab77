import { createBackend } from '@nablajs/backend-ts';
import { describe, expect, it } from 'vitest';
import { importedNetwork, readHdf5, readKeras, writeHdf5, writeZip } from '../../src/index.js';
import { readBytes } from './arrays.js';

const backend = await createBackend();
const group = (groups: Iterable<readonly [string, never]> = [], arrays: Iterable<readonly [string, never]> = []) => ({
  attributes: new Map(),
  groups: new Map(groups),
  arrays: new Map(arrays),
});

const keras = (config: string, weights: Uint8Array = writeHdf5(group())): Uint8Array =>
  writeZip(
    new Map([
      ['config.json', new TextEncoder().encode(config)],
      ['model.weights.h5', weights],
    ]),
  );

const sequential = (...layers: readonly object[]): string =>
  JSON.stringify({ class_name: 'Sequential', config: { name: 's', layers } });

const dense = (config: object = {}) => ({
  class_name: 'Dense',
  config: { name: 'd', units: 2, batch_input_shape: [null, 3], ...config },
});

describe('damaged and hostile models of Keras', () => {
  it('are refused with what is wrong', () => {
    const read = (config: string, weights?: Uint8Array) => () => readKeras(keras(config, weights));
    expect(() => readKeras(Uint8Array.of(1, 2, 3))).toThrow('HDF5: this is no HDF5 file.');
    expect(read('{')).toThrow('Keras: config.json is no JSON.');
    expect(read('[]')).toThrow('config.json is no object');
    expect(read('{}')).toThrow("the model's config has no text as class_name");
    expect(read('{"class_name":"Mine","config":{}}')).toThrow("'Mine' is a class of its author");
    expect(read(sequential())).toThrow('the model has no layers');
    expect(read(sequential(dense()))).toThrow("the file has no kernel of the layer 'd'");
    expect(read(sequential(dense({ units: 'many' })))).toThrow('Dense needs a number as units. Received "many".');
    expect(read(sequential(dense({ units: 1e300 })))).toThrow('Dense units');
    expect(read(sequential(dense(), dense()))).toThrow('two layers of one name');
    expect(read(sequential({ class_name: 'Dense', config: { name: 'd', units: 2 } }))).toThrow('call the model once');
  });

  it('with models in models, or lists in lists, without end are refused', () => {
    const nest = (depth: number): string =>
      `${'{"class_name":"Sequential","config":{"name":"s","layers":['.repeat(depth)}${']}}'.repeat(depth)}`;
    expect(() => readKeras(keras(nest(100)))).toThrow('models inside models, more than 16 deep');
    const lists = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;
    const config = sequential(dense({ activation: 'LISTS' })).replace('"LISTS"', lists);
    expect(() => readKeras(keras(config))).toThrow('Dense with activation a list of lists without end (1)');
  });

  it('with circles, or with inputs that are nowhere, are refused', () => {
    const layer = (name: string, from: string) => ({
      ...{ class_name: 'Dense', name, config: { name, units: 3 } },
      inbound_nodes: [[[from, 0, 0, {}]]],
    });
    const input = {
      class_name: 'InputLayer',
      name: 'x',
      config: { name: 'x', batch_shape: [null, 3] },
      inbound_nodes: [],
    };
    const model = (layers: readonly object[], output: readonly unknown[] = ['a', 0, 0]) =>
      JSON.stringify({
        class_name: 'Functional',
        config: { name: 'm', layers: [input, ...layers], input_layers: [['x', 0, 0]], output_layers: [output] },
      });
    const read = (config: string) => () => readKeras(keras(config));
    expect(read(model([layer('a', 'b'), layer('b', 'a')]))).toThrow(
      'takes from a layer that is not there, or from itself',
    );
    expect(read(model([layer('a', 'nowhere')]))).toThrow('takes from a layer that is not there');
    expect(read(model([layer('a', 'x')], ['a', 0, 7]))).toThrow("'a' has no output 7");
    expect(read(model([layer('a', 'x')], ['a', 3, 0]))).toThrow("'a' has no output 0");
  });

  it('whose weights have other shapes are refused', () => {
    const weights = (shape: readonly number[]) => {
      const kernel = { type: 'float32', shape, data: new Float32Array(shape.reduce((size, one) => size * one, 1)) };
      const bias = { type: 'float32', shape: [2], data: new Float32Array(2) };
      const vars = group(
        [],
        [
          ['0', kernel as never],
          ['1', bias as never],
        ],
      );
      return writeHdf5(group([['layers', group([['dense', group([['vars', vars as never]]) as never]]) as never]]));
    };
    const model = sequential(dense());
    using network = importedNetwork(backend, readKeras(keras(model, weights([3, 2]))));
    expect(network.parameterCount).toBe(8);
    expect(() => readKeras(keras(model, weights([2, 3])))).toThrow("'d.weight' must be [3, 2]. Received [2, 3].");
  });

  it('never throw anything but errors of nabla, whichever byte of HDF5 changes', () => {
    const good = readBytes('outputs/nested.weights.h5');
    let refused = 0;
    // Every structure is in the first bytes or shortly before its arrays.
    for (let at = 0; at < good.length; at += at < 2000 ? 5 : 331) {
      for (const value of [0, 255]) {
        const bytes = good.slice();
        bytes[at] = value;
        try {
          readHdf5(bytes);
        } catch (error) {
          refused++;
          expect(error).toMatchObject({ name: 'NablaError', code: 'data' });
        }
      }
    }
    expect(refused).toBeGreaterThan(50);
    for (let length = 0; length < good.length; length += 1997) {
      expect(() => readHdf5(good.subarray(0, length))).toThrow(/^HDF5: /);
    }
  });
});
