import { Chain, dense, Network, named, networkFromConfig, type Tensor } from '@nablajs/core';
import { MultiHeadAttention } from '@nablajs/sequences';
import { describe, expect, it } from 'vitest';
import { exportOnnx, importOnnx, KERAS_LAYERS } from '../../src/index.js';
import { backends, CASES, elementsOf, expectSameBits, given } from './round-trips.js';

describe('out to ONNX and back, wasm float32', () => {
  // formats.test.ts takes each module there and back on ts; the nightly run has all of these networks.
  it.each(CASES.filter((_, at) => at % 4 === 0))('%s: the same bits', (_, one) =>
    expectSameBits(backends.wasm, one, 'float32'),
  );
});

it('a layer with a name is written as a function too', async () => {
  const module = new Chain([named('attention', new MultiHeadAttention({ heads: 2 }))]);
  using network = new Network(backends.ts, module, { inputShape: [3, 4] });
  const { model } = await exportOnnx(network);
  using back = importOnnx(backends.ts, model);
  const x = given(backends.ts, dense(Float64Array.from({ length: 24 }, Math.sin), [2, 3, 4]), network.dtype);
  expect(await elementsOf(back.forward(x))).toEqual(await elementsOf(network.forward(x)));
});

describe("Keras' ReLU with all its options", () => {
  const OPTIONS = [
    { limit: 6, slope: 0, threshold: 0 },
    { limit: null, slope: 0, threshold: 0 },
    { limit: 2, slope: 0, threshold: 1 },
    { limit: 2, slope: 0.25, threshold: 0.5 },
    { limit: null, slope: 0.25, threshold: 0.5 },
  ];
  const values = [-7, -1, -0.5, 0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 6, 8, Number.NaN];

  it.each(OPTIONS)('%j: the same bits, and the numbers of its formula', async ({ limit, slope, threshold }) => {
    const module = { type: 'LimitedReLU', limit, slope, threshold };
    using network = networkFromConfig(backends.ts, { inputShape: [14], module }, { layers: KERAS_LAYERS });
    const x = given(backends.ts, dense(Float64Array.from(values), [1, 14]), network.dtype);
    const { model } = await exportOnnx(network);
    using back = importOnnx(backends.ts, model);
    const made = network.forward(x) as Tensor;
    const expected = values.map((value) => {
      if (value < threshold) return slope * (value - threshold);
      return value > (limit ?? Number.POSITIVE_INFINITY) ? limit : value;
    });
    expect(Array.from(await made.data(), (value) => value + 0)).toEqual(expected.map((value) => Number(value) + 0));
    expect(await elementsOf(back.forward(x))).toEqual(await elementsOf(made));
  });
});
