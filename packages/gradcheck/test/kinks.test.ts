/** Elements too close to a kink are shifted away from it. */
import { createBackend } from '@nablajs/backend-ts';
import {
  abs,
  add,
  Dense,
  dense,
  greater,
  multiply,
  Random,
  ReLU,
  relu,
  Sequential,
  sign,
  subtract,
  type Tensor,
} from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { centralDifferences } from '../src/comparison/differences.js';
import { type DifferentiableFunction, gradcheck } from '../src/index.js';
import { FunctionSubject } from '../src/subjects/function-subject.js';
import { layerWith } from './support/mutants.js';
import { normals } from './support/points.js';
import { f64, rejection } from './support/samples.js';

describe('kinks', () => {
  it('shifts elements away from them, and reports it', async () => {
    const backend = await createBackend();
    const report = await gradcheck(new ReLU(), f64(1, 0, -2), { backend });
    expect(report.ok).toBe(true);
    expect(report.moved).toBe(1);
    expect(report.warnings).toEqual(['1 of 3 elements were too close to a kink and were shifted away from it.']);
  });

  it.each([
    ['below', 0.5e-6],
    ['above', -0.5e-6],
  ])('are seen within the width of the difference, %s the element', async (_, nearby) => {
    const backend = await createBackend();
    const report = await gradcheck(new ReLU(), f64(1, nearby, -2), { backend });
    expect(report.problems).toEqual([]);
    expect(report.moved).toBe(1);
  });

  it.each([
    [20, 1, true],
    [20, 2, false],
    [200, 2, true],
    [200, 3, false],
  ])('of %d elements, %d at a kink', async (count, kinks, ok) => {
    const backend = await createBackend();
    const at = Array.from({ length: count }, (_, index) => (index < kinks ? 0 : index));
    const report = await gradcheck(new ReLU(), f64(...at), { backend });
    expect(report.moved).toBe(kinks);
    expect(report.ok).toBe(ok);
  });

  it('are left at the first distance without one, where both numbers are computed', async () => {
    const backend = await createBackend();
    const square: DifferentiableFunction = {
      forward: (x) => multiply(relu(subtract(x as Tensor, 1)), x as Tensor),
      // Not the gradient: the point at which it is asked for.
      backward: ([x]) => [multiply(x as Tensor, 1)],
    };
    const problem = { backend, differences: backend, dtype: 'float64', differentiable: square, seed: 0 } as const;
    const subject = new FunctionSubject({ ...problem, inputs: [f64(1)] });
    const options = { eps: 1e-6, signal: undefined, breathe: async () => undefined, onElement: () => undefined };
    const [check] = await centralDifferences(subject, 0, [0], [0], options);
    expect(check?.moved).toBeCloseTo(4e-6, 14);
    expect(check?.analytic).toBe(1 + 4e-6);
    expect(check?.expected).toBeCloseTo(new Random(0).normal() * (1 + 8e-6), 8);
  });

  it('are seen where one side of them makes fewer comparisons', async () => {
    const backend = await createBackend();
    const branching: DifferentiableFunction = {
      forward: (x) => {
        const y = relu(x as Tensor);
        const [value] = (x as Tensor).storage as Float64Array;
        return (value as number) >= 1 ? relu(y) : y;
      },
      backward: (_, dY) => [multiply(dY, 1)],
    };
    const report = await gradcheck(branching, f64(1), { backend });
    expect(report).toMatchObject({ moved: 1, ok: true });
  });

  it('that are everywhere stop the check', async () => {
    const backend = await createBackend();
    let side = 1;
    const torn: DifferentiableFunction = {
      name: 'torn',
      forward: (x) => {
        side = -side;
        greater(add(multiply(x as Tensor, 0), side), 0);
        return multiply(x as Tensor, 2);
      },
      backward: (_, dY) => [multiply(dY, 2)],
    };
    await expect(gradcheck(torn, f64(1, 2), { backend })).rejects.toEqual(
      rejection('argument', 'element 0 of input 0 cannot be shifted away from a kink'),
    );
  });

  it('deep in a network: told from the pre-activations', async () => {
    const backend = await createBackend();
    const parameters = new Map([
      ['0.weight', dense(Float64Array.of(1, 1), [1, 2])],
      ['0.bias', dense(Float64Array.of(-1, -0.5), [2])],
      ['2.weight', dense(Float64Array.of(1, 1), [2, 1])],
      ['2.bias', dense(Float64Array.of(0), [1])],
    ]);
    const layers = [new Dense(2), new ReLU(), new Dense(1)];
    using model = new Sequential(backend, { inputShape: [1], dtype: 'float64', layers, parameters });
    // 1 * 1 - 1 = 0 before the first unit's ReLU: its weight, its bias and the input are at the kink.
    const report = await gradcheck(model, f64(1), {});
    expect(report.tensors.map(({ name, moved }) => [name, moved])).toEqual([
      ['0.weight', 1],
      ['0.bias', 1],
      ['2.weight', 0],
      ['2.bias', 0],
      ['input', 1],
    ]);
    expect(report.tensors.every(({ ok }) => ok)).toBe(true);
    // 3 of 8 is too many to call the point a good one.
    expect(report.ok).toBe(false);
    expect(report.problems).toEqual([
      '3 of 8 elements are too close to a kink, at most 1 may be: check with other inputs or another seed.',
    ]);
  });

  it('in float32 are moved by what float32 can tell', async () => {
    const backend = await createBackend();
    const x = dense(Float32Array.of(2000, 1000, -2), [3, 1]);
    const shifted: DifferentiableFunction = {
      forward: (at) => relu(subtract(at as Tensor, 1000)),
      backward: ([at], dY) => [multiply(dY, greater(at as Tensor, 1000))],
    };
    const report = await gradcheck(shifted, x, { backend, dtype: 'float32' });
    expect(report.problems).toEqual([]);
    expect(report.moved).toBe(1);
  });

  it('of a function are where its operands are equal', async () => {
    const backend = await createBackend();
    const distance: DifferentiableFunction = {
      forward: (a, b) => abs(subtract(a as Tensor, b as Tensor)),
      backward: ([a, b], dY) => {
        const slope = multiply(dY, sign(subtract(a as Tensor, b as Tensor)));
        return [slope, multiply(slope, -1)];
      },
    };
    const inputs = [f64(1, 2, 3), f64(0, 2, 5)];
    const seeing = await gradcheck(distance, inputs, { backend });
    expect(seeing.moved).toBe(2);
    expect(seeing.tensors.every(({ ok }) => ok)).toBe(true);
  });

  it('a wrong derivative is not taken for one', async () => {
    const backend = await createBackend();
    const wrong = layerWith(new ReLU(), { dX: ({ dX }) => multiply(dX, 1.01) });
    const report = await gradcheck(wrong, normals([4, 4]), { backend });
    expect(report.moved).toBe(0);
    expect(report.ok).toBe(false);
  });
});
