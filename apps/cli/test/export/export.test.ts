/** `nabla export`: fewer bytes, the measured cost, and files that it never overwrites. */
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel, saveModel } from '@nablajs/checkpoint';
import { afterAll, describe, expect, it } from 'vitest';
import { idxFolder } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const TRAIN = [
  'train',
  '--backend',
  'ts',
  '--hidden',
  '64',
  '--optimizer',
  'adam',
  '--batch-size',
  '16',
  '--epochs',
  '5',
  '--data',
  'data',
  '--out',
  'model',
  '--run',
  'run',
];

let first: string | undefined;

/** Returns a new folder with a trained model, its run and its data. The model is trained once, for all tests. */
async function trained() {
  const cwd = temporaryFolder();
  const [data, model] = [join(cwd, 'data'), join(cwd, 'model')];
  if (first === undefined) {
    first = mkdtempSync(join(tmpdir(), 'nabla-export-'));
    cpSync(idxFolder(), join(first, 'data'), { recursive: true });
    const { code, stderr } = await nablaHere(TRAIN, { cwd: first });
    expect(code, stderr).toBe(0);
  }
  cpSync(first, cwd, { recursive: true });
  return { cwd, data, model, out: join(cwd, 'deep', 'small') };
}

afterAll(() => {
  if (first !== undefined) rmSync(first, { recursive: true });
});

const evaluated = async (folder: string) => {
  const result = await nablaHere(['evaluate', folder, '--backend', 'ts', '--json']);
  expect(result.code, result.stderr).toBe(0);
  return jsonLines(result)[0];
};

const weightsBytes = (folder: string): number => statSync(join(folder, 'weights.safetensors')).size;

