/** Its run is a slow test here; backend-wasm repeats it in its fast ones. */
import { expect, test } from 'vitest';
import { initialParameters, mnistTrace, worstDigestError } from '../src/index.js';

const trace = mnistTrace();

test('the initial weights are those of the trace', () => {
  const weight = initialParameters(trace.sizes).get('0.weight')?.data ?? [];
  const outIn = Float64Array.from(weight, (_, i) => weight[(i % 784) * 532 + Math.floor(i / 784)] as number);
  expect(worstDigestError(outIn, trace.initial[0] as never)).toBeLessThanOrEqual(1e-12);
});
