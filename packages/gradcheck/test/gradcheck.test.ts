import { createBackend } from '@nablajs/backend-ts';
import {
  type Backend,
  customVjp,
  Dense,
  exp,
  type Module,
  multiply,
  type Shape,
  Tanh,
  type Tensor,
} from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { type DifferentiableFunction, formatReport, gradcheck } from '../src/index.js';
import { layerWith } from './support/mutants.js';
import { normals } from './support/points.js';
import { f64, loss, network, rejection, targets } from './support/samples.js';

describe('a network', () => {
  it('reports every parameter and the input', async () => {
    const backend = await createBackend();
    using model = network(backend);
    const report = await gradcheck(model, normals([3, 4]), { loss, targets });
    expect(report.ok).toBe(true);
    expect(report.against).toBe('central differences (ts, float64)');
    expect(report.tensors.map(({ name, shape, checked }) => [name, shape, checked])).toEqual([
      ['0.weight', [4, 5], 20],
      ['0.bias', [5], 5],
      ['3.weight', [5, 3], 15],
      ['3.bias', [3], 3],
      ['input', [3, 4], 12],
    ]);
    expect(report.checked).toBe(55);
    expect(report.warnings).toEqual([]);
    for (const { worst, worstRelativeError } of report.tensors) {
      expect(worst?.absoluteError).toBe(Math.abs((worst?.analytic ?? 0) - (worst?.expected ?? 0)));
      expect(worst?.analytic).not.toBe(0);
      expect(worstRelativeError).toBeGreaterThan(0);
      expect(worstRelativeError).toBeLessThan(1e-7);
    }
  });

  it('stays as it is, and nothing stays behind', async () => {
    const backend = await createBackend();
    using model = network(backend);
    const before = await Promise.all(model.parameters.list.map(({ value }) => value.data()));
    await gradcheck(model, normals([3, 4]), { loss, targets });
    expect(await Promise.all(model.parameters.list.map(({ value }) => value.data()))).toEqual(before);
    expect(backend.memory().buffers).toBe(model.parameters.list.length);
  });

  it('needs no loss: its outputs are summed with random weights', async () => {
    const backend = await createBackend();
    using model = network(backend);
    const report = await gradcheck(model, normals([3, 4]));
    expect(report.problems).toEqual([]);
    expect(report.checked).toBe(55);
  });

  it('is sampled: the same elements again, and the largest gradients among them', async () => {
    const backend = await createBackend();
    using model = network(backend);
    const options = { loss, targets, samples: 6, seed: 3 };
    const first = await gradcheck(model, normals([3, 4]), options);
    expect(first.tensors.map(({ checked }) => checked)).toEqual([6, 5, 6, 3, 6]);
    expect(await gradcheck(model, normals([3, 4]), options)).toEqual(first);
  });

  it('that is not deterministic is found out', async () => {
    const backend = await createBackend();
    let calls = 0;
    const noisy = layerWith(new Tanh(), {
      dX: ({ dX }) => {
        calls += 1;
        return multiply(dX, 1 + calls * 1e-15);
      },
    });
    const report = await gradcheck(noisy, normals([3, 2]), { backend });
    expect(report.worstRelativeError).toBeLessThan(1e-6);
    expect(report.problems).toEqual([expect.stringMatching(/^not deterministic: element \d of input was/)]);
  });
});

describe('a layer', () => {
  it('gets weights of its own', async () => {
    const backend = await createBackend();
    const report = await gradcheck(new Dense(3), normals([3, 2]), { backend });
    expect(report.ok).toBe(true);
    expect(report.dtype).toBe('float64');
    expect(report.tensors.map(({ name }) => name)).toEqual(['0.weight', '0.bias', 'input']);
    expect(backend.memory().buffers).toBe(0);
  });
});

describe('the type of the gradients', () => {
  it.each([
    [['float32', 'int32'], undefined, 'float32'],
    [['float32', 'float64'], undefined, 'float64'],
    [['float32', 'float64'], 'float32', 'float32'],
  ] as const)('on a backend of %j, where %s is asked for', async (dtypes, dtype, expected) => {
    const backend: Backend = { ...(await createBackend()), dtypes };
    const report = await gradcheck(new Tanh(), normals([2, 3]), { backend, ...(dtype && { dtype }) });
    expect(report.dtype).toBe(expected);
    expect(report.problems).toEqual([]);
  });

  it('must be a float', async () => {
    const backend: Backend = { ...(await createBackend()), name: 'whole', dtypes: ['int32', 'uint8'] };
    await expect(gradcheck(new Tanh(), normals([2, 3]), { backend })).rejects.toEqual(
      rejection('dtype', "backend 'whole' has no float dtype"),
    );
  });
});

