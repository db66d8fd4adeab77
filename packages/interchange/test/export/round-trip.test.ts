import { describe, it } from 'vitest';
import { backends, CASES, expectSameBits } from './round-trips.js';

describe('out to ONNX and back, wasm float32', () => {
  it.each(CASES)('%s: the same bits', (_, one) => expectSameBits(backends.wasm, one, 'float32'));
});
