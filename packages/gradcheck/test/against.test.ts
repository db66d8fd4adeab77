/** float32 under wider gates, and gradients of somebody else in the place of differences. */
import { createBackend } from '@nablajs/backend-ts';
import { type Backend, type DenseArray, dense, MeanSquaredError, multiply, Tanh, type Tensor } from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { describe, expect, it, vi } from 'vitest';
import {
  backendReference,
  type DifferentiableFunction,
  type GradientReference,
  gradcheck,
  type ReferenceGradients,
} from '../src/index.js';
import { layerWith } from './support/mutants.js';
import { normals } from './support/points.js';
import { f64, loss, network, rejection, targets } from './support/samples.js';

describe('float32', () => {
  it('is checked in float64, under wider gates, and it says so', async () => {
    const backend = await createBackend();
    using model = network(backend, 'float32');
    const report = await gradcheck(model, normals([3, 4]), { loss, targets });
    expect(report.problems).toEqual([]);
    expect(report.dtype).toBe('float32');
    expect(report.against).toBe('central differences (ts, float64)');
    expect(report.warnings).toEqual([
      expect.stringMatching(/float32 has too few digits.*float64 on 'ts'.*rtol 0\.0001/),
    ]);
    expect(report.worstRelativeError).toBeGreaterThan(1e-9);
  });

  it('on a backend without float64 the differences come from elsewhere', async () => {
    const backend: Backend = { ...(await createBackend()), dtypes: ['float32', 'int32'] };
    using model = network(backend, 'float32');
    const alone = await gradcheck(model, normals([3, 4]), { loss, targets });
    expect(alone.problems).toEqual([]);
    expect(alone.against).toBe('central differences (naive, float64)');
    const differencesOn = await createBackend();
    const report = await gradcheck(model, normals([3, 4]), { loss, targets, differencesOn });
    expect(report.against).toBe('central differences (ts, float64)');
    expect(differencesOn.memory().buffers).toBe(0);
  });
});

