/** What a report says, and by which gates. */
import { createBackend } from '@nablajs/backend-ts';
import { dense, divide, log, multiply, subtract, type Tensor, upload } from '@nablajs/core';
import { describe, expect, it } from 'vitest';
import { type DifferentiableFunction, formatReport, GATES, type GradcheckReport, gradcheck } from '../src/index.js';
import { f64 } from './support/samples.js';

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
    warnings: ['partial has no gradient of input, so it is not checked.'],
  };

  it('is a table of the tensors, then the warnings', () => {
    expect(formatReport(report).split('\n')).toEqual([
      'ok: float64 gradients against naive',
      'tensor    shape   checked  worst   at      analytic     expected',
      '0.weight  [3, 2]  6        1.3e-9  [1, 0]  0.250000000  -0.333333333  ok',
      'input     [0, 3]  0        0.0e+0                                     ok',
      'partial has no gradient of input, so it is not checked.',
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
