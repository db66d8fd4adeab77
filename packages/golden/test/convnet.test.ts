/** Trains a convolutional network as PyTorch did, and compares every recorded value. */
import { createBackend as createTs } from '@nablajs/backend-ts';
import type { FloatDType } from '@nablajs/core';
import { createBackend as createNaive } from '@nablajs/core/testing';
import { describe, expect, test } from 'vitest';
import { CONVNET_GATE, convnetTrace, repeatConvnet, worstConvnetError, worstError } from '../src/index.js';

const trace = convnetTrace();
const RUNS = trace.runs.map((run) => [run.optimizer.type, run] as const);

/** In short, each optimizer in one type. */
const dtypesFor = (optimizer: string): readonly FloatDType[] => {
  if (process.env['NABLA_SLOW'] === '1') return ['float64', 'float32'];
  return optimizer === 'SGD' ? ['float64'] : ['float32'];
};

const createComposed = async () => {
  const { conv: _, pool: __, fused: ___, ...composed } = await createTs();
  return composed;
};

describe.each([
  ['ts', createTs],
  // Slow; the naive backend is the definition of the others.
  ...(process.env['NABLA_SLOW'] === '1'
    ? ([
        ['ts, composed', createComposed],
        ['naive', createNaive],
      ] as const)
    : []),
] as const)('convnet on %s', (_name, create) => {
  describe.each(RUNS)('%s', (type, run) => {
    test.each(dtypesFor(type))('%s reproduces the run', async (dtype) => {
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

test('the comparison sees a mistake in the running statistics, which no loss depends on', async () => {
  const [whole] = trace.runs;
  if (whole === undefined) return expect.fail('no run');
  const { 100: _, ...snapshots } = whole.snapshots;
  const run = { ...whole, losses: whole.losses.slice(0, 12), snapshots };
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
