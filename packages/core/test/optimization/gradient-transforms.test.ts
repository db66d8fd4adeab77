/** What stands between gradients and optimizer: clipping, against PyTorch's formulas. */
import { describe, expect, it } from 'vitest';
import { clipByNorm, clipByValue, type GradientTransform, multiply, SGD, type Tensor } from '../../src/index.js';
import {
  expectClose,
  expectError,
  expectRejection,
  liveBuffers,
  newBackend,
  separableDataset,
  t,
  weightsOf,
} from '../support/index.js';
import { classifier, eventsOf, sgdOptions } from '../support/training.js';

async function applied(transform: GradientTransform, gradients: Record<string, number[]>) {
  const backend = await newBackend();
  const given = new Map(Object.entries(gradients).map(([name, values]) => [name, t(backend, values)]));
  const live = liveBuffers(backend);
  const changed = await transform.apply(given);
  expect([...changed.keys()]).toEqual([...given.keys()]);
  expect(liveBuffers(backend)).toBe(
    live + [...changed.values()].filter((x) => ![...given.values()].includes(x)).length,
  );
  const read = async ([name, x]: [string, Tensor]) => [name, [...(await x.data())]] as const;
  return Object.fromEntries(await Promise.all([...changed].map(read)));
}

describe('clipByNorm', () => {
  // torch.nn.utils.clip_grad_norm_: clip_coef = max_norm / (total_norm + 1e-6), at most 1.
  it('scales all gradients by one factor where their norm is above', async () => {
    const { a, b } = await applied(clipByNorm(1), { a: [3, 0], b: [-4] });
    const factor = 1 / (5 + 1e-6);
    expectClose(
      { data: Float64Array.from([...(a as number[]), ...(b as number[])]), shape: [3] },
      { data: Float64Array.of(3 * factor, 0, -4 * factor), shape: [3] },
    );
  });

  it('leaves them where it is not', async () => {
    expect(await applied(clipByNorm(5.1), { a: [3, 0], b: [-4] })).toEqual({ a: [3, 0], b: [-4] });
    expect(await applied(clipByNorm(1), { a: [0, 0] })).toEqual({ a: [0, 0] });
    expect(await applied(clipByNorm(1), {})).toEqual({});
  });

  it('leaves none finite where one is not', async () => {
    const { a, b } = await applied(clipByNorm(1), { a: [3, Number.NaN], b: [1] });
    expect([...(a as number[]), ...(b as number[])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('clipByValue', () => {
  it('moves each element to the nearer end', async () => {
    expect(await applied(clipByValue(2), { a: [3, -0.5, -2, 2], b: [-4] })).toEqual({ a: [2, -0.5, -2, 2], b: [-2] });
  });
});

it('either needs a number above 0', () => {
  for (const maximum of [0, -1, Number.NaN, '1' as unknown as number]) {
    expectError(() => clipByNorm(maximum), 'argument', 'clipByNorm maximum');
    expectError(() => clipByValue(maximum), 'argument', 'clipByValue maximum');
  }
});

describe('in a training', () => {
  /** Copies, made after a while. */
  const slow: GradientTransform = {
    config: { type: 'slow' },
    apply: async (gradients) => {
      await Promise.resolve();
      return new Map([...gradients].map(([name, gradient]) => [name, multiply(gradient, 1)]));
    },
  };

  async function trained(transforms: readonly GradientTransform[], learningRate: number): Promise<unknown> {
    const model = classifier(await newBackend());
    const optimizer = new SGD({ learningRate });
    await eventsOf(model, separableDataset(8), sgdOptions({ optimizer, transforms, batchSize: 4 }));
    expect(liveBuffers(model.backend)).toBe(4);
    return weightsOf(model);
  }

  it('they come in the order of the list, async ones too, and give every buffer back', async () => {
    expect(await trained([slow, slow], 0.1)).toEqual(await trained([], 0.1));
    const [a, b] = [clipByValue(0.01), clipByNorm(0.1)];
    expect(await trained([a, b], 0.1)).not.toEqual(await trained([b, a], 0.1));
  });

  it('passes through an error that a transform throws', async () => {
    const model = classifier(await newBackend());
    const error = new Error('mine');
    const thrower: GradientTransform = { config: { type: 'thrower' }, apply: () => Promise.reject(error) };
    const run = eventsOf(model, separableDataset(8), sgdOptions({ transforms: [clipByNorm(1), thrower] }));
    await expect(run).rejects.toBe(error);
    expect(liveBuffers(model.backend)).toBe(4);
  });

  it('finds a NaN that a transform produces', async () => {
    const model = classifier(await newBackend());
    const before = await weightsOf(model);
    const poison: GradientTransform = {
      config: { type: 'poison' },
      apply: (gradients) => new Map([...gradients].map(([name, gradient]) => [name, multiply(gradient, Number.NaN)])),
    };
    const run = eventsOf(model, separableDataset(8), sgdOptions({ transforms: [poison] }));
    await expectRejection(run, 'non-finite', 'a gradient became NaN', 'epoch 1, step 1');
    expect(await weightsOf(model)).toEqual(before);
    expect(liveBuffers(model.backend)).toBe(4);
  });
});
