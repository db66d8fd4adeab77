import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idxFiles, idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const SMALL = ['--backend', 'ts', '--hidden', '12', '--learning-rate', '0.1'];

describe('nabla train', () => {
  it('writes JSON lines, with the accuracy after each epoch', async () => {
    const data = idxFolder();
    const flags = ['--preset', 'quick', '--backend', 'ts', '--hidden', '16,8', '--epochs', '2', '--seed', '3'];
    const result = await nablaHere(['train', '--data', data, ...flags, '--batch-size', '16', '--json']);
    const [start, first, second, done, ...rest] = jsonLines(result);
    expect(start).toMatchObject({
      event: 'start',
      backend: 'ts',
      dtype: 'float32',
      seed: 3,
      rows: 120,
      testRows: 40,
      parameters: 20 * 16 + 16 + 16 * 8 + 8 + 8 * 10 + 10,
      preset: 'quick',
      hidden: [16, 8],
      batchSize: 16,
      epochs: 2,
      optimizer: 'adam',
    });
    for (const [at, event] of [first, second].entries()) {
      expect(event).toMatchObject({ event: 'epoch-end', epoch: at + 1, epochs: 2 });
      expect(event?.['loss']).toBeGreaterThan(0);
      expect(event?.['accuracy']).toBeLessThanOrEqual(1);
    }
    expect(done).toMatchObject({
      event: 'done',
      epochs: 2,
      trainLoss: second?.['loss'],
      aborted: false,
      dtype: 'float32',
    });
    expect(done?.['testAccuracy']).toBe(second?.['accuracy']);
    const matrix = done?.['confusionMatrix'] as number[][];
    expect(matrix.map((row) => row.reduce((a, b) => a + b))).toEqual(new Array(10).fill(4));
    expect(rest).toEqual([]);
    expect(result.code).toBe(0);
  });

  it('gives the same numbers for the same seed, with the accuracy after each full-batch epoch too', async () => {
    const args = ['train', '--data', idxFolder(), ...SMALL, '--epochs', '3', '--json'];
    const runs = [await nablaHere(args), await nablaHere(args), await nablaHere([...args, '--seed', '1'])];
    const numbers = runs.map((run) => jsonLines(run).map(({ seconds, ...event }) => event));
    expect(numbers[0]?.slice(1, 4).map((event) => typeof event['accuracy'])).toEqual(['number', 'number', 'number']);
    expect(numbers[0]?.[3]?.['accuracy']).toBe(numbers[0]?.[4]?.['testAccuracy']);
    expect(numbers[1]).toEqual(numbers[0]);
    expect(numbers[2]?.[1]?.['loss']).not.toBe(numbers[0]?.[1]?.['loss']);
  });

  it('prints only the results with --quiet', async () => {
    const args = ['train', '--data', idxFolder(), ...SMALL, '--epochs', '2', '--quiet'];
    const [text, json] = [await nablaHere(args), await nablaHere([...args, '--json'])];
    expect(text.stdout).toMatch(/^Accuracy on the test set/);
    expect(jsonLines(json).map(({ event }) => event)).toEqual(['done']);
    expect([text.stderr, json.stderr]).toEqual(['', '']);
  });

  it('reads gzip files under dotted names', async () => {
    const files = Object.entries(idxFiles()).map(([name, bytes]) => [
      `${name.replace('-idx', '.idx')}.gz`,
      gzipSync(bytes),
    ]);
    const data = temporaryFolder(Object.fromEntries(files) as Record<string, Uint8Array>);
    const result = await nablaHere(['train', '--data', data, ...SMALL, '--epochs', '1', '--json']);
    expect(jsonLines(result)[0]).toMatchObject({ rows: 120, testRows: 40, imageShape: [4, 5] });
  });

  it('trains in float64, and on dense images', async () => {
    const args = ['train', '--data', idxFolder(), ...SMALL, '--epochs', '2', '--json', '--dtype', 'float64'];
    const dense = jsonLines(await nablaHere([...args, '--layout', 'dense']));
    const csr = jsonLines(await nablaHere([...args, '--layout', 'csr']));
    expect([dense[0]?.['layout'], csr[0]?.['layout']]).toEqual(['dense', 'csr']);
    expect(dense[2]?.['loss']).toBeCloseTo(csr[2]?.['loss'] as number, 12);
  });

  it('learns the first step of real MNIST', async () => {
    const args = [
      'train',
      '--preset',
      'seed',
      '--backend',
      'wasm',
      '--hidden',
      '4',
      '--epochs',
      '1',
      '--json',
      '--threads',
      '2',
    ];
    const result = await nablaHere(args);
    const [start, , done] = jsonLines(result);
    expect(start).toMatchObject({ rows: 60000, testRows: 10000, imageShape: [28, 28], layout: 'csr' });
    expect(done?.['trainLoss']).toBeGreaterThan(2);
    expect(result.code).toBe(0);
  });
});

