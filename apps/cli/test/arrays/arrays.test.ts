/** Arrays as data of `nabla train`, `evaluate`, `predict` and `serve`, and `train --from`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { type HostTensor, readNpz, writeNpy, writeNpz } from '@nablajs/interchange';
import { describe, expect, it } from 'vitest';
import { nablaHere } from '../helpers/run-here.js';
import { jsonLines } from '../helpers/run-nabla.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { shortEpochs } from '../text/book.js';

const ROWS = 120;
const floats = (shape: readonly number[], data: Iterable<number>): HostTensor => ({
  type: 'float32',
  shape,
  data: Float32Array.from(data),
});
const labels = (data: Iterable<number>): HostTensor => {
  const values = Float64Array.from(data);
  return { type: 'int64', shape: [values.length], data: values };
};

/** Points [n, 2], whose class is the sign of their first number. */
const points = Float32Array.from({ length: 2 * ROWS }, (_, at) => Math.fround(Math.sin(at * 1.7) * 2));
const classes = Array.from({ length: ROWS }, (_, row) => Number((points[2 * row] as number) > 0));

function write(folder: string, name: string, arrays: Readonly<Record<string, HostTensor>>): string {
  const path = join(folder, name);
  writeFileSync(path, writeNpz(new Map(Object.entries(arrays))));
  return path;
}

const TRAIN = ['--backend', 'ts', '--hidden', '8', '--epochs', '30', '--learning-rate', '0.02', '--no-run'];

async function trained(arrays: Readonly<Record<string, HostTensor>>, ...flags: string[]) {
  const cwd = temporaryFolder();
  const data = write(cwd, 'data.npz', arrays);
  const result = await nablaHere(['train', data, ...TRAIN, '--out', 'model', ...flags], { cwd });
  return { cwd, data, model: join(cwd, 'model'), ...result };
}

const run = (args: readonly string[], cwd: string) => nablaHere([...args, '--backend', 'ts'], { cwd });

