/** The check is checked: it must find every wrong gradient, and pass every right one, by the same rule. */
import { createBackend } from '@nablajs/backend-ts';
import {
  type Backend,
  Dense,
  type Layer,
  type Loss,
  Random,
  ReLU,
  Sequential,
  SoftmaxCrossEntropy,
} from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { GATES, type GradcheckReport, gradcheck } from '../src/index.js';
import { MUTANTS } from './support/mutants.js';
import { normals, PROBABILITIES } from './support/points.js';

async function check(backend: Backend, layers: readonly Layer[], loss: Loss): Promise<GradcheckReport> {
  using model = new Sequential(backend, { inputShape: [4], dtype: 'float64', layers, random: new Random(1) });
  return await gradcheck(model, normals([3, 4]), { loss, targets: PROBABILITIES });
}

describe('a wrong gradient is found, the right one passes', () => {
  it.each(MUTANTS)('$name', async ({ sound, mutated }) => {
    const backend = await createBackend();
    const around = (layer: Layer): Layer[] => [new Dense(4), layer, new Dense(3)];
    const right = await check(backend, around(sound.layer), sound.loss);
    expect(right.problems).toEqual([]);
    expect(right.worstRelativeError).toBeLessThanOrEqual(GATES.differences.worstRelativeError ?? 0);
    const wrong = await check(backend, around(mutated.layer), mutated.loss);
    expect(wrong.ok).toBe(false);
    expect(wrong.worstRelativeError).toBeGreaterThan(GATES.differences.worstRelativeError ?? 0);
    expect(wrong.problems.length).toBeGreaterThan(0);
  });

  it('at least 20, each once', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(20);
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

  it('a forward that the layers one by one do not give', async () => {
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
    using model = new Sequential(faulty, { inputShape: [4], dtype: 'float64', layers, random: new Random(1) });
    const shifted = new Map<string, ReturnType<typeof normals>>();
    for (const { name, value } of model.parameters) shifted.set(name, normals(value.shape, 7));
    using biased = new Sequential(faulty, { inputShape: [4], dtype: 'float64', layers, parameters: shifted });
    const report = await gradcheck(biased, normals([3, 4]), {
      loss: new SoftmaxCrossEntropy(),
      targets: PROBABILITIES,
    });
    expect(report.problems.join('\n')).toContain('the two do not differentiate the same function');
  });
});
