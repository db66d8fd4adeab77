import { describe, expect, it } from 'vitest';
import { exportOnnx, importOnnx, readOnnx } from '../../src/index.js';
import { backends, CASES, elementsOf, expectSameBits, given, networkOf } from './round-trips.js';

describe('out to ONNX and back, ts float64', () => {
  it.each(CASES)('%s: the same bits', (_, one) => expectSameBits(backends.ts, one, 'float64'));
});

describe('out to ONNX and back, wasm float32', () => {
  it.each(CASES)('%s: the same bits', (_, one) => expectSameBits(backends.wasm, one, 'float32'));
});

describe('a network that came from ONNX goes out again', () => {
  it.each(CASES)('%s', async (_, one) => {
    const backend = backends.ts;
    using network = await networkOf(backend, one, 'float32');
    const inputs = one.inputs.map((input) => given(backend, input, 'float32'));
    const { model } = await exportOnnx(network);
    using back = importOnnx(backend, model, { dtype: 'float32' });
    const { model: again } = await exportOnnx(back);
    using twice = importOnnx(backend, again, { dtype: 'float32' });
    expect(await elementsOf(twice.forward(...inputs))).toEqual(await elementsOf(network.forward(...inputs)));
    expect([...twice.parameters.entries.keys()]).toEqual([...back.parameters.entries.keys()]);
    expect(readOnnx(again).inputs).toEqual(readOnnx(model).inputs);
  });
});
