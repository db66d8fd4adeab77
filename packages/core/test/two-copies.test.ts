/**
 * An application may end up with two installed copies of core, one of its own and one of a layer package. Tensors,
 * scopes and errors of one must work with the other.
 */
import { describe, expect, it, vi } from 'vitest';
import * as core from '../src/index.js';
import { createBackend } from '../src/testing/index.js';
import { expectTensor, liveBuffers, separableDataset, t } from './support/index.js';

vi.resetModules();
/** Of built files, which Node loads once, the other copy is the bundle. */
const copy = process.env['NABLA_BUILT'] === '1' ? '../dist/node/index.js' : '../src/index.js';
const other: typeof core = await import(copy);

describe('a second copy of core', () => {
  it('is another one', () => {
    expect(other.Tensor).not.toBe(core.Tensor);
    expect(other.NablaError).not.toBe(core.NablaError);
  });

  it('recognises tensors and errors', async () => {
    const backend = await createBackend();
    const x = t(backend, [1]);
    expect(x).not.toBeInstanceOf(other.Tensor);
    expect(other.isTensor(x)).toBe(true);
    expect(core.isTensor(other.tensor(backend, [1]))).toBe(true);
    const error = new other.NablaError('data', 'x', { cause: 'y' });
    expect(error).not.toBeInstanceOf(core.NablaError);
    expect(core.isNablaError(error)).toBe(true);
    expect([error.code, error.message, error.cause, error.name]).toEqual(['data', 'x', 'y', 'NablaError']);
  });

  it('computes with tensors of the first', async () => {
    const backend = await createBackend();
    const x = t(backend, [[1, 2]]);
    await expectTensor(other.add(x, 1), [1, 2], [2, 3]);
    await expectTensor(core.matmul(other.exp(t(backend, [[0]])), x), [1, 2], [1, 2]);
    await expectTensor(other.multiply(x, 2).reshape([2]), [2], [2, 4]);
  });

  it('shares its scopes', async () => {
    const backend = await createBackend();
    const y = core.scope(() => {
      const x = other.tensor(backend, [3], 'float64');
      return other.scope(() => other.add(core.multiply(x, 2), 1));
    });
    await expectTensor(y, [1], [7]);
    expect(liveBuffers(backend)).toBe(1);
    other.scope(() => {
      core.exp(y);
    });
    const kept = core.scope(() => other.keep(other.exp(y)));
    expect([liveBuffers(backend), kept.isDisposed]).toEqual([2, false]);
  });

  it('brings layers, a loss and an optimizer to a network of the first', async () => {
    const train = async (library: typeof core): Promise<number> => {
      const backend = await createBackend();
      const model = new core.Sequential(backend, {
        inputShape: [4],
        dtype: 'float64',
        layers: [new library.Dense(5), new library.Tanh(), new library.Dense(3)],
      });
      using optimizer = new library.Adam({ learningRate: 0.1 });
      const loss = new library.SoftmaxCrossEntropy();
      const history = await core.fit(model, separableDataset(12), { loss, optimizer, epochs: 3, batchSize: 4 });
      expect(history.loss[2]).toBeLessThan(history.loss[0] as number);
      return history.loss[2] as number;
    };
    expect(await train(other)).toBe(await train(core));
  });
});

describe('isNablaError', () => {
  it('is false for errors of others', () => {
    const foreign = Object.assign(new Error('no such file'), { code: 'ENOENT' });
    for (const value of [foreign, new Error('x'), { code: 'shape' }, 'shape', null, undefined]) {
      expect(core.isNablaError(value)).toBe(false);
    }
  });
});
