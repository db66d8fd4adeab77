/** `nabla train photos --from FILE`: a new last layer for a trained network, and more of it. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '@nablajs/checkpoint';
import { Dense, type DenseArray } from '@nablajs/core';
import { readSafetensors } from '@nablajs/interchange';
import { describe, expect, test } from 'vitest';
import { folderOfBars } from '../helpers/bars.js';
import { nablaHere } from '../helpers/run-here.js';
import { kerasFile, OTHER, onnxFile, tfjsFolder } from './models.js';

const lines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const TS = ['--backend', 'ts'];
const SHORT = ['--epochs', '3', '--learning-rate', '0.02', '--validation', '0.25', ...TS];

async function nabla(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await nablaHere(args, { cwd });
  expect(code, stderr).toBe(0);
  return stdout;
}

const weightsIn = async (folder: string): Promise<ReadonlyMap<string, DenseArray>> =>
  (await loadModel(folder)).parameters;

const MAKERS = [
  ['a file of Keras', 'net.keras', kerasFile],
  ['a folder of TensorFlow.js', 'net', tfjsFolder],
  ['a file of ONNX', 'net.onnx', onnxFile],
] as const;

describe.each(MAKERS)('from %s', (_name, from, make) => {
  test('the head and a block are trained, and all commands take the model', async () => {
    const cwd = folderOfBars(12, 3);
    await make(join(cwd, from));
    const args = ['train', 'bars', '--from', from, '--scale', '255', '--unfreeze', '1', '--out', 'model', '--no-run'];
    const events = lines(await nabla(cwd, ...args, ...SHORT, '--json'));
    expect(events[0]).toMatchObject({ event: 'start', rows: 18, testRows: 6, imageShape: [8, 8], parameters: 14 });
    const starts = events.filter(({ event }) => event === 'stage-start');
    expect(starts).toMatchObject([
      { stage: 0, name: 'head', freed: 0, parameters: 14, cached: true },
      { stage: 1, name: 'blocks', freed: 1 },
    ]);
    expect(starts[1]?.['parameters']).toBeGreaterThan(14);
    expect(events.at(-1)).toMatchObject({ event: 'done', epochs: 6, aborted: false });
    const { form, config, parameters } = await loadModel(join(cwd, 'model'));
    expect(form).toMatchObject({ type: 'images', height: 8, width: 8, channels: 3, classes: ['across', 'down'] });
    expect(parameters.get('head.weight')?.shape).toEqual([6, 2]);
    expect(config.frozen?.length).toBeGreaterThan(0);

    const accuracy = events.at(-1)?.['testAccuracy'];
    expect(lines(await nabla(cwd, 'evaluate', 'model', '--json', ...TS))[0]).toMatchObject({ rows: 6, accuracy });
    const predicted = lines(await nabla(cwd, 'predict', 'model', 'bars/down/1.png', '--json', ...TS))[0];
    expect(['across', 'down']).toContain(predicted?.['prediction']);
    expect(await nabla(cwd, 'inspect', 'model')).toContain('head');
    await nabla(cwd, 'export', 'model', '--to', 'onnx', '--out', 'out.onnx');
    const again = await nabla(cwd, 'import', 'out.onnx', '--out', 'again');
    expect(again).toContain('2 classes');
    const same = lines(await nabla(cwd, 'predict', 'again', 'bars/down/1.png', '--json', ...TS))[0];
    expect(same).toMatchObject({ prediction: predicted?.['prediction'] });
    expect(same?.['probability']).toBeCloseTo(predicted?.['probability'] as number, 5);
  });
});

describe('a run', () => {
  /** Trains with a run that keeps all checkpoints, in two stages of three epochs. */
  async function trained(...flags: string[]): Promise<{ cwd: string; events: unknown[]; weights: unknown }> {
    const cwd = folderOfBars(12, 3);
    await kerasFile(join(cwd, 'net.keras'));
    const args = ['train', 'bars', '--from', 'net.keras', '--scale', '255', '--run', 'run', '--keep', '99', ...SHORT];
    await nabla(cwd, ...args, ...flags);
    return { cwd, events: eventsIn(cwd, 'run'), weights: await weightsIn(join(cwd, 'run/model')) };
  }

  const eventsIn = (cwd: string, run: string): unknown[] =>
    lines(readFileSync(join(cwd, run, 'events.jsonl'), 'utf8')).map(({ seconds: _, ...event }) => event);

  test.each([
    ['blocks', ['--unfreeze', '1']],
    ['low-rank adapters', ['--lora', '2']],
    ['a last layer that learns all images in the end', ['--no-unfreeze', '--epochs', '4']],
  ])('with %s resumes from each checkpoint with the same bits', async (_name, flags) => {
    const { cwd, events, weights } = await trained(...flags, '--checkpoint-every', '2 steps', '--batch-size', '5');
    const checkpoints = readdirSync(join(cwd, 'run/checkpoints'))
      .filter((name) => /^\d/.test(name))
      .sort();
    expect(checkpoints.length).toBeGreaterThan(10);
    for (const [at] of checkpoints.entries()) {
      if (at % 3 !== 1 && at < checkpoints.length - 1) continue;
      const run = `killed-${at}`;
      cpSync(join(cwd, 'run'), join(cwd, run), { recursive: true });
      rmSync(join(cwd, run, 'model'), { recursive: true });
      for (const later of checkpoints.slice(at + 1)) rmSync(join(cwd, run, 'checkpoints', later), { recursive: true });
      await nabla(cwd, 'train', '--resume', run);
      expect(eventsIn(cwd, run)).toEqual(events);
      expect(await weightsIn(join(cwd, run, 'model'))).toEqual(weights);
    }
  });

  test('has checkpoints of what is trained, the stages in its events, a report, and the model', async () => {
    const { cwd, events } = await trained('--no-unfreeze');
    const tensors = readFileSync(join(cwd, 'run/checkpoints', lastCheckpoint(cwd), 'tensors.safetensors'), 'latin1');
    expect(tensors).toContain('head.weight');
    expect(tensors).not.toContain('base');
    expect(events.filter((event) => `${(event as { event: string }).event}`.startsWith('stage-'))).toMatchObject([
      { event: 'stage-start', stage: 0, name: 'head', cached: true, parameters: 14 },
      { event: 'stage-end', stage: 0, epochs: 3, kept: true },
      { event: 'stage-start', stage: 1, name: 'refit', cached: true, parameters: 14 },
      { event: 'stage-end', stage: 1, name: 'refit', kept: true },
    ]);
    await nabla(cwd, 'report', 'run');
    const page = readFileSync(join(cwd, 'run/report.html'), 'utf8');
    expect(page).toContain('a new last layer, on what was held out as well');
    expect(page).toContain('All figures are of the network before that');
    expect(await nabla(cwd, 'predict', 'run', 'bars/down/1.png', ...TS)).toMatch(/^bars\/down\/1\.png: /);
  });

  test('with adapters has them in its model, which is exported without them, or as files of PEFT', async () => {
    const { cwd, events } = await trained('--lora', '2');
    const [, start] = events.filter((event) => (event as { event: string }).event === 'stage-start');
    // 3 x 3 x 3 x 2 and 2 x 4 numbers, 3 x 3 x 4 x 2 and 2 x 6, and the last layer.
    expect(start).toMatchObject({ name: 'lora', parameters: 62 + 84 + 14 });
    await nabla(cwd, 'export', 'run', '--to', 'onnx', '--out', 'out.onnx');
    await nabla(cwd, 'export', 'run', '--to', 'peft', '--out', 'adapter');
    const names = [...readSafetensors(readFileSync(join(cwd, 'adapter/adapter_model.safetensors')), 'adapter').keys()];
    expect(names).toHaveLength(4);
  });

  const lastCheckpoint = (cwd: string): string =>
    readdirSync(join(cwd, 'run/checkpoints'))
      .filter((name) => /^\d/.test(name))
      .sort()
      .at(-2) as string;

  test('has a checkpoint after so many epochs, and at the end of each stage', async () => {
    const { cwd } = await trained('--unfreeze', '1', '--checkpoint-every', '2');
    const checkpoints = readdirSync(join(cwd, 'run/checkpoints')).filter((name) => /^\d/.test(name));
    expect(checkpoints.sort()).toEqual(['0001-epoch-2', '0002-epoch-3', '0003-epoch-2', '0004-epoch-3']);
  });

  test('that has not ended has no model, and refuses another network', async () => {
    const { cwd } = await trained('--no-unfreeze');
    rmSync(join(cwd, 'run/model'), { recursive: true });
    expect((await nablaHere(['report', 'run'], { cwd })).stderr).toBe('');
    const found = await nablaHere(['predict', 'run', 'bars/down/1.png'], { cwd });
    expect(found.stderr).toMatch(/run: it has no model until its training ends; continue it with nabla train --resume/);
    await kerasFile(join(cwd, 'net.keras'), { inputShape: [8, 8, 3], layers: OTHER });
    const resumed = await nablaHere(['train', '--resume', 'run'], { cwd });
    expect(resumed.stderr).toContain('the network of --from has changed since the run began');
  });
});