describe('nabla export', () => {
  it.each([
    ['float16', 0.6],
    ['int8', 0.45],
  ])('saves a smaller model in %s, and reports the cost', async (weights, share) => {
    const { model, out } = await trained();
    const result = await nablaHere(['export', model, '--out', out, '--weights', weights, '--backend', 'ts', '--json']);
    expect(result.stderr).toBe('');
    const [before, after] = [await evaluated(model), await evaluated(out)];
    const bytes = { before: weightsBytes(model), after: weightsBytes(out) };
    expect(jsonLines(result)).toEqual([
      {
        event: 'export',
        ...{ folder: model, out, weights, bytes },
        cost: {
          accuracy: { before: before?.['accuracy'], after: after?.['accuracy'] },
          loss: { before: before?.['loss'], after: after?.['loss'] },
          rows: 40,
        },
      },
    ]);
    expect(bytes.after).toBeLessThan(bytes.before * share);
    expect(after?.['loss']).not.toBe(before?.['loss']);
    expect(Math.abs(Number(after?.['loss']) - Number(before?.['loss']))).toBeLessThan(0.02);
    expect(readFileSync(join(out, 'model.json'), 'utf8')).toContain(`"dtype": "${weights}"`);
  });

  it('prints bytes, accuracy and loss', async () => {
    const { model, out } = await trained();
    const { stdout, code } = await nablaHere(['export', model, '--out', out, '--backend', 'ts']);
    const [before, after] = [model, out].map((folder) => weightsBytes(folder).toLocaleString('en-US'));
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^Weights: ${before} -> ${after} bytes \\(5\\d\\.\\d %, float16\\)$`)),
      expect.stringMatching(/^Before: an accuracy of \d+\.\d\d% and a loss of [\d.]+ on 40 examples$/),
      expect.stringMatching(/^After: an accuracy of \d+\.\d\d% and a loss of [\d.]+$/),
      `Saved in ${out}`,
      '',
    ]);
    expect(code).toBe(0);
  });

  it('exports the best checkpoint of a run', async () => {
    const { cwd, out } = await trained();
    const run = join(cwd, 'run');
    const result = await nablaHere(['export', run, '--out', out, '--weights', 'int8', '--backend', 'ts', '--json']);
    expect(result.code, result.stderr).toBe(0);
    const [accuracy] = [await evaluated(run)].map((line) => line?.['accuracy']);
    expect(jsonLines(result)[0]).toMatchObject({
      cost: { accuracy: { before: accuracy } },
      bytes: { before: 1994 * 4 },
    });
  });

  it('measures the R2 of a regression on the validation rows', async () => {
    const cwd = temporaryFolder();
    const rows = Array.from(
      { length: 120 },
      (_, at) => `${at % 9},${(at * 5) % 7},${3 * (at % 9) - 2 * ((at * 5) % 7)}.5`,
    );
    writeFileSync(join(cwd, 'sums.csv'), `a,b,sum\n${rows.join('\n')}\n`);
    const flags = ['--target', 'sum', '--backend', 'ts', '--hidden', '16', '--epochs', '15', '--out', 'model'];
    flags.push('--optimizer', 'adam', '--learning-rate', '0.03', '--batch-size', '8');
    const { code, stderr } = await nablaHere(['train', 'sums.csv', ...flags], { cwd });
    expect(code, stderr).toBe(0);
    const evaluation = await nablaHere(['evaluate', 'model', '--backend', 'ts', '--json'], { cwd });
    const { r2, loss, rows: count } = jsonLines(evaluation)[0] as { r2: number; loss: number; rows: number };
    const result = await nablaHere(['export', 'model', '--out', 'small', '--backend', 'ts', '--json'], { cwd });
    expect(r2).toBeGreaterThan(0.9);
    expect(jsonLines(result)[0]?.['cost']).toEqual({
      r2: { before: r2, after: expect.closeTo(r2, 2) },
      loss: { before: loss, after: expect.closeTo(loss, 2) },
      rows: count,
    });
    const text = await nablaHere(['export', 'model', '--out', 'small', '--overwrite', '--backend', 'ts'], { cwd });
    expect(text.stdout).toMatch(/\nBefore: an R2 of [\d.]+ and a loss of [\d.]+ on \d+ examples\nAfter: an R2 of/);
  });

  it('exports without a test and warns if the data are missing, but fails if --data is missing', async () => {
    const { data, model, out } = await trained();
    rmSync(data, { recursive: true });
    const result = await nablaHere(['export', model, '--out', out, '--backend', 'ts', '--json']);
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(
      /^nabla: the cost of fewer bits is not measured: .*To measure it, name the data with --data/,
    );
    expect(jsonLines(result)[0]).toMatchObject({ cost: null });
    expect((await loadModel(out)).dtype).toBe('float32');
    const named = await nablaHere(['export', model, '--out', `${out}-2`, '--data', data, '--backend', 'ts']);
    expect(named.code).toBe(1);
    expect(existsSync(join(`${out}-2`, 'model.json'))).toBe(false);
  });

  it('records the path of the data relative to the new folder', async () => {
    const { data, cwd, model, out } = await trained();
    renameSync(data, join(cwd, 'images'));
    const path = join(cwd, 'moved');
    const saved = await loadModel(model);
    await saveModel(path, { ...saved, notes: { ...saved.notes, data: '../images' } });
    expect((await nablaHere(['export', path, '--out', out, '--backend', 'ts'])).code).toBe(0);
    expect((await loadModel(out)).notes).toEqual({ ...saved.notes, data: '../../images' });
  });
});

describe('nabla export refuses', () => {
  it('to replace a model without --overwrite, and to replace other files', async () => {
    const { model, out } = await trained();
    const args = ['export', model, '--out', out, '--backend', 'ts'];
    expect((await nablaHere([...args, '--weights', 'int8'])).code).toBe(0);
    const before = readFileSync(join(out, 'model.json'), 'utf8');
    const again = await nablaHere(args);
    expect(again).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${out} already has a model. Choose another`),
    });
    expect(readFileSync(join(out, 'model.json'), 'utf8')).toBe(before);
    expect((await nablaHere([...args, '--overwrite'])).code).toBe(0);
    expect(readFileSync(join(out, 'model.json'), 'utf8')).toContain('"dtype": "float16"');
    writeFileSync(join(out, 'model.json'), '{}');
    expect((await nablaHere([...args, '--overwrite'])).code).toBe(2);
    expect(readFileSync(join(out, 'model.json'), 'utf8')).toBe('{}');
  });

  it.each<[string, string[], string, number]>([
    ['no folder', [], '--out: expected the folder to save the small model in. Received none.', 2],
    ["the model's own", ['--out', 'model'], "--out: expected a folder other than the model's.", 2],
    ['another type', ['--out', 'small', '--weights', 'int4'], 'Allowed choices are float16, int8', 2],
    ['another backend', ['--out', 'small', '--backend', 'nobodys'], "'nobodys'", 2],
  ])('%s', async (_what, flags, message, code) => {
    const { cwd } = await trained();
    const result = await nablaHere(['export', 'model', ...flags], { cwd });
    expect(result.stderr).toContain(message);
    expect(result.code).toBe(code);
  });

  it('weights that are NaN', async () => {
    const { model, out } = await trained();
    const saved = await loadModel(model);
    saved.parameters.get('0.bias')?.data.fill(Number.NaN);
    await saveModel(model, saved);
    const { code, stderr } = await nablaHere(['export', model, '--out', out, '--backend', 'ts']);
    expect(stderr).toContain("saveModel: parameter '0.bias': expected finite elements. Received NaN.");
    expect(code).toBe(1);
    expect(existsSync(join(out, 'model.json'))).toBe(false);
  });
});
