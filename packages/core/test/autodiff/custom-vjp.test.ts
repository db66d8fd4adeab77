/** Operations with derivatives of their own. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as core from '../../src/index.js';
import { type Backend, customVjp, grad, type Shape, type Tensor, upload } from '../../src/index.js';
import { createBackend } from '../../src/testing/index.js';
import { expectGradientsOn, type Scalar, valuesOn, weighted } from '../support/differences.js';

let backend: Backend;

beforeEach(async () => {
  backend = await createBackend();
});

afterEach(() => {
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
});

const values = (shape: Shape, seed: number): Tensor => valuesOn(backend, shape, seed);
const expectGradients = (f: Scalar, shapes: readonly Shape[], fused?: boolean): Promise<void> =>
  expectGradientsOn(backend, f, shapes, fused);

describe('customVjp', () => {
  const cube = (x: Tensor, wrong?: (dY: Tensor) => Tensor): Tensor =>
    customVjp(
      'cube',
      [x],
      () => ({ output: core.multiply(core.square(x), x), saved: [x] }),
      wrong === undefined
        ? (dY, [y]) => [core.multiply(dY, core.multiply(core.square(y as Tensor), 3))]
        : (dY) => [wrong(dY)],
    );

  it('uses its own derivative', async () => {
    await expectGradients((x) => weighted(cube(x as Tensor)), [[2, 3]]);
  });

  it('reports a derivative of the wrong shape', () => {
    using x = values([2], 1);
    expect(() => grad((y: Tensor) => core.sum(cube(y, () => core.sum(y))))(x)).toThrow(
      'cube: the derivative must return a float64 tensor of shape [2] for input 0. Received a float64 tensor [].',
    );
  });

  it('has no second derivative, and its error says what to do', () => {
    using x = values([2], 1);
    const twice = (y: Tensor) => core.sum(grad((z: Tensor) => core.sum(cube(z)))(y));
    expect(() => grad(twice)(x)).toThrow(
      /^cube: a fused kernel has no second derivative; give customVjp a composed form\.$/,
    );
  });

  it('computes without a gradient like any operation', async () => {
    using x = values([1], 1);
    using y = cube(x);
    const [value] = (await x.data()) as Float64Array;
    expect(await y.item()).toBeCloseTo((value as number) ** 3, 12);
  });

  it('is replaced by its composed form where fused kernels are not allowed', async () => {
    const square = (x: Tensor): Tensor =>
      customVjp(
        'square',
        [x],
        () => ({ output: core.square(x), saved: [x] }),
        (dY, [y]) => [core.multiply(dY, core.multiply(y as Tensor, 2))],
        () => core.square(x),
      );
    using x = values([2], 1);
    const twice = (y: Tensor) => core.sum(grad((z: Tensor) => core.sum(square(z)))(y));
    expect(() => grad(twice)(x)).toThrow(/pass \{ fused: false \} to valueAndGrad or grad\.$/);
    using second = grad(twice, { fused: false })(x);
    expect([...(await second.data())]).toEqual([2, 2]);
  });

  it('may hand on its input: a gradient that is turned round', async () => {
    using x = values([2], 1);
    using gradient = grad((y: Tensor) => {
      const turned = customVjp(
        'turn',
        [y],
        () => ({ output: y, saved: [] }),
        (dY) => [core.negate(dY)],
      );
      return core.sum(core.multiply(turned, 3));
    })(x);
    expect([...(await gradient.data())]).toEqual([-3, -3]);
  });

  it.each<readonly [why: string, forward: unknown, vjp: unknown, message: RegExp]>([
    ['forward returns a tensor', (x: Tensor) => core.exp(x), undefined, /^op: forward must return \{ output, saved \}/],
    ['forward saves a number', (x: Tensor) => ({ output: core.exp(x), saved: [x, 3] }), undefined, /^op: forward must/],
    ['vjp returns a tensor', undefined, (dY: Tensor) => dY, /^op: the derivative must return an array/],
    ['forward returns nothing', () => undefined, undefined, /Received undefined; is its return missing\?$/],
    ['vjp returns nothing', undefined, () => undefined, /^op: the derivative .* undefined; is its return missing\?$/],
    ['vjp leaves a gradient out', undefined, () => [], /for input 0\. Received undefined\.$/],
  ])('says where %s', (_why, forward, vjp, message) => {
    using x = values([2], 1);
    const f = (y: Tensor): Tensor => {
      const run = (forward ?? ((z: Tensor) => ({ output: core.exp(z), saved: [z] }))) as (z: Tensor) => never;
      return core.sum(customVjp('op', [y], () => run(y), (vjp ?? ((dY: Tensor) => [dY])) as never));
    };
    const before = backend.memory();
    expect(() => grad(f)(x)).toThrow(message);
    expect(backend.memory()).toEqual(before);
  });

  it('releases what it holds if a saved tensor was disposed', () => {
    using x = values([2], 1);
    const before = backend.memory();
    const f = (y: Tensor): Tensor => {
      const gone = core.exp(y);
      gone.dispose();
      return core.sum(
        customVjp(
          'op',
          [y],
          () => ({ output: core.exp(y), saved: [y, gone] }),
          (dY) => [dY],
        ),
      );
    };
    expect(() => grad(f)(x)).toThrow(/was disposed/);
    expect(backend.memory()).toEqual(before);
  });
});

describe('kernels of a backend', () => {
  const LABELS = { layout: 'dense', shape: [2], data: Int32Array.of(1, 0) } as const;

  /** With kernels that are not recorded, as a fast backend has them: each by way of the plain one. */
  function withKernels(plain: Backend): Backend {
    const used = <T>(body: () => T): T => body();
    return {
      ...plain,
      fused: {
        softmaxCrossEntropy: (logits, labels, smoothing, scale) =>
          used(() => {
            const tensors = [logits, labels].map((o) => new core.Tensor(plain, o.storage, o.shape, o.dtype));
            const made = core.labelCrossEntropy(tensors[0] as Tensor, tensors[1] as Tensor, smoothing, scale);
            for (const tensor of tensors) core.keep(tensor);
            return { loss: core.keep(made.loss).detach(), dLogits: core.keep(made.gradient).detach() };
          }),
      },
    };
  }

  it('that a loss calls have its gradient', async () => {
    const fast = withKernels(backend);
    for (const one of [backend, fast]) {
      using x = upload(one, { layout: 'dense', shape: [2, 2], data: Float64Array.of(1, 2, 0.5, -1) });
      using labels = upload(one, LABELS);
      const loss = new core.SoftmaxCrossEntropy();
      using gradient = grad((y: Tensor) => core.meanLoss(loss, y, labels))(x);
      const expected = core.labelCrossEntropy(x, labels, 0, 0.5);
      const [received, own] = [await gradient.data(), await expected.gradient.data()];
      for (const [at, value] of own.entries()) expect(received[at]).toBeCloseTo(value as number, 12);
      expected.loss.dispose();
      expected.gradient.dispose();
    }
  });
});