describe('against another backend', () => {
  it('passes where the gradients are the same', async () => {
    const backend = await createBackend();
    const against = await createNaive();
    using model = network(backend);
    const report = await gradcheck(model, normals([3, 4]), { loss, targets, against });
    expect(report.problems).toEqual([]);
    expect(report.against).toBe('naive');
    expect(report.worstRelativeError).toBeLessThan(1e-12);
    expect([report.checked, report.warnings]).toEqual([55, []]);
    expect(against.memory().buffers).toBe(0);
  });

  it('a wrong tanh is found, and named', async () => {
    const backend = await createBackend();
    const naive = await createNaive();
    const against: Backend = { ...naive, name: 'odd', tanh: (x) => naive.sigmoid(x) };
    const report = await gradcheck(new Tanh(), normals([3, 4]), { backend, against });
    expect(report.ok).toBe(false);
    expect(report.problems.join('\n')).toMatch(/the loss is .*, but .* by odd/);
  });

  it('a float32 gradient is held to the float32 gate', async () => {
    const backend = await createBackend();
    using model = network(backend, 'float32');
    const report = await gradcheck(model, normals([3, 4]), { loss, targets, against: await createNaive() });
    expect(report.problems).toEqual([]);
    expect(report.worstRelativeError).toBeGreaterThan(1e-12);
  });

  it('or against whoever differentiates', async () => {
    const backend = await createBackend();
    using model = network(backend);
    const seen = vi.fn();
    const against: GradientReference = {
      name: 'zeros',
      differentiate: async (problem) => {
        seen(problem.loss, 'layers' in problem.network && problem.network.layers.length, problem.targets.data);
        const zero = ({ shape, data }: DenseArray): DenseArray => dense(new Float64Array(data.length), shape);
        return {
          loss: 1,
          gradients: new Map([...problem.parameters].map(([name, value]) => [name, zero(value)])),
          inputGradient: undefined,
        };
      },
    };
    const report = await gradcheck(model, normals([3, 4]), { loss, targets, against });
    expect(seen).toHaveBeenCalledExactlyOnceWith(loss.config, 4, targets.data);
    expect(report.tensors.map(({ name, worstRelativeError }) => [name, worstRelativeError])).toEqual([
      ['0.weight', 1],
      ['0.bias', 1],
      ['3.weight', 1],
      ['3.bias', 1],
    ]);
  });

  it.each<[string, Partial<ReferenceGradients>]>([
    ["no gradients of '0.weight'", { gradients: new Map() }],
    ["a wrong number of gradients of '0.weight'", { gradients: new Map([['0.weight', normals([4, 4])]]) }],
    ["a wrong number of gradients of 'input'", { inputGradient: normals([3, 5]) }],
  ])('but not if it returns %s', async (what, wrong) => {
    const backend = await createBackend();
    const against: GradientReference = {
      name: 'odd',
      differentiate: async (problem) => ({ ...(await backendReference(backend).differentiate(problem)), ...wrong }),
    };
    using model = network(backend);
    await expect(gradcheck(model, normals([3, 4]), { loss, targets, against })).rejects.toEqual(
      rejection('argument', `odd returned ${what}`),
    );
  });

  it('without a loss it gets random weights of the shape of the output as targets', async () => {
    const backend = await createBackend();
    using model = network(backend);
    const differentiate = vi.fn(backendReference(backend).differentiate);
    const { problems } = await gradcheck(model, normals([3, 4]), { against: { name: 'spy', differentiate } });
    expect(problems).toEqual([]);
    expect(differentiate.mock.lastCall?.[0]).toMatchObject({
      network: { inputShape: [4], layers: model.config.layers },
      loss: { type: 'Projection' },
      lossTargets: { shape: [3, 3] },
    });
  });

  it('a function too, but not against who knows networks alone', async () => {
    const backend = await createBackend();
    const square: DifferentiableFunction = {
      forward: (x) => multiply(x as Tensor, x as Tensor),
      backward: ([x], dY) => [multiply(multiply(dY, x as Tensor), 2)],
    };
    const against = await createNaive();
    expect((await gradcheck(square, f64(1, 2), { backend, against })).problems).toEqual([]);
    const odd: Backend = { ...against, name: 'odd', multiply: (a, b, shape) => against.add(a, b, shape) };
    expect((await gradcheck(square, f64(1, 2), { backend, against: odd })).ok).toBe(false);
    const reference: GradientReference = { name: 'networks', differentiate: () => expect.fail('not asked') };
    await expect(gradcheck(square, f64(1, 2), { backend, against: reference })).rejects.toEqual(
      rejection('argument', 'networks', 'finite differences'),
    );
  });

  it('shows equal gradients as they are, and says what is not checked', async () => {
    const backend = await createBackend();
    const against: GradientReference = {
      name: 'partial',
      differentiate: async (problem) => ({
        ...(await backendReference(backend).differentiate(problem)),
        inputGradient: undefined,
        notice: 'another engine computed them',
      }),
    };
    using model = network(backend);
    const report = await gradcheck(model, normals([3, 4]), { loss, targets, against });
    expect(report.warnings).toEqual([
      'another engine computed them',
      'partial has no gradient of input, so it is not checked.',
    ]);
    const bias = report.tensors.at(-1)?.worst;
    expect(bias?.absoluteError).toBe(0);
    expect(bias?.analytic).not.toBe(0);
    expect(bias?.analytic).toBe(bias?.expected);
  });

  it.each([
    ['float64', 1e-10, true],
    ['float64', 1e-8, false],
    ['float32', 1e-5, true],
    ['float32', 1e-3, false],
  ] as const)('a %s loss that is %f apart', async (dtype, apart, ok) => {
    const backend = await createBackend();
    const against: GradientReference = {
      name: 'near',
      differentiate: async (problem) => {
        const found = await backendReference(backend).differentiate(problem);
        return { ...found, loss: found.loss + apart };
      },
    };
    using model = network(backend, dtype);
    const { problems } = await gradcheck(model, normals([3, 4]), { loss, targets, against });
    expect(problems).toHaveLength(ok ? 0 : 1);
  });

  it.each([
    [1e-6, true],
    [1e-4, false],
  ])('a loss of about ten thousand that is %f apart', async (apart, ok) => {
    const backend = await createBackend();
    const against: GradientReference = {
      name: 'near',
      differentiate: async (problem) => {
        const found = await backendReference(backend).differentiate(problem);
        return { ...found, loss: found.loss + apart };
      },
    };
    using model = network(backend);
    const far = { loss: new MeanSquaredError(), targets: dense(new Float64Array(9).fill(100), [3, 3]) };
    const { problems } = await gradcheck(model, normals([3, 4]), { ...far, against });
    expect(problems).toHaveLength(ok ? 0 : 1);
  });

  it.each([
    ['every', true],
    ['no', false],
    ['one', true],
  ])('float64 gradients are held to the float32 gate where %s gradient of the other is float32', async (which, ok) => {
    const backend = await createBackend();
    const rounded = ({ data, shape }: DenseArray): DenseArray => dense(Float32Array.from(data), shape);
    const against: GradientReference = {
      name: 'mixed',
      differentiate: async (problem) => {
        const found = await backendReference(backend).differentiate(problem);
        const gradients = [...found.gradients].map(([name, gradient], at): [string, DenseArray] => {
          const near = dense(
            Float64Array.from(gradient.data, (value) => value * (1 + 1e-6)),
            gradient.shape,
          );
          return [name, which === 'every' || (which === 'one' && at === 0) ? rounded(near) : near];
        });
        return { ...found, gradients: new Map(gradients), inputGradient: undefined };
      },
    };
    using model = network(backend);
    expect((await gradcheck(model, normals([3, 4]), { loss, targets, against })).ok).toBe(ok);
  });

  it.each([
    [1 + 1e-10, true],
    [1 + 1e-8, false],
  ])('float64 gradients %f times as large', async (factor, ok) => {
    const backend = await createBackend();
    const against = await createNaive();
    const loud = layerWith(new Tanh(), { dX: ({ dX }) => multiply(dX, dX.backend === backend ? factor : 1) });
    expect((await gradcheck(loud, normals([3, 4]), { backend, against })).ok).toBe(ok);
  });
});
