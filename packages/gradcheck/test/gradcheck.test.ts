import { createBackend } from '@nablajs/backend-ts';
import {
  abs,
  add,
  type Backend,
  customVjp,
  Dense,
  type DenseArray,
  Dropout,
  dense,
  divide,
  exp,
  greater,
  log,
  MeanSquaredError,
  type Module,
  matmul,
  multiply,
  type NablaErrorCode,
  Random,
  ReLU,
  relu,
  Sequential,
  SoftmaxCrossEntropy,
  sign,
  subtract,
  Tanh,
  type Tensor,
  upload,
} from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { compressed } from '../src/arrays.js';
import { chooseElements } from '../src/differences.js';
import {
  backendReference,
  type DifferentiableFunction,
  drawParameters,
  formatReport,
  GATES,
  type GradcheckReport,
  type GradientReference,
  gradcheck,
} from '../src/index.js';
import { layerWith } from './support/mutants.js';
import { normals } from './support/points.js';

const loss = new SoftmaxCrossEntropy();
const targets = dense(Int32Array.of(0, 2, 1), [3]);
const f64 = (...values: readonly number[]): DenseArray => dense(Float64Array.from(values), [values.length, 1]);

function network(backend: Backend, dtype: 'float32' | 'float64' = 'float64'): Sequential {
  const layers = [new Dense(5), new ReLU(), new Dropout(0.3), new Dense(3)];
  return new Sequential(backend, { inputShape: [4], dtype, layers, seed: 1 });
}