describe('a function', () => {
  const product: DifferentiableFunction = {
    forward: (a, b) => multiply(a as Tensor, exp(b as Tensor)),
    backward: ([a, b], dY) => {
      const grown = multiply(dY, exp(b as Tensor));
      return [grown, multiply(grown, a as Tensor)];
    },
  };

  it('passes', async () => {
    const backend = await createBackend();
    const report = await gradcheck(product, [normals([2, 3]), normals([2, 3], 5)], { backend });
    expect(report.problems).toEqual([]);
    expect(report.tensors.map(({ name, checked }) => [name, checked])).toEqual([
      ['input 0', 6],
      ['input 1', 6],
    ]);
    expect(backend.memory().buffers).toBe(0);
  });

  it('passes with the gradient that core makes of it, and fails with a wrong one of an operation', async () => {
    const backend = await createBackend();
    const inputs = [normals([2, 3]), normals([2, 3], 5)];
    expect((await gradcheck({ forward: product.forward }, inputs, { backend })).problems).toEqual([]);
    const forward = (a: Tensor, b: Tensor): Tensor => {
      const output = () => ({ output: exp(b), saved: [b] });
      // The derivative of exp(b) is not b.
      return multiply(
        a,
        customVjp('wrong', [b], output, (dY, [saved]) => [multiply(dY, saved as Tensor)]),
      );
    };
    const wrong = await gradcheck({ forward: forward as typeof product.forward }, inputs, { backend });
    expect(wrong.tensors.map(({ ok }) => ok)).toEqual([true, false]);
    expect(backend.memory().buffers).toBe(0);
  });

  it('with a wrong gradient is named with its worst element', async () => {
    const backend = await createBackend();
    const wrong = { ...product, backward: ([, b]: readonly Tensor[], dY: Tensor) => [exp(b as Tensor), dY] };
    const report = await gradcheck(wrong, [f64(2), f64(0)], { backend });
    const [first, second] = report.tensors;
    expect(report.ok).toBe(false);
    expect(first?.worst?.analytic).toBe(1);
    expect(second?.worst?.expected).toBeCloseTo(2 * (second?.worst?.analytic ?? 0), 8);
    expect(report.problems[1]).toMatch(
      /^input 1 at \[0, 0\]: the gradient is .*, expected .*; error .*, gate .*\. 1 of 1 elements are wrong\.$/,
    );
    expect(formatReport(report)).toMatch(/^WRONG: float64 gradients against central differences[\s\S]*input 1 .*WRONG/);
  });

  it.each(['function', 'layer'])('that keeps state between passes is found out, as a %s', async (kind) => {
    const backend = await createBackend();
    let [before, last] = [1, 1];
    const stale: DifferentiableFunction = {
      forward: (x) => {
        const [value] = (x as Tensor).storage as Float64Array;
        [before, last] = [last, value as number];
        return multiply(x as Tensor, x as Tensor);
      },
      backward: (_, dY) => [multiply(dY, 2 * before)],
    };
    const staleLayer: Module = {
      config: { type: 'Stale' },
      build: (shape) => ({ outputShape: shape as Shape }),
      call: (_, x) => {
        const forward = () => ({ output: stale.forward(x as Tensor), saved: [] });
        return customVjp('stale', [x as Tensor], forward, (dY) => stale.backward?.([], dY) ?? []);
      },
    };
    const { problems } = await gradcheck(kind === 'layer' ? staleLayer : stale, f64(1), { backend });
    const found = /not deterministic: element 0 of input(?: 0)? was (\S+), then (\S+)\.$/m.exec(problems.join('\n'));
    const [, first, second] = found ?? [];
    // The pass in between is at 0.5 - x.
    expect(Number(second) / Number(first)).toBeCloseTo(-0.5, 12);
  });

  it('that computes another loss each time is found out', async () => {
    const backend = await createBackend();
    let calls = 0;
    const drifting: DifferentiableFunction = {
      forward: (x) => {
        calls += 1;
        return multiply(x as Tensor, 1 + calls * 2 ** -48);
      },
      backward: (_, dY) => [multiply(dY, 1)],
    };
    const { problems } = await gradcheck(drifting, f64(1), { backend, eps: 0.5 });
    expect(problems).toContainEqual(expect.stringMatching(/^not deterministic: the loss was [-\d.]+, then [-\d.]+\.$/));
  });

  it('must give a gradient for every input, of its shape', async () => {
    const backend = await createBackend();
    const inputs = [normals([2, 3]), normals([2, 3], 5)];
    const turned = { ...product, backward: (_: readonly Tensor[], dY: Tensor) => [dY, dY.reshape([3, 2])] };
    await expect(gradcheck(turned, inputs, { backend })).rejects.toEqual(
      rejection('shape', 'of shape [2, 3] for input 1', 'Received [3, 2]'),
    );
    const short = { ...product, backward: (_: readonly Tensor[], dY: Tensor) => [dY] };
    await expect(gradcheck(short, inputs, { backend })).rejects.toEqual(rejection('shape', 'input 1', 'nothing'));
    expect(backend.memory().buffers).toBe(0);
  });
});
