import { createBackend } from '@nablajs/backend-ts';
import { describe, expect, it } from 'vitest';
import { importedNetwork, readTfjs, writeTfjs } from '../../src/index.js';
import { decode, type OutputCase, outputsOf, readJson, worst } from '../keras/arrays.js';
import { inputsOf, MODULES, networkOf } from '../keras/modules.js';

const backend = await createBackend();

/** A model whose only layer has no weights. */
const FLAT = { class_name: 'Flatten', config: { name: 'f', batch_input_shape: [null, 3] } };
const EMPTY = { class_name: 'Sequential', config: { layers: [FLAT] } };

/** What scripts/tfjs-fixtures.mjs saved by TensorFlow.js itself. */
interface TfjsCase extends OutputCase {
  readonly name: string;
  readonly model: unknown;
  readonly weights: Readonly<Record<string, string>>;
}

/** Buffers, as readFile of Node returns them. */
const bytesOf = (weights: TfjsCase['weights']): Map<string, Uint8Array> =>
  new Map(Object.entries(weights).map(([path, text]) => [path, Buffer.from(text, 'base64')]));

describe('readTfjs', () => {
  const cases = readJson<readonly TfjsCase[]>('tfjs.json');

  it.each(cases)('gives the outputs of TensorFlow.js: $name', async ({ model, weights, inputs, outputs }) => {
    const files = { model: JSON.stringify(model), weights: bytesOf(weights) };
    using network = importedNetwork(backend, readTfjs(files));
    expect(worst(await outputsOf(network, inputs.map(decode)), outputs.map(decode))).toBeLessThan(1e-5);
  });

  it('reads weights of 8 and 16 bits', () => {
    const layers = [
      {
        class_name: 'Dense',
        config: { name: 'd', units: 2, activation: 'linear', use_bias: true, batch_input_shape: [null, 3] },
      },
    ];
    const quantized = (dtype: string, scale: number, min: number) => ({
      model: JSON.stringify({
        modelTopology: { class_name: 'Sequential', config: { name: 's', layers } },
        weightsManifest: [
          {
            paths: ['a', 'b'],
            weights: [
              { name: 'd/kernel', shape: [3, 2], dtype: 'float32', quantization: { dtype, scale, min } },
              { name: 'd/bias', shape: [2], dtype: 'float32' },
            ],
          },
        ],
      }),
      weights: new Map<string, Uint8Array>(),
    });
    const bias = new Uint8Array(Float32Array.of(1, -1).buffer);
    const read = (dtype: string, kernel: ArrayBufferView) => {
      const files = quantized(dtype, 0.5, -1);
      const bytes = new Uint8Array(kernel.buffer as ArrayBuffer);
      // The border between the files lies inside of a weight.
      files.weights.set('a', bytes.slice(0, 3)).set('b', new Uint8Array([...bytes.slice(3), ...bias]));
      const { parameters } = readTfjs(files);
      expect(parameters.get('d.bias')?.data).toEqual(Float32Array.of(1, -1));
      return parameters.get('d.weight')?.data;
    };
    const wanted = Float32Array.of(-1, -0.5, 0, 0.5, 1, 1.5);
    expect(read('uint8', Uint8Array.of(0, 1, 2, 3, 4, 5))).toEqual(wanted);
    expect(read('uint16', Uint16Array.of(0, 1, 2, 3, 4, 5))).toEqual(wanted);
    expect(read('float16', Uint16Array.of(0xbc00, 0xb800, 0, 0x3800, 0x3c00, 0x3e00))).toEqual(wanted);
  });

  it('names what is missing', () => {
    const model = (weights: unknown, topology: unknown = EMPTY) =>
      JSON.stringify({ modelTopology: topology, weightsManifest: weights });
    const read = (text: string) => () => readTfjs({ model: text, weights: new Map() });
    expect(read('{')).toThrow('model.json is no JSON');
    expect(read('{}')).toThrow('model.json has no modelTopology');
    expect(read(JSON.stringify({ format: 'graph-model', modelTopology: { node: [] } }))).toThrow('a graph model');
    expect(read(model(undefined))).toThrow('no weightsManifest');
    expect(read(model([{ paths: ['a.bin'], weights: [] }]))).toThrow('expected the file "a.bin". Received none.');
  });
});

describe('writeTfjs', () => {
  it.each(MODULES.filter(({ tfjs }) => tfjs === undefined))('$name comes back with equal bits', async (one) => {
    using network = await networkOf(backend, one, 'float32');
    const inputs = inputsOf(one, 'float32');
    const parameters = await network.parameters.read();
    const files = writeTfjs(
      { module: network.module, parameters, inputShape: network.declaredShapes },
      { shardBytes: 100 },
    );
    using again = importedNetwork(backend, readTfjs(files));
    expect(await outputsOf(again, inputs)).toEqual(await outputsOf(network, inputs));
  });

  it.each(MODULES.filter(({ tfjs }) => tfjs !== undefined))('$name is refused by name', async (one) => {
    using network = await networkOf(backend, one, 'float32');
    const parameters = await network.parameters.read();
    const exported = { module: network.module, parameters, inputShape: network.declaredShapes };
    expect(() => writeTfjs(exported)).toThrow(/writeTfjs: TensorFlow.js has no layers for these: .* \(\d\)\.$/);
  });
});
