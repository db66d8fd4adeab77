import type { Backend } from '@nablajs/core';
import { REQUIRED_KERNELS } from '@nablajs/core/kernels';
import { createBackend } from '@nablajs/core/testing';
import { describe, expect, test } from 'vitest';
import { type ConformanceCase, cases } from '../src/index.js';

const ALL = cases();

const named = (name: string): ConformanceCase => {
  const found = ALL.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
};

describe('cases', () => {
  test('have unique names that begin with kernel and dtype', () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
    for (const { name, kernel, dtype } of ALL) expect(name.startsWith(`${kernel} ${dtype} `)).toBe(true);
    expect(ALL.map(({ name }) => name)).toContain('matmul float32 17x5x3 transposeA');
  });

  test.each(['float32', 'float64'])('cover every kernel in %s', (dtype) => {
    const covered = new Set(ALL.filter((one) => one.dtype === dtype).map(({ kernel }) => kernel));
    const optional = ['csr.upload', 'csr.matmul', 'fused.dense', 'fused.denseBackward'];
    const images = ['conv.forward', 'conv.backwardInput', 'conv.backwardFilter', 'pool.max', 'pool.maxBackward'];
    const means = ['pool.average', 'pool.averageBackward', 'fused.batchNorm', 'fused.batchNormBackward'];
    const fused = ['fused.softmaxCrossEntropy', 'fused.sgd', 'fused.adam', 'fused.dropoutMask', 'fused.finiteCheck'];
    fused.push('fused.attention', 'fused.lstm', 'fused.addBlock', 'fused.addRows', 'fused.topK', 'topK');
    const composed = [
      'softmax',
      'logSoftmax',
      'relu',
      'mean',
      'gelu',
      'geluTanh',
      'layerNorm',
      'rmsNorm',
      'cumsum',
      'abs',
      'sign',
      'reluGradient',
      'nanGradient',
      'labelCrossEntropy',
      'normalCdf',
      'network',
      ...['maskedAttention', 'lstm', 'embedding'],
      ...['conv2d', 'convTranspose2d', 'maxPool2d', 'averagePool2d', 'batchNorm'],
    ];
    const all = ['storage', ...REQUIRED_KERNELS, ...optional, ...images, ...means, ...fused, ...composed];
    expect([...covered].sort()).toEqual(all.sort());
  });

  test('leave out dtypes that are not asked for', () => {
    const float32 = cases({ dtypes: ['float32'] });
    expect(float32.length).toBeGreaterThan(1000);
    expect(float32.filter(({ dtypes }) => dtypes.includes('float64'))).toEqual([]);
    expect(new Set(float32.map(({ dtype }) => dtype))).toEqual(new Set(['float32', 'int32', 'uint8']));
  });

  test('are those whose name contains a text, where one is given', () => {
    const names = cases({ filter: 'MATMUL float32 17x5x3' }).map(({ name }) => name);
    expect(names).toEqual(ALL.map(({ name }) => name).filter((name) => name.includes('matmul float32 17x5x3')));
    expect(names).toContain('matmul float32 17x5x3 transposeA');
    expect(cases({ filter: 'exp', kernels: ['expm1'], dtypes: ['float64'] }).map(({ kernel }) => kernel)).toEqual(
      ALL.filter(({ kernel, dtype }) => kernel === 'expm1' && dtype === 'float64').map(({ kernel }) => kernel),
    );
    expect(cases({ filter: 'no such case' })).toEqual([]);
  });

  test('hold a backend to tighter ULPs where asked to', async () => {
    const none = { exp: 0, expm1: 0, log: 0, log1p: 0, sqrt: 0, tanh: 0, sigmoid: 0, erf: 0 };
    const strict = cases({ ulps: { float32: none, float64: none } }).filter(({ kernel }) => kernel === 'exp');
    const points = strict.find(({ name }) => name.endsWith('points in ULPs'));
    await expect(points?.run(await createBackend())).rejects.toMatchObject({ code: 'mismatch' });
  });
});

describe('a case that the backend cannot run', () => {
  const plain = async (): Promise<Backend> => {
    const { csr: _csr, conv: _conv, pool: _pool, ...rest } = await createBackend();
    return { ...rest, dtypes: ['float32'] };
  };

  test.each([
    ['csr.matmul float32 4x8x4', "backend 'naive' has no CSR kernels"],
    ['conv.forward float32 NaN in the bias', "backend 'naive' has no convolution kernels"],
    ['pool.max float32 ties', "backend 'naive' has no pooling kernels"],
    ['fused.sgd float32 plain 1', "backend 'naive' has no fused kernel sgd"],
    ['exp float64 length 4', "backend 'naive' does not declare float64"],
    ['cast float32 to float64 exact', "backend 'naive' does not declare float64"],
  ])('%s says why, and rejects when run all the same', async (name, reason) => {
    const backend = await plain();
    expect(named(name).notApplicable(backend)).toBe(reason);
    await expect(named(name).run(backend)).rejects.toMatchObject({
      code: 'not-applicable',
      message: `${name}: ${reason}.`,
    });
  });

  test('needs CSR for a fused kernel with a CSR input only', async () => {
    const { csr: _csr, ...rest } = await createBackend();
    const backend: Backend = { ...rest, fused: { dense: () => undefined } };
    expect(named('fused.dense float32 17x31x16 relu').notApplicable(backend)).toBeUndefined();
    expect(named('fused.dense float32 17x31x16 relu csr').notApplicable(backend)).toContain('no CSR');
  });
});

describe('a failure', () => {
  test('names the case, the worst element, both values, the error and the gate', async () => {
    const right = await createBackend();
    const wrong: Backend = {
      ...right,
      add: (a, b, shape) => {
        const result = right.add(a, b, shape) as Float32Array;
        if (result.length === 15) result.set([result[7] as number, 1000], 7);
        return result;
      },
    };
    const values = String.raw`expected -?[\d.]+ \(literal\), received 1000; error [\d.]+, gate [\d.e-]+`;
    const message = String.raw`^add float32 3x5 with 1x5: element 8 at \[1, 3\]: ${values}; 1 of 15 elements fail\.$`;
    await expect(named('add float32 3x5 with 1x5').run(wrong)).rejects.toThrow(new RegExp(message));
  });

  test('carries both values of the worst element as the message shows them', async () => {
    const right = await createBackend();
    const fill: Backend['fill'] = (shape, value, dtype) => right.fill(shape, Object.is(value, -0) ? 0 : value, dtype);
    await expect(named('fill float64 17 of -0').run({ ...right, fill })).rejects.toMatchObject({
      code: 'mismatch',
      message: expect.stringContaining('element 0 at [0]: expected -0 (literal), received 0;'),
      expected: '-0',
      received: '0',
    });
  });

  test('of a stored value shows the sign of a zero', async () => {
    const right = await createBackend();
    const upload: Backend['upload'] = (data, shape, dtype) =>
      right.upload(
        data.map((x: number) => x + 0),
        shape,
        dtype,
      );
    await expect(named('storage float32 every value survives').run({ ...right, upload })).rejects.toMatchObject({
      code: 'mismatch',
      message: 'storage float32 every value survives: after upload and download: element 1: expected -0, received 0.',
      expected: '-0',
      received: '0',
    });
  });

  test('keeps what the backend threw as its cause', async () => {
    const right = await createBackend();
    const cause = new Error('lost the device');
    const wrong: Backend = {
      ...right,
      exp: () => {
        throw cause;
      },
    };
    await expect(named('exp float32 length 4').run(wrong)).rejects.toMatchObject({ code: 'threw', cause });
    expect(right.memory().buffers).toBe(0);
  });
});