describe('nabla evaluate', () => {
  it.each(['float32', 'float64'])('reproduces the accuracy of a saved %s model', async (dtype) => {
    const [data, folder] = [idxFolder(), temporaryFolder()];
    const out = join(folder, 'deep/model');
    const train = await nablaHere([
      'train',
      '--data',
      data,
      ...SMALL,
      '--epochs',
      '3',
      '--dtype',
      dtype,
      '--json',
      '--out',
      out,
    ]);
    const done = jsonLines(train).at(-1);
    expect(done).toMatchObject({ out, dtype });
    expect(train.stderr).toContain(`Saved the model in ${out}\n`);
    expect(readdirSync(out).sort()).toEqual(['model.json', 'weights.safetensors']);

    // Without --data it tests on the model's own data.
    const evaluation = await nablaHere(['evaluate', out, '--backend', 'ts', '--json']);
    expect(evaluation.code).toBe(0);
    expect(jsonLines(evaluation)).toEqual([
      expect.objectContaining({
        event: 'evaluation',
        rows: 40,
        accuracy: done?.['testAccuracy'],
        loss: done?.['testLoss'],
        confusionMatrix: done?.['confusionMatrix'],
        backend: 'ts',
        dtype,
      }),
    ]);
  });

  describe('of a model of small images', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nabla-cli-'));
    const [data, out] = [join(folder, 'data'), join(folder, 'model')];
    beforeAll(async () => {
      mkdirSync(data);
      for (const [name, bytes] of Object.entries(idxFiles())) writeFileSync(join(data, name), bytes);
      const train = ['train', '--data', data, ...SMALL, '--epochs', '1', '--quiet', '--out', out];
      expect((await nablaHere(train)).code).toBe(0);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('tests on other data, in text', async () => {
      const other = idxFolder({}, idxFiles(10, 20));
      const { code, stdout } = await nablaHere(['evaluate', out, '--backend', 'ts', '--data', other]);
      expect(stdout).toMatch(/^Accuracy on the test set: \d+\.\d\d%\n95% interval from 20 rows: .*\nConfusion Matrix/);
      expect(stdout.match(/\d+(?=\n)/g)?.slice(-10)).toEqual(new Array(10).fill('2'));
      expect(code).toBe(0);
    });

    it('refuses images of another size', async () => {
      const other = idxFolder({}, idxFiles(10, 10, [28, 28]));
      const { code, stderr } = await nablaHere(['evaluate', out, '--backend', 'ts', '--data', other]);
      expect(stderr).toMatch(
        /^nabla: .*nabla-cli-\w+: the model expects 20 pixels, but these images have 784\. Use other data\.\n$/,
      );
      expect(code).toBe(1);
    });

    it('never writes to the folder of the model', async () => {
      const before = readFileSync(join(out, 'model.json'), 'utf8');
      await nablaHere(['evaluate', out, '--backend', 'ts']);
      expect(readFileSync(join(out, 'model.json'), 'utf8')).toBe(before);
      expect(readdirSync(out)).toHaveLength(2);
    });
  });
});

describe('nabla', () => {
  it('lists backends', async () => {
    const [text, json] = [await nablaHere(['backends']), await nablaHere(['backends', '--json'])];
    expect(text.stdout).toMatch(/^ts {9}.* \(float32, float64\)\n {11}installed\n/);
    expect(text.stdout).toMatch(/^wasm {7}.* \(float32, float64\)\n {11}installed\n/m);
    const [event] = jsonLines(json);
    const backends = event?.['backends'] as Record<string, unknown>[];
    expect(backends.map(({ name }) => name)).toEqual(['ts', 'wasm', 'native', 'webgpu', 'tfjs-node']);
    expect(backends[0]).toMatchObject({
      package: '@nablajs/backend-ts',
      installed: true,
      dtypes: ['float32', 'float64'],
    });
  });

  it.each([
    [[], /^Usage: nabla .*\n[\s\S]*Examples:/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
    [['--help'], /^Usage: nabla .*\n[\s\S]*Examples:/],
    [['train', '--help'], /^Usage: nabla train [\s\S]*Presets[\s\S]*Examples:/],
    [['gradcheck', '--help'], /^Usage: nabla gradcheck [\s\S]*Examples:[\s\S]*Exit codes:/],
    [['parity', '--help'], /^Usage: nabla parity [\s\S]*Examples:[\s\S]*Exit codes:/],
    [['conformance', '--help'], /^Usage: nabla conformance [\s\S]*Examples:[\s\S]*Exit codes:/],
  ])('%j', async (args, pattern) => {
    const { code, stdout, stderr } = await nablaHere(args as string[]);
    expect(stdout).toMatch(pattern as RegExp);
    expect([code, stderr]).toEqual([0, '']);
  });
});
