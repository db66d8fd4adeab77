/** What users see when something is wrong with the card. */
import { type Backend, NablaError, type Operand } from '@nablajs/core';
import { expect, it } from 'vitest';
import { createBackend } from '../src/index.js';
import { describeOnAdapter } from './adapter.js';
import { countedAdapter } from './counted-adapter.js';

const put = (backend: Backend, values: readonly number[]): Operand => ({
  storage: backend.upload(Float32Array.from(values), [values.length], 'float32'),
  shape: [values.length],
  dtype: 'float32',
});

const code = (name: string, text: string | RegExp) => ({ code: name, message: expect.stringMatching(text) });

describeOnAdapter('errors', () => {
  it('of options', async () => {
    await expect(createBackend({ powerPreference: 'most' as 'low-power' })).rejects.toMatchObject(
      code('argument', /powerPreference.*Received most/),
    );
    await expect(createBackend({ device: 1 } as object)).rejects.toMatchObject(code('argument', /device/));
  });

  it('of an adapter that has made its device', async () => {
    const { adapter } = await countedAdapter();
    const first = await createBackend({ adapter });
    await expect(createBackend({ adapter })).rejects.toMatchObject(
      code('backend', /gives no device. Ask for a new adapter/),
    );
    await first.dispose();
  });

  it('of a lost device: downloads reject, kernels throw, dispose works', async () => {
    const { adapter, device } = await countedAdapter();
    const backend = await createBackend({ adapter });
    const x = put(backend, [1, 2]);
    const lost = code('backend', /lost its graphics card.*last checkpoint/s);
    const late = backend.download(x);
    device().destroy();
    await expect(late).rejects.toMatchObject(lost);
    await expect(backend.download(x)).rejects.toMatchObject(lost);
    expect(() => backend.add(x, x, [2])).toThrow(NablaError);
    backend.release(x.storage);
    await backend.dispose();
    expect(() => backend.add(x, x, [2])).toThrow(/was disposed/);
  });

  it('of a shader that does not compile', async () => {
    const { adapter } = await countedAdapter((device) => {
      const create = device.createShaderModule.bind(device);
      device.createShaderModule = (given) => create({ ...given, code: given.code.replace('=op(', '=missing(') });
    });
    const backend = await createBackend({ adapter });
    const x = put(backend, [1, 2]);
    const y = backend.add(x, x, [2]);
    await expect(backend.download({ ...x, storage: y })).rejects.toMatchObject(code('backend', /missing/));
    expect(() => backend.add(x, x, [2])).toThrow(/has failed/);
    await backend.dispose();
  });

  it('of memory: a tensor above the limit, and a card that has no more', async () => {
    let report: (event: GPUUncapturedErrorEvent) => void = () => {};
    const { adapter } = await countedAdapter((device) => {
      const listen = device.addEventListener.bind(device) as (type: string, listener: unknown) => void;
      device.addEventListener = ((type: string, listener: typeof report) => {
        report = listener;
        listen(type, listener);
      }) as typeof device.addEventListener;
    });
    const backend = await createBackend({ adapter });
    expect(() => backend.fill([2 ** 20, 2 ** 20], 0, 'float32')).toThrow(
      /at most \d+ elements.*Use a smaller batchSize/,
    );
    const x = put(backend, [1, 2]);
    expect(await backend.download(x)).toEqual(Float32Array.of(1, 2));
    class GPUOutOfMemoryError extends Error {}
    const error = new GPUOutOfMemoryError('no 4 GB');
    report({ error, preventDefault() {} } as unknown as GPUUncapturedErrorEvent);
    await expect(backend.download(x)).rejects.toMatchObject(code('memory', /no 4 GB Use a smaller batchSize/));
    expect(() => backend.add(x, x, [2])).toThrow(expect.objectContaining({ code: 'memory' }));
    await backend.dispose();
  });

  it('none of programs that were compiled ahead', async () => {
    let ahead = 0;
    const { adapter } = await countedAdapter((device) => {
      const create = device.createComputePipelineAsync.bind(device);
      device.createComputePipelineAsync = (given) => {
        ahead += 1;
        // The one that is used below. Each takes SwiftShader about a second.
        return ahead === 7 ? create(given) : Promise.reject(new Error('not needed'));
      };
    });
    Object.defineProperty(adapter, 'info', { value: { description: 'a card', isFallbackAdapter: false } });
    const backend = await createBackend({ adapter });
    expect([backend.description, ahead]).toEqual(['WebGPU on a card', 9]);
    const x = { storage: backend.fill([32, 32], 0.5, 'float32'), shape: [32, 32], dtype: 'float32' } as const;
    const product = await backend.download({ ...x, storage: backend.matmul(x, x, false, false, [32, 32]) });
    expect(product.every((element) => element === 8)).toBe(true);
    await backend.dispose();
  });

  it('of a dispose during a download', async () => {
    const backend = await createBackend();
    const late = backend.download(put(backend, [1, 2]));
    backend.dispose();
    await expect(late).rejects.toMatchObject(code('disposed', /download failed/));
  });
});
