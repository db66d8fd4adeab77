import { createBackend as createTs } from '@nablajs/backend-ts';
import type { Backend } from '@nablajs/core';
import { REQUIRED_KERNELS } from '@nablajs/core/kernels';
import { createBackend } from '@nablajs/core/testing';
import { describe, expect, test } from 'vitest';
import { type CasesOptions, type CompareOptions, cases, compareBackends, type KernelComparison } from '../src/index.js';
import { elements } from './mutants/mutant.js';

const compare = async (
  first: () => Promise<Backend>,
  second: () => Promise<Backend>,
  options: CompareOptions = {},
): Promise<readonly KernelComparison[]> => compareBackends(await first(), await second(), options);

const FLOAT32 = { dtypes: ['float32'] } as const;
const SOME: CasesOptions = { ...FLOAT32, kernels: ['exp', 'erf', 'fill', 'argmax'] };
/** Without cases of many elements, which take their time. */
const SMALL = cases(SOME).filter(({ name }) => !/\d{5}/.test(name));
const FEW: CompareOptions = {
  ...SOME,
  excluded: new Set(cases(SOME).flatMap(({ name }) => (/\d{5}/.test(name) ? [name] : []))),
};

/** The naive backend, whose exp is wrong by `factor` at element 8 of results of 1009. */
const offAt8 = (factor: number) => async (): Promise<Backend> => {
  const naive = await createBackend();
  const exp: Backend['exp'] = (x) => {
    const storage = naive.exp(x);
    const values = elements({ storage });
    if (values.length === 1009) values[8] = (values[8] as number) * factor;
    return storage;
  };
  return { ...naive, name: 'off', exp };
};

const breaches = (comparisons: readonly KernelComparison[]): KernelComparison[] => comparisons.filter(({ ok }) => !ok);

/** Returns the names of all cases except the first three of each kernel and dtype without long sums. */
function allButFew(): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const left = cases().filter(({ name, kernel, dtype }) => {
    if (/\d{5}/.test(name)) return true;
    const count = (seen.get(`${kernel} ${dtype}`) ?? 0) + 1;
    seen.set(`${kernel} ${dtype}`, count);
    return count > 3;
  });
  return new Set(left.map(({ name }) => name));
}

/** The slow tests leave out sums of 100,000 terms alone. */
const allLong = (): ReadonlySet<string> => new Set(cases().flatMap(({ name }) => (/\d{6}/.test(name) ? [name] : [])));

const EXCLUDED = process.env['NABLA_SLOW'] === '1' ? allLong() : allButFew();