test('nabla config shows what a fine-tuning uses', async () => {
  const cwd = folderOfBars(4, 3);
  await kerasFile(join(cwd, 'net.keras'));
  const args = ['config', 'bars', '--from', 'net.keras', '--scale', '255', '--learning-rate', '0.5'];
  const text = await nabla(cwd, ...args);
  expect(text).toMatch(/^epochs +100 +default$/m);
  expect(text).toMatch(/^learningRate +0\.5 +--learning-rate$/m);
  expect(text).toMatch(/^optimizer +adamw +default$/m);
  expect(text).toMatch(/^weightDecay +0\.3 +default$/m);
});

test('the last layer learns all images in the end, and the figures are of before', async () => {
  const cwd = folderOfBars(12, 3);
  await kerasFile(join(cwd, 'net.keras'));
  const args = ['train', 'bars', '--from', 'net.keras', '--scale', '255', '--no-unfreeze', '--json', ...SHORT];
  const found = await nablaHere([...args, '--run', 'run', '--out', 'model'], { cwd });
  expect(found.stderr).toContain('before the last layer learned the 6 held-out examples as well');
  const events = lines(found.stdout);
  const [head, refit] = events.filter(({ event }) => event === 'stage-end');
  expect(refit).toMatchObject({ name: 'refit', kept: true });
  expect(events.at(-1)).toMatchObject({ event: 'done', epochs: 3 + Number(refit?.['epochs']) });
  expect(events.at(-1)?.['testLoss']).toBeCloseTo(Number(head?.['loss']), 5);
  // Images of a folder of their own are not learned.
  cpSync(join(cwd, 'bars'), join(cwd, 'held'), { recursive: true });
  const other = lines(await nabla(cwd, ...args, '--no-run', '--validation', 'held'));
  expect(other.filter(({ event }) => event === 'stage-end')).toHaveLength(1);

  expect(await nabla(cwd, 'evaluate', 'model', '--data', 'held', ...TS)).toContain('Accuracy');
  const none = await nablaHere(['evaluate', 'model', ...TS], { cwd });
  expect(none.stderr).toMatch(/the model learned from all of its data, so none are left for a test\. Name other data/);
  const same = await nablaHere(['evaluate', 'model', '--data', 'bars', ...TS], { cwd });
  expect(same.stderr).toContain('the model was trained on all of these data');
});

