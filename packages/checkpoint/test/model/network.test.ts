import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Blueprint,
  Chain,
  type Context,
  Dense,
  dense,
  type Module,
  multiply,
  Network,
  networkFromConfig,
  predict,
  ReLU,
  Residual,
  Sequential,
  type Shape,
  sequentialFromConfig,
  type Tensor,
  upload,
} from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { expect, test } from 'vitest';
import { decodeSafetensors, load, loadModel, save, saveModel } from '../../src/index.js';
import { temporaryFolder } from '../helpers.js';

test.each(['float32', 'float64'] as const)('a %s network predicts the same after a save and a load', async (dtype) => {
  const backend = await createBackend();
  using network = new Sequential(backend, {
    inputShape: [3],
    layers: [new Dense(4), new ReLU(), new Dense(2)],
    dtype,
    seed: 7,
  });
  const parameters = await network.parameters.read();
  expect([...parameters].map(([name, { shape }]) => [name, shape])).toEqual([
    ['0.weight', [3, 4]],
    ['0.bias', [4]],
    ['2.weight', [4, 2]],
    ['2.bias', [2]],
  ]);
  const folder = temporaryFolder();
  await save(network, folder, { notes: { task: 'test' } });
  expect(await loadModel(folder)).toEqual({ config: network.config, dtype, parameters, notes: { task: 'test' } });

  using rebuilt = await load(backend, folder);
  expect(rebuilt).toBeInstanceOf(Sequential);
  const x = dense(dtype === 'float32' ? Float32Array.of(1, -2, 0.5) : Float64Array.of(1, -2, 0.5), [1, 3]);
  const expected = await predict(network, x);
  expect(expected.data.some((value) => value !== 0)).toBe(true);
  expect(await predict(rebuilt, x)).toEqual(expected);
});

test('what is no network, or no function of a config, is refused', async () => {
  const folder = temporaryFolder();
  for (const wrong of [undefined, {}, 'model']) {
    await expect(save(wrong as never, folder)).rejects.toMatchObject({
      code: 'argument',
      message: expect.stringContaining('save: expected a network first'),
    });
  }
  const backend = await createBackend();
  const loading = load(backend, folder, { layers: { Dense: 5 } as never });
  const message = 'load: expected a function of the config as the layer Dense.';
  await expect(loading).rejects.toMatchObject({ code: 'argument', message });
});

/** Scales a, and adds what a residual block makes of b. */
class Pair implements Module {
  readonly block = new Residual(new Chain([new Dense(2)]));

  get config() {
    return { type: 'Pair', of: [1, 2] };
  }

  build(_a: Shape, b: Shape): Blueprint {
    return {
      outputShape: b,
      parameters: { scale: { shape: [2], initializer: 'zeros', trainable: false } },
      children: { block: this.block.build(b) },
    };
  }

  call(context: Context, a: Tensor, b: Tensor): Tensor {
    return multiply(multiply(a, context.parameter('scale')), context.run('block', this.block, b));
  }
}

test('a network of a custom module, with two inputs and a parameter that is not trained', async () => {
  const backend = await createBackend();
  using network = new Network(backend, new Pair(), { inputShape: [[2], [2]], seed: 3 });
  const parameters = await network.parameters.read();
  parameters.set('scale', dense(Float32Array.of(2, -3), [2]));
  const folder = temporaryFolder();
  await saveModel(folder, { config: network.config, dtype: 'float32', parameters });

  await expect(load(backend, folder)).rejects.toThrow(/unknown type 'Pair'/);
  const loaded = await loadModel(folder);
  expect(loaded.config).toEqual({ inputShape: [[2], [2]], module: { type: 'Pair', of: [1, 2] } });
  expect(() => sequentialFromConfig(backend, loaded.config, loaded)).toThrow(/expected a config, { inputShape, layers/);
  using rebuilt = await load(backend, folder, { layers: { Pair: () => new Pair() } });
  expect(await rebuilt.parameters.read()).toEqual(parameters);
  const inputs = [dense(Float32Array.of(1, 2), [1, 2]), dense(Float32Array.of(0.5, -1), [1, 2])];
  network.parameters.list[0]?.value.adopt(upload(backend, dense(Float32Array.of(2, -3), [2])));
  const expected = await predict(network, inputs);
  expect(expected.data.some((value) => value !== 0)).toBe(true);
  expect(await predict(rebuilt, inputs)).toEqual(expected);
});

test.each([undefined, 'int8'] as const)('tied and frozen parameters stay so; stored once (%s)', async (weights) => {
  const backend = await createBackend();
  const build = () => new Sequential(backend, { inputShape: [3], layers: [new Dense(3), new Dense(3)], seed: 7 });
  using network = build();
  network.parameters.tie('1.weight', '0.weight');
  network.freeze('1.weight');
  const folder = temporaryFolder();
  await save(network, folder, weights && { weights });
  const loaded = await loadModel(folder);
  expect(loaded.parameters.get('1.weight')).toBe(loaded.parameters.get('0.weight'));
  using rebuilt = networkFromConfig(backend, loaded.config, loaded);
  expect(rebuilt.parameters.list.map(({ name }) => name)).toEqual(['0.weight', '0.bias', '1.bias']);
  expect(rebuilt.parameters.frozen).toEqual(['0.weight', '1.weight']);
  const file = decodeSafetensors(await readFile(join(folder, 'weights.safetensors')), 'weights.safetensors');
  expect(file.metadata['1.weight']).toBe('0.weight');

  using apart = build();
  const other = temporaryFolder();
  await save(apart, other, weights && { weights });
  const sizes = await Promise.all([folder, other].map((at) => stat(join(at, 'weights.safetensors'))));
  expect(sizes[0]?.size).toBeLessThan(sizes[1]?.size ?? 0);
});
