/** Options of gradcheck, and what it refuses. */
import { createBackend } from '@nablajs/backend-ts';
import { Dense, Tanh, WeightPenalty } from '@nablajs/core';
import { describe, expect, it, vi } from 'vitest';
import { gradcheck } from '../src/index.js';
import { normals } from './support/points.js';
import { loss, network, rejection, targets } from './support/samples.js';

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
    for (const subject of [new Dense(3), { forward: () => expect.fail('not called') }]) {
      await expect(gradcheck(subject, [], { backend })).rejects.toEqual(rejection('argument', 'one input array', '0'));
    }
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
    for (const half of [{ loss }, { targets }]) {
      await expect(gradcheck(new Tanh(), x, { backend, ...half })).rejects.toEqual(
        rejection('argument', '`loss` and `targets` together'),
      );
    }
    for (const alone of [{ weights: [1, 1, 1] }, { penalty: new WeightPenalty({ l2: 1 }) }]) {
      await expect(gradcheck(new Tanh(), x, { backend, ...alone })).rejects.toEqual(
        rejection('argument', 'need `loss`'),
      );
    }
  });
});