describe('nabla train data.npz', () => {
  it('learns labels, and the model predicts .npy, .npz and JSON', async () => {
    const { cwd, code, stdout, stderr } = await trained({ x: floats([ROWS, 2], points), y: labels(classes) });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('Training examples: 108 of x [n, 2]\nExamples for validation: 12\n');
    const { form, config } = await loadModel(join(cwd, 'model'));
    expect(form).toEqual({
      type: 'arrays',
      inputs: [{ name: 'x', type: 'float32', shape: [2] }],
      outputs: [{ name: 'y', type: 'float32', shape: [2] }],
      classes: ['0', '1'],
    });
    expect(config.inputShape).toEqual([2]);
    const tested = await run(['evaluate', 'model', '--json'], cwd);
    expect(jsonLines(tested)[0]).toMatchObject({ rows: 12, accuracy: 1 });
    const all = await run(['evaluate', 'model', '--data', 'data.npz', '--json'], cwd);
    expect(jsonLines(all)[0]).toMatchObject({ rows: ROWS });

    writeFileSync(join(cwd, 'x.npy'), writeNpy(floats([2, 2], [3, 0, -3, 0])));
    writeFileSync(join(cwd, 'x.json'), '[[3, 0], [-3, 0]]');
    write(cwd, 'x.npz', { x: floats([2, 2], [3, 0, -3, 0]), other: labels([1]) });
    const answers = await run(['predict', 'model', 'x.npy', '--json'], cwd);
    expect(jsonLines(answers).map(({ row, prediction }) => [row, prediction])).toEqual([
      [1, '1'],
      [2, '0'],
    ]);
    for (const file of ['x.json', 'x.npz']) {
      expect((await run(['predict', 'model', file, '--json'], cwd)).stdout).toBe(answers.stdout);
    }
    expect((await run(['predict', 'model', 'x.npy', '--top', '1'], cwd)).stdout).toMatch(
      /^row 1: 1 \(\d+\.\d+%\)\nrow 2: 0 \(/,
    );
    const wrote = await run(['predict', 'model', 'x.npy', '--out', 'p.npz'], cwd);
    expect(wrote.code, wrote.stderr).toBe(0);
    const written = readNpz(readFileSync(join(cwd, 'p.npz'))).get('y');
    expect(written?.shape).toEqual([2, 2]);
    expect(written?.data[1]).toBeCloseTo(jsonLines(answers)[0]?.['probability'] as number, 6);
  });

  it('learns numbers, of examples with several dimensions', async () => {
    const x = Float32Array.from({ length: ROWS * 4 }, (_, at) => Math.fround(Math.sin(at * 0.9)));
    const sums = Float32Array.from({ length: ROWS }, (_, row) => (x[4 * row] as number) - (x[4 * row + 3] as number));
    const found = await trained({ images: floats([ROWS, 2, 2], x), sum: floats([ROWS], sums) }, '--target', 'sum');
    expect(found.code, found.stderr).toBe(0);
    const { form, config } = await loadModel(found.model);
    expect(form).toMatchObject({ inputs: [{ name: 'images', shape: [2, 2] }], outputs: [{ name: 'sum', shape: [1] }] });
    expect(config).toMatchObject({ inputShape: [2, 2], layers: [{ type: 'Flatten' }, {}, {}, {}] });
    const result = await run(['evaluate', 'model', '--json'], found.cwd);
    expect(jsonLines(result)[0]).toMatchObject({ target: 'sum', r2: expect.closeTo(1, 1) });
    writeFileSync(join(found.cwd, 'one.json'), '[[[1, 0], [0, -1]]]');
    const answer = await run(['predict', 'model', 'one.json', '--json'], found.cwd);
    expect(jsonLines(answer)[0]?.['prediction']).toEqual([expect.closeTo(2, 0)]);
    expect((await run(['predict', 'model', 'one.json'], found.cwd)).stdout).toMatch(/^row 1: [12]\.\d+\n$/);
  });

  it.each<[string, Readonly<Record<string, HostTensor>>, string[], string, number]>([
    [
      'no target',
      { x: floats([2, 1], [1, 2]), a: labels([0, 1]), b: labels([0, 1]) },
      [],
      'expected the array to predict: y',
      2,
    ],
    [
      'another target',
      { x: floats([2, 1], [1, 2]), y: labels([0, 1]) },
      ['--target', 'z'],
      'to predict: z. Received x, y.',
      2,
    ],
    ['no inputs', { y: labels([0, 1]), z: labels([0, 1]), w: labels([1, 0]) }, [], 'expected an array x beside y', 1],
    ['vectors', { x: floats([2], [1, 2]), y: labels([0, 1]) }, [], 'x: expected examples [n, …]', 1],
    [
      'one class',
      { x: floats([2, 1], [1, 2]), y: labels([0, 0]) },
      [],
      'labels of at least two classes. Received 1',
      1,
    ],
    [
      'a negative label',
      { x: floats([2, 1], [1, 2]), y: labels([-1, 1]) },
      [],
      'labels from 0 to 65535. Received -1',
      1,
    ],
    ['other rows', { x: floats([2, 1], [1, 2]), y: labels([0, 1, 1]) }, [], 'must have as many rows', 1],
    [
      'a setting of images',
      { x: floats([2, 1], [1, 2]), y: labels([0, 1]) },
      ['--image-size', '3'],
      'is a file of arrays',
      2,
    ],
  ])('refuses %s', async (_what, arrays, flags, message, code) => {
    const found = await trained(arrays, ...flags);
    expect(found.stderr).toContain(message);
    expect(found.code).toBe(code);
  });
});

describe('nabla train --from', () => {
  it('continues from the weights of a model', async () => {
    const arrays = { x: floats([ROWS, 2], points), y: labels(classes) };
    const first = await trained(arrays);
    const args = ['train', first.data, '--from', 'model', '--out', 'more', '--epochs', '1', '--learning-rate', '1e-9'];
    const again = await run([...args, '--run', 'run'], first.cwd);
    expect(again.code, again.stderr).toBe(0);
    const [before, after] = [await loadModel(first.model), await loadModel(join(first.cwd, 'more'))];
    expect(after.config).toEqual(before.config);
    for (const [name, { data }] of before.parameters) {
      const moved = after.parameters.get(name)?.data ?? [];
      for (const [at, value] of data.entries()) expect(moved[at]).toBeCloseTo(value, 5);
    }
    const resumed = await run(['train', '--resume', 'run', '--epochs', '2'], first.cwd);
    expect(resumed.code, resumed.stderr).toBe(0);
  });

  it('reads a text as the model does, and resumes', async () => {
    shortEpochs();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'one.txt'), 'a small brown fox. '.repeat(20));
    writeFileSync(join(cwd, 'two.txt'), 'xs of a fox. '.repeat(20));
    const size = ['--context', '4', '--width', '4', '--heads', '1', '--blocks', '1'];
    const common = ['--batch-size', '1', '--epochs', '1'];
    const first = await run(['train', 'one.txt', ...size, ...common, '--no-run', '--out', 'model'], cwd);
    expect(first.code, first.stderr).toBe(0);
    const next = ['train', 'two.txt', '--from', 'model', ...common, '--run', 'run', '--out', 'more'];
    const second = await run(next, cwd);
    expect(second.code, second.stderr).toBe(0);
    const [before, after] = [await loadModel(join(cwd, 'model')), await loadModel(join(cwd, 'more'))];
    expect([after.config, after.form]).toEqual([before.config, before.form]);
    const resumed = await run(['train', '--resume', 'run', '--epochs', '2'], cwd);
    expect(resumed.code, resumed.stderr).toBe(0);
  });

  it('reads a table as the model does', async () => {
    const cwd = temporaryFolder();
    const table = (from: number) =>
      `a,b,c\n${Array.from({ length: 30 }, (_, at) => `${from + at},${at % 3},${at % 2 ? 'x' : 'y'}`).join('\n')}\n`;
    writeFileSync(join(cwd, 'one.csv'), table(0));
    writeFileSync(join(cwd, 'two.csv'), table(1000));
    const common = ['--preset', 'table-fast', '--hidden', '4', '--epochs', '2', '--no-run'];
    const first = await run(['train', 'one.csv', '--target', 'c', ...common, '--out', 'model'], cwd);
    expect(first.code, first.stderr).toBe(0);
    const next = ['--from', 'model', '--epochs', '1', '--no-run', '--out', 'more'];
    const second = await run(['train', 'two.csv', ...next], cwd);
    expect(second.code, second.stderr).toBe(0);
    expect((await loadModel(join(cwd, 'more'))).form).toEqual((await loadModel(join(cwd, 'model'))).form);
  });

  it.each<[string, string[], string]>([
    ['layers', ['--hidden', '3'], '--hidden: the model of --from has it already'],
    ['a task', ['--task', 'regression'], '--task: the model of --from has it already'],
    ['another dtype', ['--dtype', 'float64'], '--dtype: expected float32, which the model of --from has'],
    ['another kind of data', ['--data', 'two.csv', '--preset', 'table-fast'], '--from: expected a model for table'],
    ['another shape', ['--data', 'three.npz'], 'expected the shape [n, 2]. Received [2, 3]'],
  ])('refuses %s', async (_what, flags, message) => {
    const { cwd } = await trained({ x: floats([ROWS, 2], points), y: labels(classes) }, '--epochs', '1');
    writeFileSync(join(cwd, 'two.csv'), 'a,b\n1,2\n2,3\n');
    write(cwd, 'three.npz', { x: floats([2, 3], [1, 2, 3, 4, 5, 6]), y: labels([0, 1]) });
    const data = flags.includes('--data') ? [] : ['data.npz'];
    const result = await run(['train', ...data, '--from', 'model', '--no-run', ...flags], cwd);
    expect(result.stderr).toContain(message);
    expect(result.code).toBeGreaterThan(0);
  });
});
