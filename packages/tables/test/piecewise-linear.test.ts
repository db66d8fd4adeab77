import { createBackend } from '@nablajs/backend-ts';
import { dense, predict, Sequential } from '@nablajs/core';
import { afterAll, expect, it } from 'vitest';
import { binEdges, PiecewiseLinear, piecewiseLinearValues } from '../src/index.js';

const backend = await createBackend();
afterAll(() => backend.dispose());

it('cuts columns at their quantiles, at all values if there are few, and not if there are two', () => {
  const x = dense(
    Float32Array.from(
      { length: 300 },
      (_, at) => [Math.floor(at / 3), Math.floor(at / 3) % 4, Math.floor(at / 3) % 2][at % 3] as number,
    ),
    [100, 3],
  );
  const [many, few, two] = binEdges(x, 4);
  expect([...(many as Float32Array)]).toEqual([0, 25, 50, 74, 99]);
  expect([...(few as Float32Array)]).toEqual([0, 1, 2, 3]);
  expect([...(two as Float32Array)]).toEqual([]);
});

it('rises from 0 to 1 through each bin, and goes on beyond the first and the last', async () => {
  const edges = [Float32Array.of(0, 2, 3), new Float32Array(0)];
  const layers = [new PiecewiseLinear({ bins: [2, 1] })];
  const parameters = new Map(Object.entries(piecewiseLinearValues(edges)).map(([name, value]) => [`0.${name}`, value]));
  using network = new Sequential(backend, { inputShape: [2], layers, parameters });
  const x = dense(Float32Array.of(-1, 5, 1, 6, 2.5, 7, 4, 8), [4, 2]);
  expect([...(await predict(network, x)).data]).toEqual([-0.5, 0, 5, 0.5, 0, 6, 1, 0.5, 7, 1, 2, 8]);
});

it('refuses other shapes and counts', () => {
  expect(() => new PiecewiseLinear({ bins: [0] })).toThrow(
    'PiecewiseLinear: expected 1 to 1000 bins for each input. Received [0].',
  );
  expect(() => new PiecewiseLinear({ bins: [1e9] })).toThrow('Received [1000000000].');
  expect(() => new PiecewiseLinear({ bins: [2] }).build([3])).toThrow('PiecewiseLinear: expected [..., 1].');
});
