/** `nabla export --verify`, with runtimes that a test makes. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toFirst, toLast } from '../../src/export/verify/channels.js';
import { worstDifference } from '../../src/export/verify/compare.js';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { saveArrays } from '../import/helpers.js';

/** Writes a package `onnxruntime-node` whose session applies a function to the elements of its only input. */
function fakeRuntime(folder: string, body: string): void {
  const own = join(folder, 'node_modules', 'onnxruntime-node');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), '{ "name": "onnxruntime-node", "main": "index.js" }');
  const code = `
    class Tensor { constructor(type, data, dims) { Object.assign(this, { type, data, dims }); } }
    const create = async () => ({
      outputNames: ['y'],
      run: async ({ x }) => ({ y: new Tensor(x.type, x.data.map((value) => ${body}), x.dims) }),
    });
    module.exports = { Tensor, InferenceSession: { create } };`;
  writeFileSync(join(own, 'index.js'), code);
}

const RELU = { input: [3], output: [3], layers: [{ type: 'ReLU' }] };

async function verified(body: string | undefined, ...flags: string[]) {
  const cwd = temporaryFolder();
  await saveArrays(cwd, 'model', RELU);
  if (body !== undefined) fakeRuntime(cwd, body);
  const env = { PATH: '', NABLA_PYTHON: join(cwd, 'none'), XDG_CACHE_HOME: cwd, NABLA_CACHE: cwd };
  const args = ['export', 'model', '--to', 'onnx', '--out', 'net.onnx', '--verify', '--backend', 'ts', ...flags];
  return await nablaHere(args, { cwd, env });
}

describe('nabla export --verify', () => {
  it('is done if the other side returns the same', async () => {
    const { code, stdout, stderr } = await verified('Math.max(value, 0)', '--quiet');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      'Verified by onnxruntime-node on 64 examples: the largest difference is 0.0e+0 of the largest output: ok\n',
    );
  });

  it('fails if it returns something else', async () => {
    const result = await verified('Math.max(value, 0) * 1.001', '--json');
    expect(result.code).toBe(1);
    expect(jsonLines(result)[0]).toMatchObject({
      event: 'export',
      verified: {
        runtime: 'onnxruntime-node',
        difference: expect.closeTo(0.001, 5),
        tolerance: 1e-5,
        isSame: false,
        rounding: 0,
      },
    });
    const { stdout } = await verified('0');
    expect(stdout).toContain('is 1.0e+0 of the largest output: WRONG, more than 1e-5. Rounding to float32 alone');
  });

  it('says what the other side says', async () => {
    const { code, stderr } = await verified('nothing');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'nabla: --verify: onnxruntime-node does not take the file: ReferenceError: nothing is not defined\n',
    );
  });

  it('names the library that is missing, and how to install it', async () => {
    const { code, stderr } = await verified(undefined);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'nabla: --verify: expected onnxruntime-node or Python with onnxruntime, numpy (python3, or NABLA_PYTHON). Found ' +
        'none; install one: npm install onnxruntime-node, or pip install onnxruntime.\n',
    );
  });

  it('finds Python by NABLA_PYTHON', async () => {
    const cwd = temporaryFolder();
    await saveArrays(cwd, 'model', RELU);
    const python = join(cwd, 'python');
    writeFileSync(
      python,
      '#!/bin/sh\ncase "$*" in *"import importlib.util as u"*) exit 0;; esac\necho "Traceback" >&2\necho "ValueError: no" >&2\nexit 1\n',
    );
    chmodSync(python, 0o755);
    const env = { NABLA_PYTHON: python, XDG_CACHE_HOME: cwd, NABLA_CACHE: cwd };
    const args = ['export', 'model', '--to', 'keras', '--out', 'net.keras', '--verify', '--backend', 'ts'];
    const { code, stderr } = await nablaHere(args, { cwd, env });
    expect([code, stderr]).toEqual([1, `nabla: --verify: keras in ${python} does not take the file: ValueError: no\n`]);
  });
});

describe('nabla export refuses', () => {
  it.each<[string, string[], string]>([
    [
      'weights of fewer bits',
      ['--to', 'onnx', '--weights', 'int8'],
      '--weights: it works only with --to model. Received onnx',
    ],
    ['data', ['--to', 'keras', '--data', 'x'], '--data: it works only with --to model. Received keras'],
    [
      'a check of weights',
      ['--to', 'npz', '--verify'],
      '--verify: it works only with --to onnx, safetensors, keras, tfjs',
    ],
    ['a second file', ['--to', 'tfjs', '--external'], '--external: it works only with --to onnx'],
    ['a name without an ending', ['--to', 'onnx', '--out', 'net'], 'expected the name of a file, such as net.onnx'],
    [
      'a file for a folder',
      ['--to', 'tfjs', '--out', 'model.json'],
      'tfjs is a folder of files. Name a folder, such as model',
    ],
    ['no name', ['--to', 'onnx'], '--out: expected the file or folder to save in. Received none'],
  ])('%s', async (_what, flags, message) => {
    const cwd = temporaryFolder();
    await saveArrays(cwd, 'model', RELU);
    const out = flags.includes('--out') || message.includes('Received none') ? [] : ['--out', 'out.x'];
    const result = await nablaHere(['export', 'model', '--backend', 'ts', ...flags, ...out], { cwd });
    expect(result.stderr).toContain(message);
    expect(result.code).toBe(2);
  });

  it('to replace a file without --overwrite', async () => {
    const cwd = temporaryFolder();
    await saveArrays(cwd, 'model', RELU);
    const args = ['export', 'model', '--backend', 'ts', '--to', 'onnx', '--out', 'net.onnx'];
    expect((await nablaHere(args, { cwd })).code).toBe(0);
    const again = await nablaHere(args, { cwd });
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('net.onnx is there already')]);
    expect((await nablaHere([...args, '--overwrite'], { cwd })).code).toBe(0);
  });
});

describe('worstDifference', () => {
  const array = (...data: number[]) => ({
    layout: 'dense' as const,
    shape: [data.length],
    data: Float64Array.from(data),
  });

  it('is relative to the largest number of each output', () => {
    expect(worstDifference([array(1, 100)], [array(1.5, 100)])).toBe(0.005);
    expect(worstDifference([array(0, 0)], [array(0, -0)])).toBe(0);
    expect(worstDifference([array(1), array(10)], [array(1), array(11)])).toBe(0.1);
  });

  it('is infinite for a NaN on one side, or for numbers where all are 0', () => {
    expect(worstDifference([array(Number.NaN, 1)], [array(Number.NaN, 1)])).toBe(0);
    expect(worstDifference([array(Number.NaN, 1)], [array(0, 1)])).toBe(Number.POSITIVE_INFINITY);
    expect(worstDifference([array(0, 0)], [array(0, 1)])).toBe(Number.POSITIVE_INFINITY);
  });

  it('refuses other shapes', () => {
    expect(() => worstDifference([array(1)], [array(1, 2)])).toThrow(
      'expected the shape [1]. The other side returned [2].',
    );
    expect(() => worstDifference([array(1)], [])).toThrow('expected 1 outputs. The other side returned 0.');
  });
});

it('channels go to the front and back', () => {
  const array = { shape: [2, 1, 2, 3], data: Float32Array.from({ length: 12 }, (_, at) => at) };
  const first = toFirst(array);
  expect(first).toEqual({ shape: [2, 3, 1, 2], data: Float32Array.of(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11) });
  expect(toLast(first)).toEqual(array);
});
