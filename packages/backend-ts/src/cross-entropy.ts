/** Softmax cross-entropy from logits with its gradient, row by row in doubles. */
import type { FloatDType, FusedKernels } from '@nablajs/core';
import { exp, log } from '@nablajs/core/math';
import { elements, type FloatArray, floats, type Storage, type StoragePool } from './storage.js';

/** Returns the largest of n elements, or NaN if any is NaN. */
function largest(x: FloatArray, start: number, n: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let i = start; i < start + n; i++) best = Math.max(best, x[i]!);
  return best;
}

/** Writes powers[j] = exp(x[start + j] - max) and returns their sum. */
function powersOf(powers: Float64Array, x: FloatArray, start: number, max: number): number {
  let sum = 0;
  for (let j = 0; j < powers.length; j++) {
    const power = exp(x[start + j]! - max);
    powers[j] = power;
    sum += power;
  }
  return sum;
}

export function crossEntropyKernels(pool: StoragePool): Required<Pick<FusedKernels<Storage>, 'softmaxCrossEntropy'>> {
  return {
    softmaxCrossEntropy(logits, labels, labelSmoothing, scale) {
      const [rows, classes] = logits.shape as [number, number];
      const x = floats(logits);
      const loss = pool.allocate(logits.dtype as FloatDType, 1);
      const dLogits = pool.allocate(logits.dtype as FloatDType, rows * classes);
      const powers = new Float64Array(classes);
      let total = 0;
      for (let row = 0; row < rows; row++) {
        const start = row * classes;
        const label = elements(labels)[row]!;
        const elsewhere = label >= 0 && label < classes ? labelSmoothing / classes : NaN;
        const max = largest(x, start, classes);
        const sum = powersOf(powers, x, start, max);
        const logSum = log(sum);
        for (let j = 0; j < classes; j++) {
          const target = j === label ? 1 - labelSmoothing + elsewhere : elsewhere;
          // A target of 0 adds nothing, even if the log-probability is -Infinity.
          if (target !== 0) total -= target * (x[start + j]! - max - logSum);
          dLogits[start + j] = (powers[j]! / sum - target) * scale;
        }
      }
      loss[0] = total * scale;
      return { loss, dLogits };
    },
  };
}