describe('two backends that agree', () => {
  test('have an entry for each kernel that both can run, within its gate', async () => {
    const first = await createTs();
    const comparisons = await compareBackends(first, await createBackend(), { excluded: EXCLUDED });
    expect(breaches(comparisons)).toEqual([]);
    const kernels = new Set(comparisons.map(({ kernel }) => kernel));
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
      ...['maskedAttention', 'lstm', 'embedding'],
    ];
    const images = ['conv2d', 'convTranspose2d', 'maxPool2d', 'averagePool2d', 'batchNorm'];
    const conv = ['conv.forward', 'conv.backwardInput', 'conv.backwardFilter'];
    const pool = ['pool.max', 'pool.maxBackward', 'pool.average', 'pool.averageBackward'];
    const integers = ['add', 'subtract', 'multiply', 'greater', 'where'].map((name) => `integers.${name}`);
    const expected = [
      ...[...REQUIRED_KERNELS, 'csr.matmul', 'topK', ...composed],
      ...[...images, ...conv, ...pool, ...integers],
    ];
    expect([...kernels].sort()).toEqual(expected.sort());
    expect(comparisons.length).toBe(new Set(comparisons.map(({ kernel, dtype }) => `${kernel} ${dtype}`)).size);
    expect(first.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  test('compare fused kernels, optimizers too, where both have them', async () => {
    // What matters here is that none of the kernels is forgotten.
    const comparisons = await compare(createTs, createTs, { ...FLOAT32, filter: 'fused.', excluded: EXCLUDED });
    expect(comparisons.map(({ kernel }) => kernel).sort()).toEqual(
      [
        'fused.adam',
        'fused.addBlock',
        'fused.addRows',
        'fused.batchNorm',
        'fused.batchNormBackward',
        'fused.dense',
        'fused.denseBackward',
        'fused.finiteCheck',
        'fused.sgd',
        'fused.softmaxCrossEntropy',
        'fused.topK',
      ].sort(),
    );
    for (const { worst, ratio, ok } of comparisons)
      expect({ worst, ratio, ok }).toEqual({ worst: undefined, ratio: 0, ok: true });
  });

  test('may differ by less than the gate', async () => {
    const exp = (await compare(createBackend, offAt8(1 + 5e-6), FEW)).find(({ kernel }) => kernel === 'exp');
    expect(exp).toMatchObject({ ok: true, worst: { case: 'exp float32 1009', index: 8 } });
    expect(exp?.ratio).toBeGreaterThan(0.3);
    expect(exp?.ratio).toBeLessThan(0.6);
  });
});

describe('two backends that do not', () => {
  test('name the kernel, the case, the element and both values', async () => {
    const comparisons = await compare(createBackend, offAt8(2), FEW);
    const own = SMALL.filter(({ kernel }) => kernel === 'exp').length;
    const [breach, ...others] = breaches(comparisons);
    expect(others).toEqual([]);
    expect(breach).toMatchObject({
      kernel: 'exp',
      dtype: 'float32',
      cases: own,
      worst: { case: 'exp float32 1009', index: 8 },
      ok: false,
    });
    const { values = [0, 0], error, gate = 0 } = breach?.worst ?? {};
    expect(values[1]).toBe(2 * values[0]);
    expect(error).toBe(values[0]);
    expect(gate).toBe(1e-6 + 1e-5 * values[0]);
    expect(breach?.ratio).toBe(values[0] / gate);
  });

  test('pass where the case is left out', async () => {
    const excluded = new Set([...(FEW.excluded ?? []), 'exp float32 1009']);
    const comparisons = await compare(createBackend, offAt8(2), { ...FEW, excluded });
    expect(breaches(comparisons)).toEqual([]);
  });

  test('have an infinite ratio where a NaN stands against a number', async () => {
    const [breach] = breaches(await compare(createBackend, offAt8(Number.NaN), FEW));
    expect(breach?.ratio).toBe(Number.POSITIVE_INFINITY);
    expect(breach?.worst?.values[1]).toBe(Number.NaN);
  });

  test('go on after a kernel that throws', async () => {
    const broken = async (): Promise<Backend> => ({
      ...(await createBackend()),
      erf: () => {
        throw new Error('lost the device');
      },
    });
    const comparisons = await compare(createBackend, broken, FEW);
    expect(breaches(comparisons)).toMatchObject([
      { kernel: 'erf', ok: false, ratio: 0, problem: expect.stringMatching(/^erf float32 .* lost the device$/) },
    ]);
    expect(comparisons.map(({ kernel }) => kernel)).toContain('argmax');
  });
});

test('a problem is not forgotten when a later case passes with a larger error', async () => {
  const flaky = async (): Promise<Backend> => {
    const { exp, ...rest } = await offAt8(1 + 5e-6)();
    let calls = 0;
    const failing: Backend['exp'] = (x) => {
      calls += 1;
      if (calls === 1) throw new Error('lost the device');
      return exp(x);
    };
    return { ...rest, exp: failing };
  };
  const found = (await compare(createBackend, flaky, FEW)).find(({ kernel }) => kernel === 'exp');
  expect(found).toMatchObject({ ok: false, worst: { index: 8 }, problem: expect.stringContaining('lost the device') });
  expect(found?.ratio).toBeGreaterThan(0.3);
  expect(found?.ratio).toBeLessThan(0.6);
});

test('progress counts the compared cases, and a signal ends the comparison', async () => {
  const controller = new AbortController();
  const seen: [number, number][] = [];
  const promise = compare(createBackend, createBackend, {
    ...FLOAT32,
    signal: controller.signal,
    onCase: (done, total) => {
      seen.push([done, total]);
      if (done === 2) controller.abort(new Error('stopped by the user'));
    },
  });
  await expect(promise).rejects.toThrow('stopped by the user');
  const left = /^(storage|network|csr\.upload|fused\..*)$/;
  const { length } = cases(FLOAT32).filter(({ kernel }) => !left.test(kernel));
  expect(seen).toEqual([
    [1, length],
    [2, length],
  ]);
});
