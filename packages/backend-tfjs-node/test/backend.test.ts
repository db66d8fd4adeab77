import {
  add,
  type Backend,
  Dense,
  dense,
  fit,
  matmul,
  ReLU,
  Sequential,
  SGD,
  SoftmaxCrossEntropy,
  tensor,
  upload,
} from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import {
  createBackend,
  createGradientReference,
  deviations,
  ENGINES,
  type EngineName,
  type TfjsBackend,
} from '../src/index.js';
import { engines } from './engines.js';

describe.each(engines)('on %s', (engine) => {
  let backend: TfjsBackend;
  beforeAll(async () => {
    const warn = vi.spyOn(console, 'warn');
    backend = await createBackend({ engine });
    tensor(backend, [1, 2]).dispose();
    expect(warn).not.toHaveBeenCalled();
  });
  afterAll(() => backend.dispose());

  test('describes itself', () => {
    const native = inject('native');
    expect(backend).toMatchObject({ name: 'tfjs-node', engine, dtypes: ['float32'] });
    expect(backend.notice).toBeUndefined();
    expect(backend.native).toBe(engine === 'native' ? native : undefined);
    expect(backend.description).toBe(
      engine === 'native' ? `TensorFlow ${native} through tfjs-node 4.22.0` : `tfjs 4.22.0 on ${engine}`,
    );
  });

  test('counts its memory to the byte, uint8 elements as one byte', () => {
    const start = backend.memory();
    const floats = backend.upload(new Float32Array(6), [2, 3], 'float32');
    const bytes = backend.upload(new Uint8Array(5), [5], 'uint8');
    const empty = backend.fill([3, 0], 1, 'float32');
    const x = { storage: floats, shape: [2, 3], dtype: 'float32' } as const;
    const best = backend.argmax(x, [2, 3, 1]);
    expect(backend.memory()).toEqual({ buffers: start.buffers + 4, bytes: start.bytes + 24 + 5 + 0 + 8 });
    for (const storage of [floats, bytes, empty, best]) backend.release(storage);
    expect(backend.memory()).toEqual(start);
    expect(() => backend.release(floats)).toThrow('release: expected a live storage of this backend');
  });

  test('protects its storages from a tf.tidy of the caller', async () => {
    let storage: unknown;
    tf.tidy(() => {
      storage = backend.fill([2], 7, 'float32');
    });
    expect(await backend.download({ storage, shape: [2], dtype: 'float32' })).toEqual(Float32Array.of(7, 7));
    backend.release(storage);
  });

  test('dispose releases the remaining storages, and none of another backend', async () => {
    const other = await createBackend({ engine });
    const mine = tensor(backend, [1, 2, 3]);
    const tensors = tf.memory().numTensors;
    tensor(other, [4, 5]);
    tensor(other, [6]);
    expect(tf.memory().numTensors).toBe(tensors + 2);
    await other.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(other.memory()).toEqual({ buffers: 0, bytes: 0 });
    expect(await mine.data()).toEqual(Float32Array.of(1, 2, 3));
    mine.dispose();
  });

  test('training holds as many tensors after 2 epochs as after 12', async () => {
    const [short, long] = [await tensorsAfter(backend, 2), await tensorsAfter(backend, 12)];
    expect(long).toEqual(short);
    expect(long.left).toBe(0);
  });
});

/** How many tensors tfjs holds more than before a training: while the network lives, and at the end. */
async function tensorsAfter(backend: Backend, epochs: number): Promise<{ network: number; left: number }> {
  const before = tf.memory().numTensors;
  const network = await trainAndCount(backend, epochs);
  return { network: network - before, left: tf.memory().numTensors - before };
}

async function trainAndCount(backend: Backend, epochs: number): Promise<number> {
  using model = new Sequential(backend, { inputShape: [3], layers: [new Dense(5), new ReLU(), new Dense(2)] });
  using optimizer = new SGD({ learningRate: 0.1, momentum: 0.9 });
  const x = dense(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 0, 1), [4, 3]);
  const y = dense(Int32Array.of(0, 1, 1, 0), [4]);
  const dataset = { length: 4, inputShape: [3], batch: () => ({ x, y }) };
  await fit(model, dataset, { loss: new SoftmaxCrossEntropy(), optimizer, epochs, batchSize: 'full' });
  return tf.memory().numTensors;
}

test('several engines compute side by side, in turn and with their own tensors', async () => {
  const backends: Backend[] = [];
  for (const engine of engines) backends.push(await createBackend({ engine }));
  const inputs = backends.map((backend) =>
    tensor(backend, [
      [1, 2],
      [3, 4],
    ]),
  );
  for (let round = 0; round < 3; round++) {
    for (const x of inputs) {
      using product = matmul(x, x);
      using sum = add(product, x);
      expect(await sum.data()).toEqual(Float32Array.of(8, 12, 18, 26));
    }
  }
  expect(backends.map((backend) => backend.memory().buffers)).toEqual(backends.map(() => 1));
  for (const backend of backends) await backend.dispose();
});

test('engines that start at the same time all start', async () => {
  const backends = await Promise.all([...engines, ...engines].map((engine) => createBackend({ engine })));
  expect(backends.map(({ engine }) => engine)).toEqual([...engines, ...engines]);
  for (const backend of backends) {
    using x = upload(backend, dense(Float32Array.of(2), []));
    expect(await x.data()).toEqual(Float32Array.of(2));
  }
});

test('auto uses the native library if it loads, otherwise wasm', async () => {
  const backend = await createBackend();
  expect(backend.engine).toBe(engines[0]);
  await backend.dispose();
});

test('an unknown option is an error that names the nearest known one, for backends and gradients', async () => {
  const options = { engin: 'cpu' } as object;
  const message = (operation: string) => `${operation}: unknown option 'engin'. Did you mean 'engine'? Known: engine.`;
  await expect(createBackend(options)).rejects.toMatchObject({ code: 'argument', message: message('createBackend') });
  await expect(createGradientReference(options)).rejects.toMatchObject({
    code: 'argument',
    message: message('createGradientReference'),
  });
});

test('an unknown engine is an error that lists the known ones', async () => {
  await expect(createBackend({ engine: 'webgl' as EngineName })).rejects.toMatchObject({
    code: 'argument',
    message: `tfjs-node: unknown engine 'webgl'. Known: auto, ${ENGINES.join(', ')}.`,
  });
});

test('deviations accepts only backends of this package', async () => {
  const foreign = await createNaive();
  expect(() => deviations(foreign)).toThrow("deviations: expected a backend of this package. Received 'naive'.");
});
