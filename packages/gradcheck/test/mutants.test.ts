/** The check is checked: it must find every wrong gradient, and pass every right one, by the same rule. */
import { createBackend } from '@nablajs/backend-ts';
import {
  type Backend,
  Dense,
  type Loss,
  type Module,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
  Tanh,
  type Tensor,
} from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import {
  checkCase,
  GATES,
  type GradcheckOptions,
  type GradcheckReport,
  gradcheck,
  gradientCases,
} from '../src/index.js';
import { MUTANTS } from './support/mutants.js';
import { OPERATION_MUTANTS } from './support/operation-mutants.js';
import { normals, PROBABILITIES } from './support/points.js';

async function check(
  backend: Backend,
  layers: readonly Module[],
  loss: Loss,
  options: GradcheckOptions = {},
): Promise<GradcheckReport> {
  using model = new Sequential(backend, { inputShape: [4], dtype: 'float64', layers, seed: 1 });
  return await gradcheck(model, normals([5, 4]), { loss, targets: PROBABILITIES, ...options });
}

describe('a wrong gradient is found, the right one passes', () => {
  it.each(MUTANTS)('$name', async ({ sound, mutated }) => {
    const backend = await createBackend();
    // First, so that training asks it for no gradient of its input.
    const around = (layer: Module): Module[] => [layer, new Dense(4), new Tanh(), new Dense(3)];
    const right = await check(backend, around(sound.layer), sound.loss, { samples: 4 });
    expect(right.problems).toEqual([]);
    expect(right.worstRelativeError).toBeLessThanOrEqual(GATES.differences.worstRelativeError ?? 0);
    const wrong = await check(backend, around(mutated.layer), mutated.loss);
    expect(wrong.ok).toBe(false);
    // By the same rule, but for what differs between two passes.
    const between = /^(without the gradient of the input|not deterministic)/;
    const judged = wrong.problems.filter((problem) => !between.test(problem));
    expect(wrong.worstRelativeError > (GATES.differences.worstRelativeError ?? 0)).toBe(judged.length > 0);
    expect(wrong.problems.length).toBeGreaterThan(0);
  });

  it('at least 20, each once', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(20);
  });
});

describe('in an operation', () => {
  it.each(OPERATION_MUTANTS)('$name', async ({ shapes, forward, mutated }) => {
    const backend = await createBackend();
    const inputs = shapes.map((shape, at) => normals(shape, at + 2));
    expect((await gradcheck({ forward }, inputs, { backend })).problems).toEqual([]);
    const backward = (operands: readonly Tensor[], dY: Tensor) => mutated(dY, ...operands);
    const wrong = await gradcheck({ forward, backward }, inputs, { backend });
    expect(wrong.ok).toBe(false);
    expect(wrong.worstRelativeError).toBeGreaterThan(0.1);
    expect(backend.memory().buffers).toBe(0);
  });
});

describe('in a fused kernel', () => {
  const layers = [new Dense(4), new ReLU(), new Dense(3)];

  it('a backward that lets everything through', async () => {
    const sound = await createBackend();
    const fused = sound.fused as NonNullable<Backend['fused']>;
    const faulty: Backend = {
      ...sound,
      fused: {
        ...fused,
        denseBackward: (x, csr, w, y, dY, _activation, needDX, needDB) =>
          fused.denseBackward?.(x, csr, w, y, dY, 'none', needDX, needDB) ?? expect.fail('backend-ts fuses it'),
      },
    };
    expect((await check(sound, layers, new SoftmaxCrossEntropy())).problems).toEqual([]);
    expect((await check(faulty, layers, new SoftmaxCrossEntropy())).ok).toBe(false);
  });

  it('a backward that is wrong where the input needs no gradient', async () => {
    const sound = await createBackend();
    const fused = sound.fused as NonNullable<Backend['fused']>;
    const faulty: Backend = {
      ...sound,
      fused: {
        ...fused,
        denseBackward: (x, csr, w, y, dY, activation, needDX, needDB) =>
          fused.denseBackward?.(x, csr, w, y, dY, needDX ? activation : 'none', needDX, needDB) ??
          expect.fail('backend-ts fuses it'),
      },
    };
    const { problems } = await check(faulty, layers, new SoftmaxCrossEntropy());
    expect(problems.join('\n')).toMatch(/^without the gradient of the input, 0\.weight at /);
  });

  it('a product of sparse rows', async () => {
    const sound = await createBackend();
    const csr = sound.csr as NonNullable<Backend['csr']>;
    const faulty: Backend = {
      ...sound,
      fused: {}, // so that the product itself is used
      csr: { ...csr, matmul: (a, b) => csr.matmul(a, b, false) },
    };
    const square = [new Dense(5), new ReLU(), new Dense(3)];
    using model = new Sequential(faulty, { inputShape: [5], dtype: 'float64', layers: square, seed: 1 });
    const options = { loss: new SoftmaxCrossEntropy(), targets: PROBABILITIES };
    const { problems } = await gradcheck(model, normals([5, 5]), options);
    expect(problems.join('\n')).toMatch(/^with a CSR input, 0\.weight at /);
  });

  it('a bias that is lost, in the default set', async () => {
    const sound = await createBackend();
    const fused = sound.fused as NonNullable<Backend['fused']>;
    const faulty: Backend = {
      ...sound,
      fused: {
        ...fused,
        dense: (x, csr, w, b, activation) =>
          fused.dense?.(x, csr, w, activation === 'relu' ? undefined : b, activation) ??
          expect.fail('backend-ts fuses it'),
      },
    };
    const one = gradientCases().find(({ name }) => name === 'Dense, ReLU, MeanSquaredError');
    const report = await checkCase(one ?? expect.fail('no such case'), faulty, 'float64');
    expect(report.problems.join('\n')).toContain('the two do not differentiate the same function');
  });
});
