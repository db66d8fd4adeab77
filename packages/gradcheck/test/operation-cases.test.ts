/** Every operation of core passes, and a wrong derivative of each is found. */
import { createBackend } from '@nablajs/backend-ts';
import * as core from '@nablajs/core';
import { customVjp, multiply, scope, sum, type Tensor, valueAndGrad } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { checkOperation, GATES, type OperationCase, operationCases } from '../src/index.js';

const CASES = operationCases();

/** Only the nightly run checks all elements. */
const SLOW = process.env['NABLA_SLOW'] === '1';
const SOME = SLOW ? {} : { samples: 4 };

/** The operation, with a gradient of its last operand that is 0.1 % too large. */
function spoiled({ differentiable: { forward, ...rest }, ...one }: OperationCase): OperationCase {
  const wrong = (...inputs: readonly Tensor[]): Tensor =>
    customVjp(
      'spoiled',
      inputs,
      () => ({ output: forward(...inputs), saved: [...inputs] }),
      (dY, saved) => {
        const weighted = (tensors: readonly Tensor[]) => sum(multiply(forward(...tensors), dY));
        const gradients = scope(() => valueAndGrad(weighted, saved).gradients);
        return gradients.map((gradient, at) => (at === saved.length - 1 ? multiply(gradient, 1.001) : gradient));
      },
    );
  return { ...one, differentiable: { ...rest, forward: wrong } };
}

describe.each(CASES)('$name', (one) => {
  it('has the gradient that differences give, in both types', async () => {
    const backend = await createBackend();
    const report = await checkOperation(one, backend, 'float64', SLOW ? {} : { samples: 8 });
    expect(report.problems).toEqual([]);
    expect(report.moved).toBe(0);
    expect(report.worstRelativeError).toBeLessThanOrEqual(GATES.differences.worstRelativeError ?? 0);
    expect((await checkOperation(one, backend, 'float32', SOME)).problems).toEqual([]);
    expect(backend.memory().buffers).toBe(0);
  });
});

/** The nightly run spoils every one. */
const SPOILED = CASES.filter((_, at) => SLOW || at % 3 === 0);

describe.each(SPOILED)('$name', (one) => {
  it('with a wrong derivative is found', async () => {
    const backend = await createBackend();
    const report = await checkOperation(spoiled(one), backend, 'float64', SOME);
    expect(report.tensors.map(({ ok }) => ok)).toEqual(one.inputs.map((_, at) => at < one.inputs.length - 1));
    expect(backend.memory().buffers).toBe(0);
  });
});

const firstRow = (x: Tensor): Tensor => core.slice(x, [0]);

/** Arguments that one operation or another takes. */
const ARGUMENTS: readonly ((a: Tensor, b: Tensor, labels: Tensor) => readonly unknown[])[] = [
  (a) => [a],
  (a, b) => [a, b],
  (a) => [a, 0.5],
  (a) => [a, 2],
  (a) => [a, [3, 3]],
  (a) => [a, 'float64'],
  (a) => [a, Int32Array.of(0, 2)],
  (a, b) => [a, a, b],
  (a, b) => [a, b, undefined, 'none'],
  (a, _b, labels) => [a, labels, 0, 1],
  (a, _b, labels) => [a, labels, 3],
  (a) => [a, [1, 0]],
  (a) => [a, [1, 2]],
  (a) => [
    a,
    [
      [0, 0],
      [0, 0],
    ],
  ],
  (a, b) => [[a, b]],
  (a, b) => [a, firstRow(b), firstRow(b), 0.1],
  (a, b) => [a, firstRow(b), 0.1],
  (a, b) => [a, 1, firstRow(b), firstRow(b), 0.1],
  (a, b) => [a.reshape([1, 3, 3, 1]), b.reshape([3, 3, 1, 1]), undefined],
  (a) => [a.reshape([1, 3, 3, 1]), 2],
  (a, b) => [a, core.max(b, { axis: 0 }), core.min(b, { axis: 0 }), 1e-5, 'none'],
];

it('none is missing: what core exports, called on tensors, is a case wherever it has a gradient', async () => {
  const backend = await createBackend();
  using a = core.tensor(
    backend,
    [
      [1.3, 0.2, 0.7],
      [0.4, 1.9, 0.1],
      [0.6, 0.8, 1.1],
    ],
    'float64',
  );
  using b = core.tensor(
    backend,
    [
      [0.3, 1.2, 1.7],
      [1.4, 0.9, 0.5],
      [1.6, 0.1, 2.1],
    ],
    'float64',
  );
  using labels = core.tensor(backend, [0, 2, 1], 'int32');
  const found: string[] = [];
  for (const [name, member] of Object.entries(core)) {
    // Classes and what awaits compute nothing here; a step changes its operands.
    if (typeof member !== 'function' || /^[A-Z]|Step$/.test(name) || /^Async/.test(member.constructor.name)) continue;
    for (const argumentsOf of ARGUMENTS) {
      try {
        const { gradients } = valueAndGrad((x: Tensor) => {
          const given = argumentsOf(x, b, labels);
          const made = (member as (...args: readonly unknown[]) => Tensor | core.BatchNormalized)(...given);
          const parts = made as Partial<core.BatchNormalized & core.Largest> & readonly Tensor[];
          const y = (name === 'split' ? parts[0] : name === 'topK' ? parts.values : (parts.y ?? made)) as Tensor;
          return y === given[0] ? sum(b) : sum(multiply(y, b.reshape([-1]).size === y.size ? b.reshape(y.shape) : y));
        }, a);
        if ((await gradients.data()).some((value: number) => value !== 0)) found.push(name);
        gradients.dispose();
      } catch {
        // Not for such arguments.
      }
    }
  }
  const covered = new Set(CASES.map(({ operation }) => operation));
  expect([...new Set(found)].filter((name) => !covered.has(name))).toEqual([]);
  expect(new Set(found).size).toBeGreaterThan(30);
  expect([...covered].filter((name) => name !== 'reshape' && !found.includes(name))).toEqual([]);
});
