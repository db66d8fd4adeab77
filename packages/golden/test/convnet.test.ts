/** Trains a convolutional network as PyTorch did, and compares every recorded value. */
import { createBackend as createTs } from '@nablajs/backend-ts';
import type { FloatDType } from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { describe, expect, test } from 'vitest';
import {
  CONVNET_GATE,
  type ConvnetRun,
  convnetTrace,
  repeatConvnet,
  worstConvnetError,
  worstError,
} from '../src/index.js';

const trace = convnetTrace();
const RUNS = trace.runs.map((run) => [run.optimizer.type, run] as const);

/** In short, SGD in float64; how Adam begins is tested below. */
const SLOW = process.env['NABLA_SLOW'] === '1';
const WHOLE = RUNS.filter(([type]) => SLOW || type === 'SGD');
const DTYPES: readonly FloatDType[] = SLOW ? ['float64', 'float32'] : ['float64'];

/** The first steps of a run, up to its second snapshot. Its logits are those after all steps. */
function beginning(run: ConvnetRun): ConvnetRun {
  const { 100: _, ...snapshots } = run.snapshots;
  return { ...run, losses: run.losses.slice(0, 12), snapshots };
}

const createComposed = async () => {
  const { conv: _, pool: __, fused: ___, ...composed } = await createTs();
  return composed;
};

describe.each([
  ['ts', createTs],
  // Slow; the naive backend is the definition of the others.
  ...(SLOW
    ? ([
        ['ts, composed', createComposed],
        ['naive', createNaive],
      ] as const)
    : []),
] as const)('convnet on %s', (_name, create) => {
  describe.each(WHOLE)('%s', (_type, run) => {
    test.each(DTYPES)('%s reproduces the run', async (dtype) => {
      const backend = await create();
      const result = await repeatConvnet(backend, trace, run, dtype);
      expect(result.losses.length).toBe(100);
      expect([...result.snapshots.keys()]).toEqual([1, 10, 100]);
      expect(worstConvnetError(result, run)).toBeLessThanOrEqual(CONVNET_GATE[dtype]);
      expect(backend.memory().buffers).toBe(0);
      await backend.dispose();
    });
  });
});

test('convnet on ts: Adam begins as in the run, in float32', async () => {
  const [, run] = RUNS.find(([type]) => type === 'Adam') ?? expect.fail('no run');
  const backend = await createTs();
  const result = await repeatConvnet(backend, trace, beginning(run), 'float32');
  expect([...result.snapshots.keys()]).toEqual([1, 10]);
  const known = { ...result, logits: run.final_logits.flat() };
  expect(worstConvnetError(known, beginning(run))).toBeLessThanOrEqual(CONVNET_GATE.float32);
  await backend.dispose();
});

test('the comparison sees a mistake in the running statistics, which no loss depends on', async () => {
  const [whole] = trace.runs;
  if (whole === undefined) return expect.fail('no run');
  const run = beginning(whole);
  const layers = trace.network.layers.map((layer) => {
    return layer.type === 'BatchNorm' ? { ...layer, momentum: 0.101 } : layer;
  });
  const backend = await createTs();
  const result = await repeatConvnet(backend, { ...trace, network: { ...trace.network, layers } }, run, 'float64');
  expect(worstError(result.losses, run.losses, 0)).toBeLessThanOrEqual(CONVNET_GATE.float64);
  // The recorded logits are those after all steps.
  expect(worstConvnetError({ ...result, logits: run.final_logits.flat() }, run)).toBeGreaterThan(1e-5);
  await backend.dispose();
});
