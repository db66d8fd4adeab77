/** The gradients of networks of tokens: core's in float64, and TensorFlow's automatic ones. */
import { createBackend as createTs } from '@nablajs/backend-ts';
import { checkCase } from '@nablajs/gradcheck';
import { SEQUENCE_LAYERS } from '@nablajs/sequences';
import { sequenceCases } from '@nablajs/sequences/testing';
import { describe, expect, test } from 'vitest';
import { REFERENCE_SEQUENCES } from '../../src/gradients/sequences/index.js';
import { createGradientReference } from '../../src/index.js';
import { bestEngine, engines } from '../engines.js';

const backend = await createTs();

test('supports every module of sequences', () => {
  expect(Object.keys(REFERENCE_SEQUENCES).sort()).toEqual(Object.keys(SEQUENCE_LAYERS).sort());
});

/** Each gives the gradients of the same formulas. The nightly run compares all. */
const chosen = process.env['NABLA_SLOW'] === '1' ? engines : [bestEngine];

describe.each(chosen)('on %s', async (engine) => {
  const against = await createGradientReference({ engine });
  const plain = sequenceCases().filter(({ weights }) => weights === undefined);
  test.each(plain.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const report = await checkCase(one, backend, 'float64', { against });
    expect(report.problems).toEqual([]);
    expect(report.tensors.length).toBeGreaterThan(0);
  });
});
