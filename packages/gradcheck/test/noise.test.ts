/** Small gradients and small errors: what rounding hides, and what it does not. */
import { createBackend } from '@nablajs/backend-ts';
import {
  add,
  customVjp,
  Dense,
  dense,
  MeanAbsoluteError,
  type Module,
  multiply,
  type Shape,
  type Tensor,
  upload,
} from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import { type DifferentiableFunction, gradcheck } from '../src/index.js';
import { layerWith } from './support/mutants.js';
import { normals } from './support/points.js';
import { f64 } from './support/samples.js';

describe('noise', () => {
  const quiet = (factor: number, sign: number): DifferentiableFunction => ({
    forward: (x) => multiply(x as Tensor, factor),
    backward: (_, dY) => [multiply(dY, sign * factor)],
  });

  it('does not hide a wrong gradient of a small function', async () => {
    const backend = await createBackend();
    const at = f64(1, 2, 3);
    for (const factor of [1, 1e-6, 1e-9, 1e-12]) {
      expect((await gradcheck(quiet(factor, 1), at, { backend })).ok, `${factor}`).toBe(true);
      expect((await gradcheck(quiet(factor, -1), at, { backend })).ok, `${factor}`).toBe(false);
    }
  });

  it('does not hide a wrong gradient of a few times the roundings of a large value', async () => {
    const backend = await createBackend();
    const slope = 4e-6;
    const shallow: DifferentiableFunction = {
      forward: (x) => add(multiply(x as Tensor, slope), 1000),
      backward: (_, dY) => [multiply(dY, -slope)],
    };
    const report = await gradcheck(shallow, f64(1), { backend });
    expect(report.worstRelativeError).toBeGreaterThan(1.8);
    expect(report.ok).toBe(false);
  });

  it('is less where nothing is differenced: against another backend', async () => {
    const backend = await createBackend();
    const against = await createNaive();
    const small = (error: number): DifferentiableFunction => ({
      forward: (x) => add(multiply(x as Tensor, 8e-12), 1),
      backward: (_, dY) => [multiply(dY, dY.backend === backend ? 8e-12 * (1 + error) : 8e-12)],
    });
    expect((await gradcheck(small(0), f64(1), { backend, against })).problems).toEqual([]);
    const report = await gradcheck(small(0.05), f64(1), { backend, against });
    expect(report.worstRelativeError).toBeCloseTo(0.05 / 1.05, 6);
    expect(report.problems[0]).toContain('of the largest gradient of the tensor');
    expect(report.ok).toBe(false);
  });

  it('is what a gradient of 0 is held against', async () => {
    const backend = await createBackend();
    // A slope of two roundings of the value in the width of the difference.
    const flat: DifferentiableFunction = {
      forward: (x) => add(multiply(x as Tensor, 2e-7), 1000),
      backward: (_, dY) => [multiply(dY, 0)],
    };
    const report = await gradcheck(flat, f64(1), { backend });
    expect(report.tensors[0]?.worst?.expected).not.toBe(0);
    expect(report.worstRelativeError).toBe(0);
    expect(report.problems).toEqual([]);
  });

  it.each([
    ['without a loss', {}],
    ['with a loss', { loss: new MeanAbsoluteError(), targets: normals([2, 1]) }],
  ])('is what a gradient of 0 of a layer is held against, %s', async (_, objective) => {
    const backend = await createBackend();
    const offset = upload(backend, dense(Float64Array.of(1000, -1000), [2, 1]));
    const flat: Module = {
      config: { type: 'Flat' },
      build: (shape) => ({ outputShape: shape as Shape }),
      call: (_, x) => {
        const forward = () => ({ output: add(multiply(x as Tensor, 2e-7), offset), saved: [] });
        return customVjp('flat', [x as Tensor], forward, (dY) => [multiply(dY, 0)]);
      },
    };
    // By the weights of this seed, the two outputs nearly cancel.
    const report = await gradcheck(flat, f64(1, 2), { backend, seed: 134, ...objective });
    expect(report.tensors[0]?.worst?.expected).not.toBe(0);
    expect(report.problems).toEqual([]);
  });
});

describe('the gradients that training takes, without that of the input', () => {
  /** Wrong by a factor where the gradient of the input is not asked for. */
  const hasty = (factor: number): Module =>
    layerWith(new Dense(3), {
      gradients: ({ gradients, needDX }) => ({
        ...gradients,
        weight: multiply(gradients['weight'] as Tensor, needDX ? 1 : factor),
      }),
    });

  it.each([
    ['float64', 1 + 1e-7, false],
    ['float64', 1 + 1e-14, true],
    ['float32', 1 + 1e-5, true],
    ['float32', 1 + 1e-3, false],
  ] as const)('in %s, %f times as large', async (dtype, factor, ok) => {
    const backend = await createBackend();
    const report = await gradcheck(hasty(factor), normals([3, 4]), { backend, dtype });
    expect(report.ok).toBe(ok);
    const message = expect.stringMatching(/^without the gradient of the input, 0\.weight at /);
    if (!ok) expect(report.problems).toContainEqual(message);
  });
});
