/** What happens if tfjs-node is missing, has no native part, or one that does not load. */
import { tensor } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createBackend, createGradientReference } from '../src/index.js';
import * as native from '../src/native.js';

vi.mock(import('../src/native.js'), { spy: true });
const loadNative = vi.mocked(native.loadNative);

const REMEDY = "run 'npm run tensorflow' in a clone of nabla, or 'npx nabla-tensorflow' in a project with this package";

/** Real errors of Node, of tfjs-node and of the dynamic linker. */
const FAILURES = [
  Object.assign(new Error("Cannot find module '@tensorflow/tfjs-node'\nRequire stack:\n- engine.js"), {
    code: 'MODULE_NOT_FOUND',
  }),
  new Error('The Node.js native addon module (tfjs_binding.node) can not be found at path: lib. \nPlease run command'),
  Object.assign(new Error('libtensorflow_cc.so.2: cannot open shared object file: No such file or directory'), {
    code: 'ERR_DLOPEN_FAILED',
  }),
];

function failWith(error: Error): void {
  loadNative.mockImplementation(() => {
    throw error;
  });
}

afterEach(() => {
  loadNative.mockReset();
});

describe.each(FAILURES.map((error) => [error.message.split('\n')[0], error] as const))('%s', (_line, error) => {
  test('auto falls back to wasm and says so in one line', async () => {
    failWith(error);
    const backend = await createBackend();
    expect(backend.engine).toBe('wasm');
    expect(backend.native).toBeUndefined();
    expect(backend.description).toBe('tfjs 4.22.0 on wasm (fallback)');
    expect(backend.notice).toBe(
      `tfjs-node: the native TensorFlow library is not installed, so tfjs runs on wasm; ${REMEDY}.`,
    );
    using x = tensor(backend, [1, 2]);
    expect(await x.data()).toEqual(Float32Array.of(1, 2));
  });

  test('native rejects with the remedy in one line, and keeps the cause', async () => {
    failWith(error);
    await expect(createBackend({ engine: 'native' })).rejects.toMatchObject({
      code: 'backend',
      message: `tfjs-node: the native TensorFlow library is not installed; ${REMEDY}.`,
      cause: error,
    });
  });
});

test('the gradient reference falls back too', async () => {
  failWith(FAILURES[1] as Error);
  const reference = await createGradientReference();
  expect(reference.description).toBe('automatic gradients of tfjs 4.22.0 on wasm (fallback)');
  expect(reference.notice).toContain(REMEDY);
});

test('an engine chosen by name has no notice', async () => {
  failWith(FAILURES[0] as Error);
  expect((await createBackend({ engine: 'wasm' })).notice).toBeUndefined();
  expect(loadNative).not.toHaveBeenCalled();
});

test('falls back to cpu if wasm does not start either', async () => {
  failWith(FAILURES[0] as Error);
  await createBackend({ engine: 'wasm' });
  const factory = tf.findBackendFactory('wasm');
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => {
    throw new Error('no WebAssembly here');
  });
  try {
    const backend = await createBackend();
    expect(backend.engine).toBe('cpu');
    expect(backend.notice).toContain(`so tfjs runs on cpu; ${REMEDY}.`);
    await expect(createBackend({ engine: 'wasm' })).rejects.toMatchObject({
      code: 'backend',
      message: "tfjs-node: the engine 'wasm' does not start: tfjs cannot start 'wasm'; use engine 'cpu'.",
    });
  } finally {
    warn.mockRestore();
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', factory);
  }
});
