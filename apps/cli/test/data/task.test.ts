/** Errors are in the unit of the target, also if the network learns its logarithm. */
import { Dense, dense, Sequential } from '@nablajs/core';
import { exp } from '@nablajs/core/math';
import { createBackend } from '@nablajs/core/testing';
import { arrayDataset, type TargetScale, targetOutput } from '@nablajs/datasets';
import { expect, it } from 'vitest';
import { metricsOf, type Task } from '../../src/data/task.js';
import { RegressionRows } from '../../src/evaluation/intervals.js';
import { testModel } from '../../src/evaluation/test-model.js';

const [PLAIN, LOG]: readonly TargetScale[] = [
  { mean: 10, standardDeviation: 2 },
  { mean: 1, standardDeviation: 0.5, transform: 'log' },
];
const taskOf = (scale: TargetScale) => ({ kind: 'regression', target: 'price', ...scale }) satisfies Task;

it.each([PLAIN, LOG])('the metrics of %j are those of the numbers', (scale) => {
  const arrayOf = (...numbers: number[]) =>
    dense(
      Float64Array.from(numbers, (number) => targetOutput(scale as TargetScale, number)),
      [numbers.length, 1],
    );
  const found = metricsOf(taskOf(scale as TargetScale)).map((metric) => {
    const sum = metric.start();
    sum.add(arrayOf(11, 12), arrayOf(10, 12));
    sum.add(arrayOf(12, 19), arrayOf(14, 16));
    return [metric.name, sum.result()] as const;
  });
  expect(found.map(([name]) => name)).toEqual(['r2', 'rmse', 'mae']);
  // As in results.test.ts: the errors are 1, 0, -2 and 3, and the squares of the numbers around their mean sum to 20.
  for (const [at, value] of [1 - 14 / 20, Math.sqrt(14 / 4), 1.5].entries()) {
    expect(found[at]?.[1]).toBeCloseTo(value, 12);
  }
});

it('a test has intervals of the numbers, not of their logarithms', async () => {
  const parameters = new Map([
    ['0.weight', dense(Float32Array.of(0.5), [1, 1])],
    ['0.bias', dense(Float32Array.of(0), [1])],
  ]);
  const options = { inputShape: [1], layers: [new Dense(1)], parameters };
  using model = new Sequential(await createBackend(), options);
  const x = Float32Array.from({ length: 20 }, (_, row) => row / 16);
  const y = Float32Array.from({ length: 20 }, (_, row) => ((row * 7) % 20) / 16);
  const data = arrayDataset(dense(x, [20, 1]), dense(y, [20, 1]));
  const result = await testModel(model, data, taskOf(LOG as TargetScale));
  const rows = new RegressionRows();
  const errors = [...x].map((input, row) => {
    const [output, truth] = [exp(0.25 * input + 1), exp(0.5 * (y[row] as number) + 1)];
    rows.add(output, truth);
    return Math.abs(output - truth);
  });
  if (result.task !== 'regression') throw new Error('expected a regression');
  expect(result.mae).toBeCloseTo(errors.reduce((sum, error) => sum + error) / 20, 6);
  const expected = rows.intervals();
  for (const name of ['r2', 'mae'] as const) {
    for (const at of [0, 1]) expect(result.intervals?.[name][at]).toBeCloseTo(expected?.[name][at] as number, 6);
  }
});
