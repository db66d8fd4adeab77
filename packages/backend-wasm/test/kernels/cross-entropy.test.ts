/** Softmax cross-entropy of rows longer than a thread's scratch memory, against the definition in doubles. */
import type { Operand } from '@nablajs/core';
import { Random } from '@nablajs/core';
import { expect, it } from 'vitest';
import { createBackend } from '../../src/index.js';

/** A thread keeps the exponentials of 4,096 classes. */
it.each([4095, 4096, 4097, 4098, 5001])('%i classes', async (classes) => {
  const rows = 3;
  const [smoothing, scale] = [0.1, 0.5];
  const random = new Random(classes);
  const logits = Float64Array.from({ length: rows * classes }, () => random.normal());
  const labels = Int32Array.of(0, classes - 1, Math.min(4096, classes - 1));
  const sums = [0, 1, 2].map((row) =>
    logits.subarray(row * classes, (row + 1) * classes).reduce((sum, logit) => sum + Math.exp(logit), 0),
  );
  let loss = 0;
  const gradient = logits.map((logit, at) => {
    const row = Math.floor(at / classes);
    const probability = Math.exp(logit) / (sums[row] as number);
    const target = smoothing / classes + (at % classes === labels[row] ? 1 - smoothing : 0);
    loss -= scale * target * Math.log(probability);
    return (probability - target) * scale;
  });

  const backend = await createBackend({ threads: 2 });
  const x: Operand = {
    storage: backend.upload(logits, [rows, classes], 'float64'),
    shape: [rows, classes],
    dtype: 'float64',
  };
  const y: Operand = { storage: backend.upload(labels, [rows], 'int32'), shape: [rows], dtype: 'int32' };
  const found = backend.fused?.softmaxCrossEntropy?.(x, y, smoothing, scale);
  const [received] = await backend.download({ storage: found?.loss, shape: [], dtype: 'float64' });
  expect(Math.abs((received as number) / loss - 1)).toBeLessThan(1e-12);
  const elements = await backend.download({ ...x, storage: found?.dLogits });
  const off = gradient.findIndex(
    (expected, at) => !(Math.abs((elements[at] as number) - expected) <= 1e-16 + 1e-12 * Math.abs(expected)),
  );
  expect(off, `element ${off}: expected ${gradient[off]}, received ${elements[off]}`).toBe(-1);
  await backend.dispose();
});
