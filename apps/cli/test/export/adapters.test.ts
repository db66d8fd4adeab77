/** `nabla export` of models with adapters: merged for other libraries, or alone as PEFT's files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dense, type Network, Sequential, type Tensor, tensor } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { loadAdapter } from '@nablajs/finetune';
import { type HostTensor, importOnnx } from '@nablajs/interchange';
import { expect, it } from 'vitest';
import { nablaHere } from '../helpers/run-here.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { saveArrays } from '../import/helpers.js';

const DENSE = { type: 'Dense', units: 2 };
const floats = (shape: readonly number[], ...values: number[]): HostTensor => ({
  type: 'float32',
  shape,
  data: Float32Array.from(values),
});
/** W + A B alpha / rank is [[1.5, 3], [0, 1], [2, 0]]. */
const WEIGHTS = {
  '0.weight': floats([3, 2], 1, 0, 0, 1, 2, 0),
  '0.bias': floats([2], 10, 20),
  '0.loraA': floats([3, 1], 1, 0, 0),
  '0.loraB': floats([1, 2], 0.25, 1.5),
};
const X = [
  [1, -2, 0.5],
  [2, 1, 4],
];
const Y = [12.5, 21, 21, 27];

const outputOf = async (network: Network): Promise<number[]> =>
  Array.from(await (network.forward(tensor(network.backend, X)) as Tensor).data());

async function exported(to: string, out: string): Promise<string> {
  const cwd = temporaryFolder();
  const lora = { type: 'Lora', module: DENSE, rank: 1, alpha: 2, dropout: 0 };
  await saveArrays(cwd, 'model', { input: [3], output: [2], layers: [lora], weights: WEIGHTS });
  const { code, stderr } = await nablaHere(['export', 'model', '--to', to, '--out', out, '--backend', 'ts'], { cwd });
  expect([stderr, code]).toEqual(['', 0]);
  return join(cwd, out);
}

it('adds adapters to the weights for other libraries', async () => {
  const path = await exported('onnx', 'net.onnx');
  using network = importOnnx(await createBackend(), readFileSync(path));
  expect(await outputOf(network)).toEqual(Y);
});

it('saves adapters alone for PEFT', async () => {
  const folder = await exported('peft', 'adapter');
  const config = readFileSync(join(folder, 'adapter_config.json'), 'utf8');
  expect(JSON.parse(config)).toMatchObject({ peft_type: 'LORA', r: 1, lora_alpha: 2, target_modules: ['0'] });
  using base = new Sequential(await createBackend(), { inputShape: [3], layers: [new Dense(2)] });
  base.parameters.load(
    new Map([
      ['0.weight', { layout: 'dense', ...WEIGHTS['0.weight'] } as never],
      ['0.bias', { layout: 'dense', ...WEIGHTS['0.bias'] } as never],
    ]),
  );
  const weights = readFileSync(join(folder, 'adapter_model.safetensors'));
  using network = loadAdapter(base, { config, weights });
  expect(await outputOf(network)).toEqual(Y);
});

it('says that a model has no adapters', async () => {
  const cwd = temporaryFolder();
  const weights = { '0.weight': WEIGHTS['0.weight'], '0.bias': WEIGHTS['0.bias'] };
  await saveArrays(cwd, 'model', { input: [3], output: [2], layers: [DENSE], weights });
  const args = ['export', 'model', '--to', 'peft', '--out', 'adapter', '--backend', 'ts'];
  const { code, stderr } = await nablaHere(args, { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('--to: peft saves adapters, and this model has none. Train one with --lora 8');
});
