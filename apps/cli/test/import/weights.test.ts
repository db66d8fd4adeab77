/** Weights of PyTorch, safetensors and NumPy, and layers of Keras and TensorFlow.js, out and in again. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import {
  readNpz,
  readSafetensors,
  readTorch,
  stateDict,
  valueAt,
  writeNpz,
  writeSafetensors,
  writeTorch,
} from '@nablajs/interchange';
import { describe, expect, it } from 'vitest';
import { nablaHere } from '../helpers/run-here.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { floats, SMALL, saveArrays } from './helpers.js';

const run = (args: readonly string[], cwd: string) => nablaHere([...args], { cwd });
const exported = (cwd: string, ...args: string[]) => run(['export', 'model', '--backend', 'ts', ...args], cwd);

async function weightsOf(folder: string) {
  const { parameters } = await loadModel(folder);
  return Object.fromEntries(Array.from(parameters, ([name, { data, shape }]) => [name, { shape, data: [...data] }]));
}

async function predicted(cwd: string, model: string) {
  writeFileSync(join(cwd, 'x.json'), '[[1, 2, 3], [-1, 0.5, 0]]');
  const result = await run(['predict', model, 'x.json', '--json', '--backend', 'ts'], cwd);
  expect(result.code, result.stderr).toBe(0);
  return result.stdout;
}

async function small() {
  const cwd = temporaryFolder();
  await saveArrays(cwd, 'model', SMALL);
  const zeros = Object.entries(SMALL.weights ?? {}).map(([name, { shape, data }]) => [
    name,
    floats(
      shape,
      data.map(() => 0),
    ),
  ]);
  await saveArrays(cwd, 'empty', { ...SMALL, weights: Object.fromEntries(zeros) });
  return cwd;
}

describe('weights', () => {
  it('go to safetensors with PyTorch’s layouts and a model.py, and come back', async () => {
    const cwd = await small();
    const result = await exported(cwd, '--to', 'safetensors', '--out', 'torch');
    expect(result.code, result.stderr).toBe(0);
    expect(readFileSync(join(cwd, 'torch', 'model.py'), 'utf8')).toContain('def load(');
    const tensors = readSafetensors(new Uint8Array(readFileSync(join(cwd, 'torch', 'model.safetensors'))));
    expect(tensors.get('0.weight')?.shape).toEqual([4, 3]);
    const back = await run(['import', 'torch/model.safetensors', '--into', 'empty', '--out', 'back'], cwd);
    expect(back.code, back.stderr).toBe(0);
    expect(await weightsOf(join(cwd, 'back'))).toEqual(await weightsOf(join(cwd, 'model')));
    expect(await predicted(cwd, 'back')).toBe(await predicted(cwd, 'model'));
  });

  it('have other names, and lie deep in a checkpoint of PyTorch', async () => {
    const cwd = await small();
    await exported(cwd, '--to', 'safetensors', '--out', 'torch');
    const tensors = readSafetensors(new Uint8Array(readFileSync(join(cwd, 'torch', 'model.safetensors'))));
    const named = [...tensors].map(
      ([name, tensor]) => [name.replace(/^0/, 'encoder').replace(/^2/, 'head'), tensor] as const,
    );
    writeFileSync(
      join(cwd, 'all.pt'),
      writeTorch(
        new Map([
          ['a', new Map(named)],
          ['b', new Map(named)],
        ]),
      ),
    );
    const args = ['import', 'all.pt', '--into', 'empty', '--out', 'back', '--map', 'encoder=0'];
    const several = await run([...args, '--map', 'head=2'], cwd);
    expect([several.code, several.stderr]).toEqual([1, expect.stringContaining("'a' (4 tensors), 'b' (4 tensors)")]);
    writeFileSync(join(cwd, 'map.json'), '{ "head": "2" }');
    const back = await run([...args, '--map', 'map.json', '--state', 'a'], cwd);
    expect(back.code, back.stderr).toBe(0);
    expect(await weightsOf(join(cwd, 'back'))).toEqual(await weightsOf(join(cwd, 'model')));
  });

  it.each(['npz', 'npy'])('go to %s with their own names', async (to) => {
    const cwd = await small();
    const result = await exported(cwd, '--to', to, '--out', to === 'npz' ? 'weights.npz' : 'weights');
    expect(result.code, result.stderr).toBe(0);
    if (to === 'npy') {
      const layers = [{ type: 'Dense', units: 2, name: '/etc/x' }];
      const weights = { '/etc/x.weight': floats([3, 2]), '/etc/x.bias': floats([2]) };
      await saveArrays(cwd, 'model', { ...SMALL, layers, weights });
      expect((await exported(cwd, '--to', 'npy', '--out', 'odd')).code).toBe(0);
      expect(readdirSync(join(cwd, 'odd')).sort()).toEqual(['_etc_x.bias.npy', '_etc_x.weight.npy']);
      expect(existsSync(join(cwd, 'weights', '0.weight.npy'))).toBe(true);
      return;
    }
    const back = await run(['import', 'weights.npz', '--into', 'empty', '--out', 'back'], cwd);
    expect(back.code, back.stderr).toBe(0);
    expect(await weightsOf(join(cwd, 'back'))).toEqual(await weightsOf(join(cwd, 'model')));
    const arrays = readNpz(new Uint8Array(readFileSync(join(cwd, 'weights.npz'))));
    arrays.delete('0.bias');
    arrays.set('2.bias', floats([3]));
    arrays.set('9.bias', floats([3]));
    writeFileSync(join(cwd, 'wrong.npz'), writeNpz(arrays));
    const wrong = await run(['import', 'wrong.npz', '--into', 'empty', '--out', 'other'], cwd);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain(
      'the arrays do not fit the network of --into: missing: 0.bias; unexpected: 9.bias; of another shape: 2.bias [3], ' +
        'expected [2].',
    );
  });

  it('need a network, and all names', async () => {
    const cwd = await small();
    writeFileSync(join(cwd, 'w.safetensors'), writeSafetensors(new Map([['0.weight', floats([4, 3])]])));
    const alone = await run(['import', 'w.safetensors', '--out', 'back'], cwd);
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('has weights and no network')]);
    const few = await run(['import', 'w.safetensors', '--into', 'empty', '--out', 'back'], cwd);
    expect([few.code, few.stderr]).toEqual([1, expect.stringContaining('missing: 0.bias, 2.weight, 2.bias')]);
    writeFileSync(join(cwd, 'config.json'), '{ "model_type": "other" }');
    const config = await run(['import', 'w.safetensors', '--config', 'config.json', '--out', 'back'], cwd);
    expect([config.code, config.stderr]).toEqual([1, expect.stringContaining('a model_type of bert')]);
  });
});

it('a config.json of BERT makes its network', async () => {
  const cwd = temporaryFolder();
  const fixture = new URL('../../../../packages/interchange/fixtures/encoder.pt', import.meta.url);
  const file = readTorch(new Uint8Array(readFileSync(fixture)));
  const config = valueAt(file, 'config') as ReadonlyMap<string, unknown>;
  writeFileSync(join(cwd, 'config.json'), JSON.stringify(Object.fromEntries(config)));
  writeFileSync(join(cwd, 'model.safetensors'), writeSafetensors(stateDict(file, 'state')));
  const back = await run(['import', 'model.safetensors', '--config', 'config.json', '--out', 'bert'], cwd);
  expect(back.code, back.stderr).toBe(0);
  expect(back.stderr).toContain('the outputs are a vector for each token');
  writeFileSync(join(cwd, 'x.json'), '{ "tokens": [[1, 2, 3]], "mask": [[1, 1, 1]] }');
  const vectors = await run(['predict', 'bert', 'x.json', '--json', '--backend', 'ts'], cwd);
  expect(vectors.code, vectors.stderr).toBe(0);
  expect(JSON.parse(vectors.stdout).prediction).toHaveLength(3);
});

describe('layers', () => {
  it.each([
    ['keras', 'net.keras', 'net.keras'],
    ['tfjs', 'net', 'net/model.json'],
  ])('go to %s and come back', async (to, out, file) => {
    const cwd = await small();
    const result = await exported(cwd, '--to', to, '--out', out);
    expect(result.code, result.stderr).toBe(0);
    const back = await run(['import', file, '--out', 'back'], cwd);
    expect(back.code, back.stderr).toBe(0);
    expect(await predicted(cwd, 'back')).toBe(await predicted(cwd, 'model'));
  });

  it('end without their Softmax if there are names of classes', async () => {
    const cwd = temporaryFolder();
    await saveArrays(cwd, 'model', { ...SMALL, layers: [...SMALL.layers, { type: 'Softmax' }] });
    await exported(cwd, '--to', 'keras', '--out', 'net.keras');
    writeFileSync(join(cwd, 'labels.txt'), 'no\nyes\n');
    const back = await run(['import', 'net.keras', '--out', 'back', '--classes', 'labels.txt'], cwd);
    expect(back.code, back.stderr).toBe(0);
    const before = JSON.parse((await predicted(cwd, 'model')).split('\n')[0] as string);
    const after = JSON.parse((await predicted(cwd, 'back')).split('\n')[0] as string);
    const [no, yes] = before.prediction;
    expect(after.prediction).toBe(yes > no ? 'yes' : 'no');
    expect(after.probability).toBeCloseTo(Math.max(no, yes), 5);
  });
});

it('weights of TensorFlow.js lie beside the file', async () => {
  const cwd = temporaryFolder();
  const model = {
    format: 'layers-model',
    modelTopology: {},
    weightsManifest: [{ paths: ['../outside.bin'], weights: [] }],
  };
  writeFileSync(join(cwd, 'model.json'), JSON.stringify(model));
  const result = await run(['import', 'model.json', '--out', 'back'], cwd);
  expect([result.code, result.stderr]).toEqual([1, expect.stringContaining('its weights must be in its folder')]);
  expect(existsSync(join(cwd, 'back'))).toBe(false);
});
