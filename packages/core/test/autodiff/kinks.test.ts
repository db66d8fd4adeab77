/** Operations tell an observer which way their comparisons went, where a formula gives way to another. */
import { expect, it } from 'vitest';
import * as core from '../../src/index.js';
import { observeKinks, scope, type Tensor } from '../../src/index.js';
import { expectTensor, liveBuffers, newBackend, numbersOf, t } from '../support/index.js';

/** The sides that `f` took on x, one array for each comparison. */
async function sidesOf(f: (x: Tensor) => unknown, x: readonly number[]): Promise<number[][]> {
  const backend = await newBackend();
  const seen: Tensor[] = [];
  scope(() => {
    observeKinks(
      (sides) => seen.push(sides),
      () => f(t(backend, [...x])),
    );
  });
  const sides: number[][] = [];
  for (const tensor of seen) sides.push(await numbersOf(tensor));
  for (const tensor of seen) tensor.dispose();
  expect(liveBuffers(backend)).toBe(0);
  return sides;
}

it.each<[name: string, f: (x: Tensor) => unknown, sides: number[][]]>([
  ['relu', core.relu, [[-1, 0, 1]]],
  ['leakyRelu', (x) => core.leakyRelu(x, 0.1), [[-1, 0, 1]]],
  ['elu', (x) => core.elu(x, 0.5), [[-1, 0, 1]]],
  ['selu', core.selu, [[-1, 0, 1]]],
  ['prelu', (x) => core.prelu(x, core.fill(x.backend, [1], 0.1, x.dtype)), [[-1, 0, 1]]],
  [
    'hardSwish',
    core.hardSwish,
    [
      [1, 1, 1],
      [1, 1, 0],
    ],
  ], // at -3, then at 3
  ['abs', core.abs, [[-1, 0, 1]]],
  ['maximum', (x) => core.maximum(x, 1), [[-1, -1, 1]]],
  ['minimum', (x) => core.minimum(x, 1), [[1, 1, -1]]],
  [
    'clip',
    (x) => core.clip(x, -1, 1),
    [
      [-1, 1, 1],
      [1, 1, -1],
    ],
  ], // against -1, then against 1
  ['max', (x) => core.max(x), [[2]]],
  ['a comparison of your own', (x) => core.where(core.greater(x, 0), x, core.square(x)), [[-1, 0, 1]]],
])('%s', async (_, f, sides) => {
  expect(await sidesOf(f, [-2, 0, 3])).toEqual(sides);
});

it('huber: at its delta, on both sides', async () => {
  const [, far] = await sidesOf((x) => core.huber(x, 2), [-3, -2, 2, 3]);
  expect(far).toEqual([1, 0, 0, 1]);
});

it.each<[name: string, f: (x: Tensor) => unknown]>([
  ['softmax', (x) => core.softmax(x)],
  ['logSoftmax', (x) => core.logSoftmax(x)],
  ['softplus', core.softplus],
  ['gelu', core.gelu],
  ['gelu by tanh', (x) => core.gelu(x, { approximate: 'tanh' })],
  ['binaryCrossEntropy', (x) => core.binaryCrossEntropy(x, x)],
  ['add', (x) => core.add(x, 1)],
])('%s is smooth', async (_, f) => {
  expect(await sidesOf(f, [-2, 0, 3])).toEqual([]);
});

it('fused kernels are composed meanwhile', async () => {
  const backend = await newBackend();
  const dense = () => expect.unreachable();
  const [x, w] = [t({ ...backend, fused: { dense } }, [[1, -1]]), [[2], [3]]];
  const sides: Tensor[] = [];
  const y = observeKinks(
    (tensor) => sides.push(tensor),
    () => core.denseForward(x, t(x.backend, w), undefined, 'relu'),
  );
  await expectTensor(y, [1, 1], [0]);
  expect(await numbersOf(sides[0] as Tensor)).toEqual([-1]);
});

it('the observer is not called any more after the function has thrown', async () => {
  const backend = await newBackend();
  const failing = (): never => {
    throw new Error('no');
  };
  expect(() => observeKinks(() => expect.unreachable(), failing)).toThrow('no');
  await expectTensor(core.relu(t(backend, [-1, 1])), [2], [0, 1]);
});
