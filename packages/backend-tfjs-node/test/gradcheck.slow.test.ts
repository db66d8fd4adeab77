/**
 * The default set of gradcheck against TensorFlow's automatic gradients, as `nabla gradcheck --against tfjs-node` has
 * it. gradients/tfjs.test.ts and gradients/native.test.ts do the same in short: every layer with every loss.
 */
import { createBackend as createTs } from '@nablajs/backend-ts';
import { checkCase, type GradientReference, gradientCases } from '@nablajs/gradcheck';
import { expect, test } from 'vitest';
import { createGradientReference } from '../src/index.js';
import { engines } from './engines.js';

test.each(engines)('every layer, activation and loss on %s', async (engine) => {
  const against: GradientReference = await createGradientReference({ engine });
  const backend = await createTs();
  for (const one of gradientCases()) {
    if (one.weights !== undefined || one.penalty !== undefined) continue;
    const report = await checkCase(one, backend, 'float64', { against });
    expect(report.problems, one.name).toEqual([]);
    expect(report.tensors.at(-1)?.name, one.name).toBe('input');
  }
});
