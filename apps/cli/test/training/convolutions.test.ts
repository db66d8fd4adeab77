/** Trains networks with convolutions: the presets cnn and resnet, and layers of a config file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { describe, expect, it } from 'vitest';
import { RESNET_LAYERS } from '../../src/settings/preset-layers.js';
import { PRESETS } from '../../src/settings/presets.js';
import { bar, folderOfBars, SIZE } from '../helpers/bars.js';
import { idxFiles, idxFolder, idxLabels } from '../helpers/idx-folder.js';
import { nablaHere } from '../helpers/run-here.js';

type Line = Record<string, unknown>;

const lines = (stdout: string): Line[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** Trains without a run, and returns the first and the last event. */
async function train(cwd: string, ...args: string[]): Promise<[start: Line, done: Line]> {
  const { code, stdout, stderr } = await nablaHere(['train', ...args, '--json', '--no-run', '--backend', 'wasm'], {
    cwd,
  });
  expect(code, stderr).toBe(0);
  const events = lines(stdout);
  return [events[0] as Line, events.at(-1) as Line];
}

describe('the preset cnn', () => {
  it("is Keras' mnist_convnet on images of 28 x 28 in ten classes", async () => {
    const data = idxFolder({}, idxFiles(10, 2, [28, 28]));
    const [start] = await train(data, '--data', data, '--preset', 'cnn', '--epochs', '1', '--out', 'model');
    const { parameters } = await loadModel(join(data, 'model'));
    const shapes = Object.fromEntries([...parameters].map(([name, { shape }]) => [name, shape]));
    expect(shapes).toEqual({
      '0.weight': [3, 3, 1, 32],
      '0.bias': [32],
      '3.weight': [3, 3, 32, 64],
      '3.bias': [64],
      '8.weight': [1600, 10],
      '8.bias': [10],
    });
    // 3 * 3 * 32 + 32, 3 * 3 * 32 * 64 + 64, and 1,600 * 10 + 10.
    expect(start).toMatchObject({ imageShape: [28, 28], parameters: 320 + 18_496 + 16_010 });
  });

  it('trains on colour images; the saved model predicts and is tested', async () => {
    const cwd = folderOfBars(20, 3);
    const [start, done] = await train(
      cwd,
      'bars',
      '--preset',
      'cnn',
      '--out',
      'model',
      '--epochs',
      '4',
      '--batch-size',
      '8',
    );
    expect(start).toMatchObject({ rows: 36, imageShape: [SIZE, SIZE], channels: 3, layout: 'dense', batchSize: 8 });
    // Images of 12 x 12 end as 1 x 1: 3 * 3 * 3 * 32 + 32 + 18,496 + 64 * 2 + 2.
    expect(start).toMatchObject({ parameters: 19_522, hidden: [], schedule: 'one-cycle' });
    expect(done).toMatchObject({ testAccuracy: 1, epochs: 4 });
    const { config } = await loadModel(join(cwd, 'model'));
    expect(config.inputShape).toEqual([SIZE, SIZE, 3]);
    const evaluated = await nablaHere(['evaluate', 'model', '--json', '--backend', 'wasm'], { cwd });
    expect(lines(evaluated.stdout)[0]).toMatchObject({ rows: 4, accuracy: 1, loss: done['testLoss'] });
    const [shrunk] = lines(
      (await nablaHere(['export', 'model', '--out', 'small', '--backend', 'wasm', '--json'], { cwd })).stdout,
    );
    expect(shrunk).toMatchObject({ cost: { accuracy: { before: 1, after: 1 } } });
    writeFileSync(join(cwd, 'large.png'), bar(true, 7, 3, 30));
    const { stdout } = await nablaHere(
      ['predict', 'model', 'bars/across/1.png', 'large.png', '--top', '1', '--backend', 'wasm'],
      { cwd },
    );
    expect(stdout).toMatch(/^bars\/across\/1\.png: across \(.*\nlarge\.png: down \(/);
  });

  it('accepts hidden layers after its own', async () => {
    const [start] = await train(folderOfBars(10), 'bars', '--preset', 'cnn', '--hidden', '8', '--epochs', '1');
    expect(start).toMatchObject({ hidden: [8], parameters: 320 + 18_496 + 64 * 8 + 8 + 8 * 2 + 2 });
  });

  it.each([
    [[], /^nabla: layers: they do not fit images of 8 x 8: .*2 x 2.* Use larger images or other layers\.$/],
    [['--layout', 'csr'], /^nabla: layout csr: a network with layers such as Conv2d takes dense images\./],
  ])('refuses small images and csr, with %j', async (args, message) => {
    const command = ['train', 'bars', '--preset', 'cnn', '--no-run', '--backend', 'wasm', ...args];
    const { code, stderr } = await nablaHere(command, { cwd: folderOfBars(4, 1, 8) });
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(message);
    expect(code).toBe(2);
  });

  it('refuses a table', async () => {
    const cwd = folderOfBars(1);
    writeFileSync(join(cwd, 'points.csv'), 'a,b\n1,2\n');
    const { code, stderr } = await nablaHere(['train', 'points.csv', '--target', 'a', '--preset', 'cnn'], { cwd });
    expect(stderr).toMatch(
      /--preset cnn: it works only with images, and .*points\.csv is a table\. Use --preset table/,
    );
    expect(code).toBe(2);
  });
});

describe('the preset resnet', () => {
  it('trains on grey images, resumes a run with its layers, and writes a report', async () => {
    const cwd = folderOfBars(20);
    const nabla = async (...args: string[]) => {
      const { code, stdout, stderr } = await nablaHere([...args, '--json', '--quiet', '--backend', 'wasm'], { cwd });
      expect(code, stderr).toBe(0);
      return lines(stdout).at(-1) as Line;
    };
    await nabla('train', 'bars', '--preset', 'resnet', '--run', 'run', '--epochs', '1', '--batch-size', '8');
    const record = JSON.parse(readFileSync(join(cwd, 'run', 'run.json'), 'utf8')) as { config: Line };
    const { augment } = PRESETS.resnet;
    expect(record.config).toMatchObject({ preset: 'resnet', layers: RESNET_LAYERS, schedule: 'one-cycle', augment });
    expect(record.config).not.toHaveProperty('hidden');
    expect(await nabla('train', '--resume', 'run', '--epochs', '2')).toMatchObject({ epochs: 2, testAccuracy: 1 });
    expect(await nabla('evaluate', 'run')).toMatchObject({ rows: 4 });
    await nablaHere(['report', 'run', '--out', 'report.html'], { cwd });
    expect(readFileSync(join(cwd, 'report.html'), 'utf8')).toContain('A network with 17 layers');
  });

  it('has one output for each class of the IDX files', async () => {
    const labels = (count: number) => idxLabels(Array.from({ length: count }, (_, i) => i % 3));
    const names = { 'train-labels-idx1-ubyte': labels(30), 't10k-labels-idx1-ubyte': labels(9) };
    const data = idxFolder(names, idxFiles(30, 9));
    const [start, done] = await train(data, '--data', data, '--preset', 'resnet', '--epochs', '1', '--out', 'model');
    expect(start).toMatchObject({ rows: 30, testRows: 9, imageShape: [4, 5] });
    expect((done['classes'] as Line[]).map(({ name }) => name)).toEqual(['0', '1', '2']);
    const { config, form } = await loadModel(join(data, 'model'));
    expect(config).toMatchObject({ inputShape: [4, 5, 1] });
    expect(form).toMatchObject({ classes: ['0', '1', '2'] });
    const evaluated = await nablaHere(['evaluate', 'model', '--json', '--backend', 'wasm'], { cwd: data });
    expect(lines(evaluated.stdout)[0]).toMatchObject({ rows: 9, loss: done['testLoss'] });
  });

  it('says what to do if the last batch is one example of one pixel', async () => {
    const cwd = folderOfBars(10, 1, 4);
    const args = ['train', 'bars', '--preset', 'resnet', '--batch-size', '17', '--no-run', '--backend', 'wasm'];
    const { code, stderr } = await nablaHere(args, { cwd });
    expect(stderr).toMatch(/nabla: BatchNorm: .*choose another batchSize\.\n$/);
    expect(code).toBe(1);
  });
});

describe('layers of your own', () => {
  const layers = [{ type: 'Conv2d', filters: 4, kernelSize: 3, stride: 2 }, { type: 'ReLU' }, { type: 'Flatten' }];

  it('are read from a config file', async () => {
    const cwd = folderOfBars(10);
    const config = { layers, hidden: 6, optimizer: 'adam', epochs: 2, batchSize: 4 };
    writeFileSync(join(cwd, 'nabla.config.json'), JSON.stringify(config));
    const [start] = await train(cwd, 'bars');
    // 12 x 12 becomes 5 x 5 of 4 channels.
    expect(start).toMatchObject({ layers, hidden: [6], parameters: 40 + 100 * 6 + 6 + 6 * 2 + 2, preset: 'images' });
    const { stdout } = await nablaHere(['config', 'bars', '--json'], { cwd });
    const { settings } = lines(stdout)[0] as { settings: Record<string, Line> };
    expect(settings['layers']).toMatchObject({ value: layers, source: 'file' });
    const text = (await nablaHere(['config', 'bars'], { cwd })).stdout;
    expect(text).toMatch(/^layers +Conv2d,ReLU,Flatten +file nabla\.config\.json$/m);
  });

  it('work for a table', async () => {
    const cwd = folderOfBars(1);
    const rows = Array.from({ length: 40 }, (_, at) => `${at % 7},${at % 5},${at % 7 < 4 ? 'low' : 'high'}`);
    writeFileSync(join(cwd, 'points.csv'), `a,b,class\n${rows.join('\n')}\n`);
    const table = ['points.csv', '--target', 'class', '--epochs', '2'];
    const normalised = '[{"type":"BatchNorm"},{"type":"Dense","units":5},{"type":"Tanh"}]';
    const [start] = await train(cwd, ...table, '--layers', normalised);
    expect(start).toMatchObject({ inputs: 2, hidden: [], parameters: 4 + 15 + 12 });
    const args = ['train', ...table, '--no-run', '--backend', 'wasm', '--layers', JSON.stringify(layers)];
    const { code, stderr } = await nablaHere(args, { cwd });
    expect(stderr).toMatch(
      /nabla: layers: they do not fit examples \[2\]: Conv2d: expected inputs of shape .*other layers\.\n$/,
    );
    expect(code).toBe(2);
  });

  it.each([
    ['[{"type":"Conv2"}]', /layers: layer 1: layer: unknown type 'Conv2'\. Did you mean 'Conv2d'\?/],
    ['[{"type":"ReLU"},{"type":"Dense","units":4,"size":3}]', /layers: layer 2: Dense: unknown option 'size'/],
    [
      '[{"type":"Dense","units":4}]',
      /layers: the network must end with \[\d+\] outputs\. Received \[.*\]; put a Flatten layer before .*\.\n$/,
    ],
  ])('%s is refused', async (text, message) => {
    const args = ['train', 'bars', '--no-run', '--backend', 'wasm', '--layers', text];
    const { code, stderr } = await nablaHere(args, { cwd: folderOfBars(5) });
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

it('a search tries networks that take vectors and networks that take images', async () => {
  const cwd = folderOfBars(10);
  const space = ['--try', 'preset=images,cnn', '--grid', '--epochs', '1', '--search', 'search'];
  const { code, stdout, stderr } = await nablaHere(['search', 'bars', ...space, '--json', '--backend', 'wasm'], {
    cwd,
  });
  expect(code, stderr).toBe(0);
  const outcomes = lines(stdout).filter(({ event }) => event === 'trial-end');
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['finished', 'finished']);
});
