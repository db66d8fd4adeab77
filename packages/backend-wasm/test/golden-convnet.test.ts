/**
 * A convolutional network, trained as PyTorch trained it, on any number of threads and without the optional kernels.
 */
import type { Backend, FloatDType } from '@nablajs/core';
import { CONVNET_GATE, convnetTrace, repeatConvnet, worstConvnetError } from '@nablajs/golden';
import { describe, expect, it } from 'vitest';
import { createBackend } from '../src/index.js';

const trace = convnetTrace();
const RUNS = trace.runs.map((run) => [run.optimizer.type, run] as const);

/** In short, each optimizer in one type. */
const dtypesFor = (optimizer: string): readonly FloatDType[] => {
  if (process.env['NABLA_SLOW'] === '1') return ['float64', 'float32'];
  return optimizer === 'SGD' ? ['float64'] : ['float32'];
};

const composed = ({ conv: _, pool: __, fused: ___, ...rest }: Backend): Backend => rest;

describe.each([
  ['3 threads', () => createBackend({ threads: 3 })],
  // Tests of bits compare these with 3 threads.
  ...(process.env['NABLA_SLOW'] === '1'
    ? ([
        ['1 thread', () => createBackend({ threads: 1 })],
        ['composed', async () => composed(await createBackend())],
      ] as const)
    : []),
] as const)('convnet, %s', (_name, create) => {
  describe.each(RUNS)('%s', (type, run) => {
    it.each(dtypesFor(type))('%s reproduces the run', async (dtype) => {
      const backend = await create();
      const result = await repeatConvnet(backend, trace, run, dtype);
      expect(result.losses.length).toBe(100);
      expect(worstConvnetError(result, run)).toBeLessThanOrEqual(CONVNET_GATE[dtype]);
      expect(backend.memory().buffers).toBe(0);
      await backend.dispose();
    });
  });
});
