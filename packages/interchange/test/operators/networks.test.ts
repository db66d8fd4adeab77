import { readFileSync } from 'node:fs';
import { createBackend as createTs } from '@nablajs/backend-ts';
import { createBackend as createWasm } from '@nablajs/backend-wasm';
import { type Backend, multiply, scope, sum, type Tensor, valueAndGrad } from '@nablajs/core';
import { difference, type Values } from '@nablajs/core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Run } from '../../src/operators/run.js';
import { device, isDevice, type Value } from '../../src/operators/values.js';
import { hostOf, implementationOf, inputsOf, type NodeCase, runNode, type SavedArray } from '../support/run-node.js';

// Made by scripts/fixtures/network-operators.py.
const text = readFileSync(new URL('../../fixtures/network-operators.json', import.meta.url), 'utf8');
const cases = JSON.parse(text) as readonly NodeCase[];

/** Of the largest element, as in the table of tolerances for other runtimes. */
const GATES = { float32: 1e-5, float64: 1e-12 } as const;

function gateOf(dtype: 'float32' | 'float64', expected: ArrayLike<number>) {
  const largest = Array.from(expected).reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  return { relative: 0, absolute: GATES[dtype] * Math.max(largest, 1) };
}

const backends: [string, () => Promise<Backend>][] = [
  ['ts', () => createTs()],
  ['wasm', () => createWasm({ threads: 1 })],
];

describe.each(backends)('operators of networks on %s', (name, create) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await create();
  });
  afterAll(() => backend.dispose());

  test.each(cases.map((given) => [given.name, given] as const))('%s', async (_, given) => {
    const before = backend.memory().buffers;
    const dtype = given.weight === undefined ? 'float32' : 'float64';
    const run = new Run(backend, undefined);
    const implementation = implementationOf(given);
    const tensors = scope(() =>
      runNode(implementation, run, inputsOf(given, implementation, run)).map((value) => value && run.tensor(value)),
    );
    for (const [at, expected] of given.outputs.entries()) {
      const tensor = tensors[at] as Tensor;
      const { data, shape } = { data: await tensor.data(), shape: tensor.shape };
      const wanted = hostOf(
        expected.type === tensor.dtype ? expected : { ...expected, type: tensor.dtype as 'int32' },
      ) as Values;
      expect(difference({ data, shape }, wanted, gateOf(dtype, wanted.data)), `output ${at}`).toBeUndefined();
    }
    for (const tensor of tensors) tensor?.dispose();
    expect(backend.memory().buffers).toBe(before);
  });

  // On wasm, the nightly run has them: derivatives are those of the operations, and weights are turned on the host.
  if (name === 'wasm' && process.env['NABLA_SLOW'] !== '1') return;

  const differentiated = cases.filter(({ gradients }) => gradients !== undefined);

  test.each(differentiated.map((given) => [given.name, given] as const))('gradients: %s', async (_, given) => {
    const run = new Run(backend, undefined);
    const implementation = implementationOf(given);
    const trained = (given.gradients ?? []).flatMap((gradient, at) => (gradient === null ? [] : [at]));
    const gradients = scope(() => {
      const parameters = trained.map((at) => run.tensor(hostOf(given.inputs[at] as SavedArray)));
      const made = valueAndGrad((tensors: readonly Tensor[]) => {
        const inputs = inputsOf(given, implementation, run).map((value, at): Value | undefined => {
          const tensor = tensors[trained.indexOf(at)];
          return tensor === undefined ? value : device(tensor);
        });
        const y = run.tensor(runNode(implementation, run, inputs)[0] as Value);
        return sum(multiply(y, run.tensor(hostOf(given.weight as SavedArray))));
      }, parameters);
      return made.gradients;
    });
    for (const [index, at] of trained.entries()) {
      const tensor = gradients[index] as Tensor;
      const wanted = hostOf(given.gradients?.[at] as SavedArray) as Values;
      const found = { data: await tensor.data(), shape: tensor.shape };
      expect(difference(found, wanted, gateOf('float64', wanted.data)), `input ${at}`).toBeUndefined();
      tensor.dispose();
    }
  });

  const weighted = cases.filter((given) => implementationOf(given).weights !== undefined);

  test.each(weighted.map((given) => [given.name, given] as const))('weights turned at import: %s', async (_, given) => {
    const run = new Run(backend, undefined);
    const implementation = implementationOf(given);
    const [plain, turned] = scope(() => {
      const inputs = inputsOf(given, implementation, run);
      const kept = given.inputs.map((input, at): Value | undefined => {
        const form = implementation.weights?.[at];
        if (form === undefined || input === null) return inputs[at];
        const weight = hostOf(input);
        expect(form.toFile(form.toKernel(weight))).toEqual(weight);
        const { tensor, type } = run.toDevice(form.toKernel(weight));
        return device(tensor, type, form.name);
      });
      return [inputs, kept].map((all) => run.tensor(runNode(implementation, run, all)[0] as Value)) as [Tensor, Tensor];
    });
    expect(await turned.data()).toEqual(await plain.data());
    plain.dispose();
    turned.dispose();
  });
});

test('values of images keep the order of the kernels from operator to operator', async () => {
  const backend = await createTs();
  const run = new Run(backend, undefined);
  const pool = cases.find(({ name }) => name === 'MaxPool 2-d') as NodeCase;
  scope(() => {
    const implementation = implementationOf(pool);
    const [y] = runNode(implementation, run, inputsOf(pool, implementation, run));
    expect(isDevice(y) && y.layout).toBe('channelsLast');
  });
  await backend.dispose();
});
