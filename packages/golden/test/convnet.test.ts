/** A convolutional network, trained as PyTorch trained it. */
import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import type { Backend, FloatDType } from '@nablajs/core';
import { describe, expect, test } from 'vitest';
import {
  type ConvnetResult,
  type ConvnetRun,
  convnetTrace,
  type Digest,
  repeatConvnet,
  type Values,
  worstDigestError,
  worstError,
} from '../src/index.js';

const trace = convnetTrace();

/**
 * Relative to the tensor's mean magnitude. Measured over both optimizers and all backends: float64 2.8e-14, after 100
 * steps, so the two take the same path; float32 8e-6, which is 66 roundings.
 */
const GATE = { float64: 1e-12, float32: 1e-4 } as const;

/** Without the optional kernels: core composes convolution, pooling and normalisation. */
function withoutKernels({ conv: _, pool: __, fused: ___, ...backend }: Backend): Backend {
  return backend;
}

const BACKENDS = [
  ['ts', createTs],
  ['ts, composed', async () => withoutKernels(await createTs())],
  ['wasm', createWasm],
  ['wasm, composed', async () => withoutKernels(await createWasm())],
] as const;

const RUNS = trace.runs.map((run) => [run.optimizer.type, run] as const);

/** Returns the largest error of the tensors, and of everything else that the run recorded. */
function worstOf(result: ConvnetResult, run: ConvnetRun): number {
  const ofTensors = (values: Values | undefined, digests: Readonly<Record<string, Digest>>): number => {
    expect([...(values?.keys() ?? [])].sort()).toEqual(Object.keys(digests).sort());
    return Math.max(
      ...Object.entries(digests).map(([name, digest]) => worstDigestError(values?.get(name) ?? [], digest)),
    );
  };
  return Math.max(
    worstError(result.losses, run.losses, 0),
    ofTensors(result.firstGradients, run.first_gradients),
    ...Object.entries(run.snapshots).map(([step, digests]) => ofTensors(result.snapshots.get(Number(step)), digests)),
    worstError(result.logits, run.final_logits.flat(), 1),
  );
}

describe.each(BACKENDS)('convnet on %s', (_name, create) => {
  describe.each(RUNS)('%s', (_type, run) => {
    test.each<FloatDType>(['float64', 'float32'])('%s reproduces the run', async (dtype) => {
      const backend = await create();
      const result = await repeatConvnet(backend, trace, run, dtype);
      expect(result.losses.length).toBe(100);
      expect([...result.snapshots.keys()]).toEqual([1, 10, 100]);
      expect(worstOf(result, run)).toBeLessThanOrEqual(GATE[dtype]);
      expect(backend.memory().buffers).toBe(0);
      await backend.dispose();
    });
  });
});

test('the comparison sees a mistake in the running statistics, which no loss depends on', async () => {
  const [run] = trace.runs as [ConvnetRun];
  const layers = trace.network.layers.map((layer) =>
    layer.type === 'BatchNorm' ? { ...layer, momentum: 0.101 } : layer,
  );
  const backend = await createTs();
  const result = await repeatConvnet(backend, { ...trace, network: { ...trace.network, layers } }, run, 'float64');
  expect(worstError(result.losses, run.losses, 0)).toBeLessThanOrEqual(GATE.float64);
  expect(worstOf(result, run)).toBeGreaterThan(1e-5);
  await backend.dispose();
});