const rejection = (code: NablaErrorCode, ...parts: readonly string[]) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(new RegExp(parts.map((part) => part.replace(/[[\]()]/g, '\\$&')).join('[\\s\\S]*'))),
  });

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
    const before = await Promise.all(model.parameters.map(({ value }) => value.data()));
    await gradcheck(model, normals([3, 4]), { loss, targets });
    expect(await Promise.all(model.parameters.map(({ value }) => value.data()))).toEqual(before);
    expect(backend.memory().buffers).toBe(model.parameters.length);
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
      rejection('dtype', "backend 'whole' computes in no float type"),
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

  it('that differentiates with what the pass before kept is found out', async () => {
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
    const { problems } = await gradcheck(stale, f64(1), { backend });
    const [, first, second] =
      /^not deterministic: element 0 of input 0 was (\S+), then (\S+)\.$/.exec(problems[0] ?? '') ?? [];
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

describe('the report as text', () => {
  const worst = { index: [1, 0], analytic: 0.25, expected: -1 / 3, absoluteError: 7 / 12, relativeError: 1.75 };
  const report: GradcheckReport = {
    ok: true,
    dtype: 'float64',
    against: 'naive',
    worstRelativeError: 1e-9,
    checked: 6,
    moved: 0,
    tensors: [
      { name: '0.weight', shape: [3, 2], checked: 6, moved: 0, worstRelativeError: 1.25e-9, worst, ok: true },
      { name: 'input', shape: [0, 3], checked: 0, moved: 0, worstRelativeError: 0, worst: undefined, ok: true },
    ],
    problems: [],
    warnings: ['partial has no gradient of input: that is not checked.'],
  };

  it('is a table of the tensors, then the warnings', () => {
    expect(formatReport(report).split('\n')).toEqual([
      'ok: float64 gradients against naive',
      'tensor    shape   checked  worst   at      analytic     expected',
      '0.weight  [3, 2]  6        1.3e-9  [1, 0]  0.250000000  -0.333333333  ok',
      'input     [0, 3]  0        0.0e+0                                     ok',
      'partial has no gradient of input: that is not checked.',
    ]);
  });

  it('says what is wrong', () => {
    const [tensor] = report.tensors as [GradcheckReport['tensors'][number]];
    const tensors = [{ ...tensor, ok: false }];
    const text = formatReport({ ...report, ok: false, tensors, problems: ['0.weight is wrong.'], warnings: [] });
    expect(text.split('\n')).toEqual([
      'WRONG: float64 gradients against naive',
      'tensor    shape   checked  worst   at      analytic     expected',
      '0.weight  [3, 2]  6        1.3e-9  [1, 0]  0.250000000  -0.333333333  WRONG',
      '0.weight is wrong.',
    ]);
  });
});

it('a gradient that is no number is infinitely wrong', async () => {
  const backend = await createBackend();
  const logarithm: DifferentiableFunction = {
    forward: (x) => log(x as Tensor),
    backward: ([x], dY) => [divide(dY, subtract(x as Tensor, 1))],
  };
  const report = await gradcheck(logarithm, f64(2, 1, 3), { backend });
  expect(report.worstRelativeError).toBe(Number.POSITIVE_INFINITY);
  expect(report.tensors[0]?.worst).toMatchObject({ index: [1, 0], absoluteError: Number.POSITIVE_INFINITY });
  expect(report.ok).toBe(false);
});

describe('kinks', () => {
  it('are moved off, and it says so', async () => {
    const backend = await createBackend();
    const report = await gradcheck(new ReLU(), f64(1, 0, -2), { backend });
    expect(report.ok).toBe(true);
    expect(report.moved).toBe(1);
    expect(report.warnings).toEqual(['1 of 3 elements lay at a kink and were moved off it.']);
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
      rejection('argument', 'element 0 of input 0 cannot be moved off a kink'),
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
      '3 of 8 elements lie at a kink, more than the 1 that may: check at another point, with other inputs or another seed.',
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
    expect(report.checked).toBe(55);
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
    const empty = {
      name: 'empty',
      differentiate: async () => ({ loss: 1, gradients: new Map(), inputGradient: undefined }),
    };
    await expect(gradcheck(model, normals([3, 4]), { loss, targets, against: empty })).rejects.toEqual(
      rejection('argument', 'empty gave no gradients', '0.weight'),
    );
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
      }),
    };
    using model = network(backend);
    const report = await gradcheck(model, normals([3, 4]), { loss, targets, against });
    expect(report.warnings).toEqual(['partial has no gradient of input: that is not checked.']);
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

it('a sparse input holds the elements that are not 0', () => {
  const matrix = dense(Float64Array.of(0, 5, 0, 0, 0, 0, 6, 0, 0.1), [3, 3]);
  expect(compressed(matrix, 'float32')).toEqual({
    layout: 'csr',
    shape: [3, 3],
    rowOffsets: Int32Array.of(0, 1, 1, 3),
    columns: Int32Array.of(1, 0, 2),
    values: Float32Array.of(5, 6, 0.1),
  });
});

describe('parameters to check a network at', () => {
  const layers = [new Dense(5), new Tanh(), new Dense(3, { bias: false })];

  it('are the initial ones, but random ones for what starts at 0', async () => {
    const backend = await createBackend();
    using model = new Sequential(backend, { inputShape: [4], layers, seed: 6 });
    const drawn = await drawParameters(backend, layers, [4], 6);
    expect([...drawn.keys()]).toEqual(['0.weight', '0.bias', '2.weight']);
    for (const { name, value } of model.parameters.filter(({ name }) => name !== '0.bias')) {
      expect(drawn.get(name)?.data).toEqual(await value.data());
    }
    const bias = drawn.get('0.bias');
    expect(bias?.shape).toEqual([5]);
    expect(bias?.data.every((element: number) => element !== 0)).toBe(true);
    expect(backend.memory().buffers).toBe(model.parameters.length);
  });

  it('follow the seed', async () => {
    const backend = await createBackend();
    const drawn = (seed: number) => drawParameters(backend, layers, [4], seed);
    expect(await drawn(1)).toEqual(await drawn(1));
    const [one, two] = [await drawn(1), await drawn(2)];
    for (const name of one.keys()) expect(one.get(name)).not.toEqual(two.get(name));
  });
});

describe('the choice of elements', () => {
  const gradient = Float64Array.from({ length: 100 }, (_, i) => (i === 70 || i === 80 ? -9 : i / 100));

  it('has the largest gradients, of any sign, and others at random', () => {
    const chosen = chooseElements(gradient, 100, 4, new Random(1));
    expect(chosen).toContain(70);
    expect(chosen).toContain(80);
    expect(chosen).toHaveLength(4);
    const others = [1, 2, 3, 4].flatMap((seed) => chooseElements(gradient, 100, 4, new Random(seed)));
    expect(new Set(others).size).toBeGreaterThan(6);
    expect(Math.max(...others.filter((index) => index !== 70 && index !== 80))).toBeGreaterThan(10);
  });

  it('finds one wrong gradient among a hundred where that is the largest', async () => {
    const backend = await createBackend();
    const factors = new Float64Array(100).fill(1e-3);
    factors[70] = 5;
    const at = upload(backend, dense(factors, [1, 100]));
    const wrong = upload(backend, dense(factors.with(70, 5.5), [100, 1]));
    const steep: DifferentiableFunction = {
      forward: (x) => matmul(x?.backend === backend ? at : expect.fail('on one backend'), x as Tensor),
      backward: (_, dY) => [matmul(wrong, dY)],
    };
    for (const seed of [1, 2, 3]) {
      const report = await gradcheck(steep, f64(...new Float64Array(100)), { backend, samples: 2, seed });
      expect(report.tensors[0]).toMatchObject({ ok: false, checked: 2, worst: { index: [70, 0] } });
    }
  });

  it('depends on the seed', async () => {
    const backend = await createBackend();
    const factors = Float64Array.from({ length: 100 }, (_, index) => index + 1);
    // The error grows with the index, so that the worst element is the last of the sample.
    const lost: DifferentiableFunction = {
      forward: (x) => matmul(upload(backend, dense(factors, [1, 100])), x as Tensor),
      backward: ([x]) => [multiply(x as Tensor, 0)],
    };
    const last = async (seed?: number): Promise<number | undefined> => {
      const report = await gradcheck(lost, f64(...factors), { backend, samples: 4, ...(seed && { seed }) });
      return report.tensors[0]?.worst?.index[0];
    };
    const seeds = [1, 2, 3, 4, 5, 6];
    const found = await Promise.all(seeds.map(last));
    expect(new Set(found).size).toBeGreaterThan(3);
    expect(await Promise.all(seeds.map(last))).toEqual(found);
    expect(await last()).toBe(await last(0));
  });

  it('is all of them where that is no more', () => {
    expect(chooseElements([3, 1, 2], 3, 3, new Random(1))).toEqual([0, 1, 2]);
    expect(chooseElements([3], 3, undefined, new Random(1))).toEqual([0, 1, 2]);
  });

  it('does not let a gradient that is no number through', async () => {
    const backend = await createBackend();
    /** 1 everywhere but 0 in the last element. */
    const last = (like: Tensor): Tensor => {
      const ones = new Float64Array(like.size).fill(1);
      ones[like.size - 1] = 0;
      return upload(like.backend, dense(ones, like.shape));
    };
    const holed = layerWith(new Dense(5), {
      gradients: ({ gradients }) => {
        const weight = gradients['weight'] as Tensor;
        const hole = multiply(greater(weight, 1e9), 0);
        return { ...gradients, weight: add(weight, divide(hole, last(weight))) };
      },
    });
    const report = await gradcheck(holed, normals([3, 30]), { backend, samples: 4 });
    expect(report.problems).toContain('0.weight: 1 of 150 gradients are not finite, the first at [29, 4]: NaN.');
    expect(report.tensors[0]?.worstRelativeError).toBeLessThan(1e-6);
  });
});

it('the gates are those of the numerics document', () => {
  expect(GATES).toEqual({
    differences: { atol: 1e-5, rtol: 1e-3, worstRelativeError: 1e-6 },
    float64: { atol: 1e-12, rtol: 1e-9, worstRelativeError: 1e-9 },
    float32: { atol: 1e-6, rtol: 1e-4, worstRelativeError: undefined },
  });
});

it('names the element that breaks the gate of the tensor', async () => {
  const backend = await createBackend();
  const factors = dense(Float64Array.of(100, 0.001), [2, 1]);
  const wrong = dense(Float64Array.of(100 * (1 + 5e-6), 0.001 * (1 + 1e-3)), [2, 1]);
  const scale: DifferentiableFunction = {
    forward: (x) => multiply(x as Tensor, upload(backend, factors)),
    backward: (_, dY) => [multiply(dY, upload(backend, wrong))],
  };
  const report = await gradcheck(scale, f64(1, 2), { backend });
  expect(report.problems).toEqual([
    expect.stringMatching(/^input 0 at \[0, 0\]: .* of the largest gradient of the tensor, gate 1e-6\.$/),
  ]);
});

describe('options', () => {
  it('gates can be set', async () => {
    const backend = await createBackend();
    const report = await gradcheck(new Tanh(), normals([3, 4]), { backend, worstRelativeError: 1e-14 });
    expect(report.problems).toEqual([expect.stringMatching(/^input at .*gate 1e-14\.$/)]);
    expect((await gradcheck(new Tanh(), normals([3, 4]), { backend, atol: 0, rtol: 1e-14 })).ok).toBe(false);
  });

  it('a signal stops it, and progress is told', async () => {
    const backend = await createBackend();
    const controller = new AbortController();
    const onProgress = vi.fn((checked: number) => {
      if (checked === 2) controller.abort(new Error('enough'));
    });
    const run = gradcheck(new Tanh(), normals([3, 4]), { backend, onProgress, signal: controller.signal });
    await expect(run).rejects.toThrow('enough');
    expect(onProgress.mock.calls).toEqual([
      [1, 12],
      [2, 12],
    ]);
    expect(backend.memory().buffers).toBe(0);
  });

  const least = 'expected a finite number of at least 0';

  it.each([
    [{ eps: 0 }, 'eps: expected a finite number above 0. Received 0.'],
    [{ eps: Number.POSITIVE_INFINITY }, 'eps: expected a finite number above 0. Received Infinity.'],
    [{ atol: Number.POSITIVE_INFINITY }, `atol: ${least}. Received Infinity.`],
    [{ rtol: -1e-9 }, `rtol: ${least}. Received -1e-9.`],
    [{ worstRelativeError: Number.NaN }, `worstRelativeError: ${least}. Received NaN.`],
    [{ samples: 0 }, 'samples: expected a whole number of at least 1. Received 0.'],
    [{ samples: 1.5 }, 'samples: expected a whole number of at least 1. Received 1.5.'],
  ])('%j is refused', async (options, message) => {
    const backend = await createBackend();
    await expect(gradcheck(new Tanh(), normals([3, 4]), { backend, ...options })).rejects.toMatchObject({
      code: 'argument',
      message: `gradcheck ${message}`,
    });
  });

  it('a single sample and gates of 0 are taken', async () => {
    const backend = await createBackend();
    const options = { backend, samples: 1, atol: 0, rtol: 0, worstRelativeError: 0 };
    const report = await gradcheck(new Tanh(), normals([3, 4]), options);
    expect(report).toMatchObject({ checked: 1, ok: false });
  });

  it('what is missing is named', async () => {
    const backend = await createBackend();
    const x = normals([3, 4]);
    await expect(gradcheck(new Tanh(), x)).rejects.toEqual(rejection('argument', '`backend`'));
    using model = network(backend);
    await expect(gradcheck(model, [x, x])).rejects.toEqual(rejection('argument', 'one input', '2'));
    await expect(gradcheck(new Tanh(), [], { backend })).rejects.toEqual(rejection('argument', 'one input', '0'));
    await expect(gradcheck(new Tanh(), x, { backend, atol: Number.NaN })).rejects.toEqual(
      rejection('argument', 'atol'),
    );
    await expect(gradcheck(new Tanh(), x, { backend, rtol: -1 })).rejects.toEqual(rejection('argument', 'rtol', '-1'));
    await expect(gradcheck(new Tanh(), x, { backend, samples: 3, against: backend })).rejects.toEqual(
      rejection('argument', 'samples'),
    );
    const csr = { layout: 'csr' } as never;
    await expect(gradcheck(new Tanh(), csr, { backend })).rejects.toEqual(rejection('argument', 'dense', 'csr'));
    const dtype = 'float16' as never;
    await expect(gradcheck(new Tanh(), x, { backend, dtype })).rejects.toEqual(
      rejection('dtype', 'float32 or', 'float16'),
    );
    await expect(gradcheck(new Tanh(), x, { backend, eps: 0 })).rejects.toEqual(rejection('argument', 'eps', '0'));
    await expect(gradcheck(new Tanh(), x, { backend, samples: 0.5 })).rejects.toEqual(rejection('argument', '0.5'));
    await expect(gradcheck(new Tanh(), x, { backend, loss })).rejects.toEqual(rejection('argument', '`targets`'));
  });
});