test('augmented images are not stored as features', async () => {
  const cwd = folderOfBars(12, 3);
  await kerasFile(join(cwd, 'net.keras'));
  const args = ['train', 'bars', '--from', 'net.keras', '--scale', '255', '--no-unfreeze', '--no-run', ...SHORT];
  const text = await nabla(cwd, ...args, '--augment', 'shift=1');
  expect(text).toContain('The images differ from epoch to epoch, so their features are not stored');
  expect(text).not.toContain('on stored features');
});

test('the model.json of a model of nabla is refused, and its folder named', async () => {
  const cwd = folderOfBars(12, 3);
  await nabla(cwd, 'train', 'bars', '--out', 'model', '--image-size', '8', '--hidden', '6', '--no-run', ...SHORT);
  const found = await nablaHere(['train', 'bars', '--from', 'model/model.json', '--no-run'], { cwd });
  expect(found.stderr).toMatch(/--from: model\.json is a part of a model of nabla\. Pass its folder, .*model/);
  expect(found.code).toBe(2);
});

test('a model of nabla goes on, or gets a new last layer for other classes or with --unfreeze', async () => {
  const cwd = folderOfBars(12, 3);
  const first = ['train', 'bars', '--out', 'model', '--image-size', '8', '--hidden', '6', '--no-run', ...SHORT];
  await nabla(cwd, ...first);
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

test('a resumed run keeps its number of epochs, and says so', async () => {
  const cwd = folderOfBars(12, 3);
  await kerasFile(join(cwd, 'net.keras'));
  const args = ['train', 'bars', '--from', 'net.keras', '--scale', '255', '--no-unfreeze', '--run', 'run', ...SHORT];
  const text = await nablaHere(args, { cwd });
  // How the last layer was trained in the file says nothing here.
  expect(text.stderr).not.toContain('only matters for training');
  const { stderr, code } = await nablaHere(['train', '--resume', 'run', '--epochs', '5'], { cwd });
  expect([stderr, code]).toEqual([expect.stringContaining('--epochs: each stage of a fine-tuning ends by itself'), 2]);
  expect(await nabla(cwd, 'train', '--resume', 'run', '--epochs', '3')).toContain('Accuracy on the validation data');
});

test('what a model started from is in its notes, in the events and in the report', async () => {
  const cwd = folderOfBars(12, 3);
  await kerasFile(join(cwd, 'net.keras'));
  const args = ['train', 'bars', '--from', 'net.keras', '--scale', '255', '--lora', '2', ...SHORT, '--json'];
  const [start] = lines(await nabla(cwd, ...args, '--run', 'run', '--out', 'model'));
  expect(start).toMatchObject({ event: 'start', from: join(cwd, 'net.keras'), lora: 2 });
  expect((await loadModel(join(cwd, 'model'))).notes).toMatchObject({ from: '../net.keras', lora: 2 });
  expect(await nabla(cwd, 'inspect', 'model')).toMatch(/from +\.\.\/net\.keras/);
  await nabla(cwd, 'report', 'run');
  expect(readFileSync(join(cwd, 'run/report.html'), 'utf8')).toContain('net.keras and adapters of rank 2');
});

describe('is refused', () => {
  test.each([
    ['how pixels become inputs is unknown', 'net.keras', [], /net\.keras does not say how a byte .*--scale 255/, 2],
    [
      'the input has four channels',
      'four.keras',
      ['--scale', '1'],
      /--from: expected an input .* Received \[8, 8, 4\]/,
      2,
    ],
    [
      'there are no features',
      'empty.keras',
      ['--scale', '1'],
      /--from: empty\.keras: the network has no recognisable/,
      1,
    ],
    ['--image-size is another', 'net.keras', ['--scale', '1', '--image-size', '9'], /--image-size: expected 8x8/, 2],
    ['adapters and blocks', 'net.keras', ['--lora', '2', '--unfreeze', '1'], /--lora: it trains adapters instead/, 2],
    ['there is no such file', 'none.onnx', [], /none\.onnx: no such file/, 1],
    ['the folder has no network', 'bars', [], /--from: expected a network.*the folder .*bars, which has none/, 2],
    ['the file has no network', 'a.txt', [], /--from: expected a network: .*the file a\.txt, which is none/, 2],
  ])('if %s', async (_name, from, flags, message, code) => {
    const cwd = folderOfBars(4, 3);
    await kerasFile(join(cwd, 'net.keras'));
    writeFileSync(join(cwd, 'a.txt'), 'text');
    await kerasFile(join(cwd, 'four.keras'), { inputShape: [8, 8, 4] });
    await kerasFile(join(cwd, 'empty.keras'), { layers: [new Dense(3)] });
    const found = await nablaHere(['train', 'bars', '--from', from, '--no-run', ...TS, ...flags], { cwd });
    expect(found.stderr).toMatch(message);
    expect(found.code).toBe(code);
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  });

  test('without --from', async () => {
    const cwd = folderOfBars(4, 3);
    const { stderr, code } = await nablaHere(['train', 'bars', '--lora', '2', '--no-run'], { cwd });
    expect(stderr).toContain('--lora: it works only with --from');
    expect(code).toBe(2);
  });
});
