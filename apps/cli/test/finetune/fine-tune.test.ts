/** `nabla train photos --from FILE`: a new last layer for a trained network, and more of it. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { Dense, type DenseArray } from '@nablajs/core';
import { readSafetensors } from '@nablajs/interchange';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderOfBars, SIZE } from '../helpers/bars.js';
import { nablaHere } from '../helpers/run-here.js';
import { kerasFile, OTHER, onnxFile, tfjsFolder } from './models.js';

const lines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const TS = ['--backend', 'ts'];
const SHORT = ['--epochs', '2', '--learning-rate', '0.02', '--validation', '0.25', ...TS];

async function nabla(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await nablaHere(args, { cwd });
  expect(code, stderr).toBe(0);
  return stdout;
}

const weightsIn = async (folder: string): Promise<ReadonlyMap<string, DenseArray>> =>
  (await loadModel(folder)).parameters;

const eventsIn = (cwd: string, run: string): Record<string, unknown>[] =>
  lines(readFileSync(join(cwd, run, 'events.jsonl'), 'utf8')).map(({ seconds: _, ...event }) => event);

const checkpointsIn = (cwd: string, run: string): string[] =>
  readdirSync(join(cwd, run, 'checkpoints'))
    .filter((name) => /^\d/.test(name))
    .sort();

/** A folder with images and `net.keras`, which the tests of the describe block share. */
function sharedFolder(count: number): string {
  const cwd = mkdtempSync(join(tmpdir(), 'nabla-cli-'));
  beforeAll(async () => {
    folderOfBars(count, 3, SIZE, cwd);
    await kerasFile(join(cwd, 'net.keras'));
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  return cwd;
}

describe('a model', () => {
  const cwd = sharedFolder(12);

  const modelOf = (from: string): string => `of-${from.replace('.', '-')}`;

  async function trained(from: string): Promise<Record<string, unknown> | undefined> {
    const out = ['--out', modelOf(from), '--no-run', '--json'];
    const args = ['train', 'bars', '--from', from, '--scale', '255', '--unfreeze', '1', ...SHORT, ...out];
    const events = lines(await nabla(cwd, ...args));
    expect(events[0]).toMatchObject({ event: 'start', rows: 18, testRows: 6, imageShape: [8, 8], parameters: 14 });
    const starts = events.filter(({ event }) => event === 'stage-start');
    expect(starts).toMatchObject([
      { stage: 0, name: 'head', freed: 0, parameters: 14, cached: true },
      { stage: 1, name: 'blocks', freed: 1 },
    ]);
    expect(starts[1]?.['parameters']).toBeGreaterThan(14);
    expect(events.at(-1)).toMatchObject({ event: 'done', epochs: 4, aborted: false });
    const { form, config, parameters } = await loadModel(join(cwd, modelOf(from)));
    expect(form).toMatchObject({ type: 'images', height: 8, width: 8, channels: 3, classes: ['across', 'down'] });
    expect(parameters.get('head.weight')?.shape).toEqual([6, 2]);
    expect(config.frozen?.length).toBeGreaterThan(0);
    return events.at(-1);
  }

  test.each([
    ['a folder of TensorFlow.js', 'net', tfjsFolder],
    ['a file of ONNX', 'net.onnx', onnxFile],
  ] as const)('from %s has its head and a block trained, and is tested', async (_name, from, make) => {
    await make(join(cwd, from));
    const done = await trained(from);
    const evaluated = lines(await nabla(cwd, 'evaluate', modelOf(from), '--json', ...TS))[0];
    expect(evaluated).toMatchObject({ rows: 6, accuracy: done?.['testAccuracy'] });
  });

  test('from a file of Keras has its head and a block trained, and all commands take it', async () => {
    const accuracy = (await trained('net.keras'))?.['testAccuracy'];
    const model = modelOf('net.keras');
    expect(lines(await nabla(cwd, 'evaluate', model, '--json', ...TS))[0]).toMatchObject({ rows: 6, accuracy });
    const predicted = lines(await nabla(cwd, 'predict', model, 'bars/down/1.png', '--json', ...TS))[0];
    expect(['across', 'down']).toContain(predicted?.['prediction']);
    expect(await nabla(cwd, 'inspect', model)).toContain('head');
    await nabla(cwd, 'export', model, '--to', 'onnx', '--out', 'out.onnx');
    expect(await nabla(cwd, 'import', 'out.onnx', '--out', 'again')).toContain('2 classes');
    const same = lines(await nabla(cwd, 'predict', 'again', 'bars/down/1.png', '--json', ...TS))[0];
    expect(same).toMatchObject({ prediction: predicted?.['prediction'] });
    expect(same?.['probability']).toBeCloseTo(predicted?.['probability'] as number, 5);
  });
});

describe('a run', () => {
  const cwd = sharedFolder(12);
  const ARGS = ['train', 'bars', '--from', 'net.keras', '--scale', '255', '--keep', '99', ...SHORT];

  // Five checkpoints a stage: 2 and 7 are within its second epoch, 4 and 9 at its end.
  test.each([
    ['blocks', ['--unfreeze', '1']],
    ['low-rank adapters', ['--lora', '2']],
    ['a last layer that learns all images in the end', ['--no-unfreeze']],
  ])('with %s resumes from checkpoints with the same bits', async (_name, flags) => {
    const whole = `whole${flags[0]}`;
    await nabla(cwd, ...ARGS, ...flags, '--run', whole, '--checkpoint-every', '3 steps', '--batch-size', '5');
    const [events, weights] = [eventsIn(cwd, whole), await weightsIn(join(cwd, whole, 'model'))];
    const checkpoints = checkpointsIn(cwd, whole);
    expect(checkpoints).toHaveLength(10);
    for (const at of [2, 4, 7, 9]) {
      const run = `${whole}-${at}`;
      const left = new Set([join(cwd, whole, 'model'), ...checkpoints.slice(at + 1)]);
      const filter = (path: string): boolean => !left.has(path) && !left.has(basename(path));
      cpSync(join(cwd, whole), join(cwd, run), { recursive: true, filter });
      expect(checkpointsIn(cwd, run)).toHaveLength(at + 1);
      await nabla(cwd, 'train', '--resume', run);
      expect(eventsIn(cwd, run)).toEqual(events);
      expect(await weightsIn(join(cwd, run, 'model'))).toEqual(weights);
    }
  });

  test('has a checkpoint after so many epochs, and at the end of each stage', async () => {
    await nabla(cwd, ...ARGS, '--unfreeze', '1', '--epochs', '3', '--checkpoint-every', '2', '--run', 'every-2');
    const names = ['0001-epoch-2', '0002-epoch-3', '0003-epoch-2', '0004-epoch-3'];
    expect(checkpointsIn(cwd, 'every-2')).toEqual(names);
  });
});

describe('the run of a new last layer', () => {
  const cwd = sharedFolder(12);
  const args = ['train', 'bars', '--from', 'net.keras', '--scale', '255', '--no-unfreeze', '--json', ...SHORT];
  let found: Awaited<ReturnType<typeof nablaHere>>;
  beforeAll(async () => {
    found = await nablaHere([...args, '--run', 'run', '--keep', '99', '--out', 'model'], { cwd });
    expect(found.code, found.stderr).toBe(0);
  });

  test('has checkpoints of what is trained, the stages in its events, a report, and the model', async () => {
    const last = checkpointsIn(cwd, 'run').at(-2) as string;
    const tensors = readFileSync(join(cwd, 'run/checkpoints', last, 'tensors.safetensors'), 'latin1');
    expect(tensors).toContain('head.weight');
    expect(tensors).not.toContain('base');
    expect(eventsIn(cwd, 'run').filter(({ event }) => `${event}`.startsWith('stage-'))).toMatchObject([
      { event: 'stage-start', stage: 0, name: 'head', cached: true, parameters: 14 },
      { event: 'stage-end', stage: 0, epochs: 2, kept: true },
      { event: 'stage-start', stage: 1, name: 'refit', cached: true, parameters: 14 },
      { event: 'stage-end', stage: 1, name: 'refit', kept: true },
    ]);
    await nabla(cwd, 'report', 'run');
    const page = readFileSync(join(cwd, 'run/report.html'), 'utf8');
    expect(page).toContain('a new last layer, on what was held out as well');
    expect(page).toContain('All figures are of the network before that');
    expect(await nabla(cwd, 'predict', 'run', 'bars/down/1.png', ...TS)).toMatch(/^bars\/down\/1\.png: /);
  });

  test('learns all images in the end, and the figures are of before', async () => {
    expect(found.stderr).toContain('before the last layer learned the 6 held-out examples as well');
    const events = lines(found.stdout);
    const [head, refit] = events.filter(({ event }) => event === 'stage-end');
    expect(refit).toMatchObject({ name: 'refit', kept: true });
    expect(events.at(-1)).toMatchObject({ event: 'done', epochs: 2 + Number(refit?.['epochs']) });
    expect(events.at(-1)?.['testLoss']).toBeCloseTo(Number(head?.['loss']), 5);
    // Images of a folder of their own are not learned.
    cpSync(join(cwd, 'bars'), join(cwd, 'held'), { recursive: true });
    const other = lines(await nabla(cwd, ...args, '--no-run', '--validation', 'held'));
    expect(other.filter(({ event }) => event === 'stage-end')).toHaveLength(1);

    expect(await nabla(cwd, 'evaluate', 'model', '--data', 'held', ...TS)).toContain('Accuracy');
    const none = await nablaHere(['evaluate', 'model', ...TS], { cwd });
    expect(none.stderr).toMatch(
      /the model learned from all of its data, so none are left for a test\. Name other data/,
    );
    const same = await nablaHere(['evaluate', 'model', '--data', 'bars', ...TS], { cwd });
    expect(same.stderr).toContain('the model was trained on all of these data');
  });

  test('keeps its number of epochs when it is resumed, and says so', async () => {
    // How the last layer was trained in the file says nothing here.
    expect(found.stderr).not.toContain('only matters for training');
    const { stderr, code } = await nablaHere(['train', '--resume', 'run', '--epochs', '5'], { cwd });
    expect([stderr, code]).toEqual([
      expect.stringContaining('--epochs: each stage of a fine-tuning ends by itself'),
      2,
    ]);
    expect(await nabla(cwd, 'train', '--resume', 'run', '--epochs', '2')).toContain('Accuracy on the validation data');
  });

  test('has no model before its end, and refuses another network', async () => {
    rmSync(join(cwd, 'run/model'), { recursive: true });
    expect((await nablaHere(['report', 'run'], { cwd })).stderr).toBe('');
    const refused = await nablaHere(['predict', 'run', 'bars/down/1.png'], { cwd });
    expect(refused.stderr).toMatch(
      /run: it has no model until its training ends; continue it with nabla train --resume/,
    );
    await kerasFile(join(cwd, 'net.keras'), { inputShape: [8, 8, 3], layers: OTHER });
    const resumed = await nablaHere(['train', '--resume', 'run'], { cwd });
    expect(resumed.stderr).toContain('the network of --from has changed since the run began');
  });
});

describe('the run of low-rank adapters', () => {
  const cwd = sharedFolder(6);
  let events: Record<string, unknown>[];
  beforeAll(async () => {
    const args = ['train', 'bars', '--from', 'net.keras', '--scale', '255', '--lora', '2', ...SHORT, '--json'];
    events = lines(await nabla(cwd, ...args, '--run', 'run', '--out', 'model'));
  });

  test('has them in its model, which is exported without them, or as files of PEFT', async () => {
    const [, start] = events.filter(({ event }) => event === 'stage-start');
    // 3 x 3 x 3 x 2 and 2 x 4 numbers, 3 x 3 x 4 x 2 and 2 x 6, and the last layer.
    expect(start).toMatchObject({ name: 'lora', parameters: 62 + 84 + 14 });
    await nabla(cwd, 'export', 'run', '--to', 'onnx', '--out', 'out.onnx');
    await nabla(cwd, 'export', 'run', '--to', 'peft', '--out', 'adapter');
    const names = [...readSafetensors(readFileSync(join(cwd, 'adapter/adapter_model.safetensors')), 'adapter').keys()];
    expect(names).toHaveLength(4);
  });

  test('says what the model started from in its notes, in the events and in the report', async () => {
    expect(events[0]).toMatchObject({ event: 'start', from: join(cwd, 'net.keras'), lora: 2 });
    expect((await loadModel(join(cwd, 'model'))).notes).toMatchObject({ from: '../net.keras', lora: 2 });
    expect(await nabla(cwd, 'inspect', 'model')).toMatch(/from +\.\.\/net\.keras/);
    await nabla(cwd, 'report', 'run');
    expect(readFileSync(join(cwd, 'run/report.html'), 'utf8')).toContain('net.keras and adapters of rank 2');
  });
});

describe('images in a folder', () => {
  const cwd = sharedFolder(12);

  test('nabla config shows what a fine-tuning uses', async () => {
    const args = ['config', 'bars', '--from', 'net.keras', '--scale', '255', '--learning-rate', '0.5'];
    const text = await nabla(cwd, ...args);
    expect(text).toMatch(/^epochs +100 +default$/m);
    expect(text).toMatch(/^learningRate +0\.5 +--learning-rate$/m);
    expect(text).toMatch(/^optimizer +adamw +default$/m);
    expect(text).toMatch(/^weightDecay +0\.3 +default$/m);
  });

  test('augmented images are not stored as features', async () => {
    const args = ['train', 'bars', '--from', 'net.keras', '--scale', '255', '--no-unfreeze', '--no-run', ...SHORT];
    const text = await nabla(cwd, ...args, '--augment', 'shift=1');
    expect(text).toContain('The images differ from epoch to epoch, so their features are not stored');
    expect(text).not.toContain('on stored features');
  });

  test('a model of nabla goes on, or gets a new last layer for other classes or with --unfreeze', async () => {
    const first = ['train', 'bars', '--out', 'model', '--image-size', '8', '--hidden', '6', '--no-run', ...SHORT];
    await nabla(cwd, ...first);
    const refused = await nablaHere(['train', 'bars', '--from', 'model/model.json', '--no-run'], { cwd });
    expect(refused.stderr).toMatch(/--from: model\.json is a part of a model of nabla\. Pass its folder, .*model/);
    expect(refused.code).toBe(2);
    const next = ['train', 'bars', '--from', 'model', '--no-run', '--json', ...SHORT];
    const stages = (stdout: string): unknown[] => lines(stdout).filter(({ event }) => event === 'stage-start');
    expect(stages(await nabla(cwd, ...next))).toEqual([]);
    expect(stages(await nabla(cwd, ...next, '--unfreeze', '1'))).toHaveLength(2);
    cpSync(join(cwd, 'bars/down'), join(cwd, 'bars/low'), { recursive: true });
    const few = await nablaHere(next, { cwd });
    expect(stages(few.stdout)).toMatchObject([{ parameters: 21 }, { name: 'refit' }]);
    expect(few.stderr).toMatch(/Only \d of the examples are held out, .* --unfreeze 1/);
    const half = await nabla(cwd, ...next, '--validation', '0.5');
    expect(stages(half).slice(0, 2)).toMatchObject([{ parameters: 21 }, { name: 'blocks' }]);
  });
});

describe('is refused', () => {
  const cwd = sharedFolder(4);
  const SCALE = ['--scale', '1'];
  beforeAll(async () => {
    writeFileSync(join(cwd, 'a.txt'), 'text');
    await kerasFile(join(cwd, 'four.keras'), { inputShape: [8, 8, 4] });
    await kerasFile(join(cwd, 'empty.keras'), { layers: [new Dense(3)] });
  });

  test.each([
    ['how pixels become inputs is unknown', 'net.keras', [], /net\.keras does not say how a byte .*--scale 255/, 2],
    ['the input has four channels', 'four.keras', SCALE, /--from: expected an input .* Received \[8, 8, 4\]/, 2],
    ['there are no features', 'empty.keras', SCALE, /--from: empty\.keras: the network has no recognisable/, 1],
    ['--image-size is another', 'net.keras', ['--scale', '1', '--image-size', '9'], /--image-size: expected 8x8/, 2],
    ['adapters and blocks', 'net.keras', ['--lora', '2', '--unfreeze', '1'], /--lora: it trains adapters instead/, 2],
    ['there is no such file', 'none.onnx', [], /none\.onnx: no such file/, 1],
    ['the folder has no network', 'bars', [], /--from: expected a network.*the folder .*bars, which has none/, 2],
    ['the file has no network', 'a.txt', [], /--from: expected a network: .*the file a\.txt, which is none/, 2],
  ])('if %s', async (_name, from, flags, message, code) => {
    const found = await nablaHere(['train', 'bars', '--from', from, '--no-run', ...TS, ...flags], { cwd });
    expect(found.stderr).toMatch(message);
    expect(found.code).toBe(code);
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  });

  test('without --from', async () => {
    const { stderr, code } = await nablaHere(['train', 'bars', '--lora', '2', '--no-run'], { cwd });
    expect(stderr).toContain('--lora: it works only with --from');
    expect(code).toBe(2);
  });
});
