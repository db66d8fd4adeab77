/** What the Teach view's worker does, in this process: it reads photos, teaches, answers, and exports. */
import { readFileSync } from 'node:fs';
import { createBackend } from '@nablajs/backend-wasm';
import { type EncodedModelFiles, loadModelFiles } from '@nablajs/checkpoint/portable';
import { type Backend, dense, networkFromConfig, predict } from '@nablajs/core';
import { decodeImage, encodeImage, type ImageForm, imageDataset, readImageForm } from '@nablajs/datasets';
import { importOnnx } from '@nablajs/interchange';
import { expect, it, onTestFinished } from 'vitest';
import { ALL_LAYERS, type NamedFile } from '../../src/lab/teach/base.js';
import type { Lesson } from '../../src/lab/teach/head.js';
import { PIXELS } from '../../src/lab/teach/pixels.js';
import { Teacher } from '../../src/lab/teach/teacher.js';
import { type Kind, painted, paintedBytes } from './painted.js';
import { smallNetworks } from './small-networks.js';

const file = (name: string): Buffer => readFileSync(new URL(`../../features/${name}`, import.meta.url));

function openTeacher(): Teacher {
  const teacher = new Teacher({
    base: async () => ({ model: file('model.json'), weights: file('weights.safetensors') }),
    decode: async (photo) => decodeImage(new Uint8Array(await photo.arrayBuffer()), 'photo'),
  });
  onTestFinished(() => teacher.dispose());
  return teacher;
}

async function openBackend(): Promise<Backend> {
  const backend = await createBackend({ threads: 1 });
  onTestFinished(() => backend.dispose());
  return backend;
}

/** Reads pictures of a kind, and returns their numbers. */
async function read(teacher: Teacher, kind: Kind, count: number, first = 0): Promise<number[]> {
  const ids: number[] = [];
  for (let at = 0; at < count; at++) ids.push((await teacher.read(painted(kind, first + at), 64)).id);
  return ids;
}

/** Teaches stripes and discs, and asks about another disc. */
async function taught(teacher: Teacher, count: number) {
  const classes = [
    { name: 'stripes', photos: await read(teacher, 'stripes', count) },
    { name: 'discs', photos: await read(teacher, 'discs', count) },
  ];
  const lessons: Lesson[] = [];
  const lesson = await teacher.teach(classes, (one) => lessons.push(one));
  const [other] = await read(teacher, 'discs', 1, 50);
  return { lesson, lessons, answer: await teacher.answer(other as number) };
}

/** The bytes of the other disc, as a network of this form wants them. */
const otherDisc = (form: ImageForm): Uint8Array =>
  encodeImage(decodeImage(paintedBytes('discs', 50), 'disc.png'), form);

/** What the exported ONNX file answers about the other disc. */
async function answerOfOnnx(bytes: Uint8Array, form: ImageForm): Promise<readonly number[]> {
  using network = importOnnx(await openBackend(), bytes);
  const pixels = Int32Array.from(otherDisc(form));
  const { data } = await predict(network, dense(pixels, [1, form.height, form.width, form.channels]));
  return [...data];
}

async function savedOf({ model, weights }: EncodedModelFiles) {
  const saved = await loadModelFiles({ model, weights });
  return { ...saved, form: readImageForm(saved.form, 'model.json') };
}

/** What the saved model answers about the other disc, before the softmax. */
async function answerOfModel(files: EncodedModelFiles): Promise<readonly number[]> {
  const { config, dtype, parameters, form } = await savedOf(files);
  using network = networkFromConfig(await openBackend(), config, { dtype, parameters, layers: ALL_LAYERS });
  const { height, width, channels, normalisation } = form;
  const one = { images: otherDisc(form), labels: Uint8Array.of(0), count: 1, height, width, channels };
  const { x } = imageDataset(one, { normalisation, flatten: false }).batch(Int32Array.of(0));
  const { data } = await predict(network, x, { activation: 'softmax' });
  return [...data];
}

it('learns two classes from few photos without a test, answers, and exports', async () => {
  const teacher = openTeacher();
  expect(await teacher.base()).toMatchObject({ parameters: 2_336_304, features: 192, height: 224, knowsPixels: true });
  const { lesson, lessons, answer } = await taught(teacher, 2);
  expect(lessons[0]).toMatchObject({ state: 'training', losses: [], training: 4, heldOut: 0 });
  expect(lesson).toMatchObject({ state: 'done', training: 4, heldOut: 0, heldLosses: [], wrong: [] });
  expect(lesson.losses.length).toBe(100);
  expect(lesson.losses.at(-1)).toBeLessThan(0.1);
  expect(answer[1]).toBeGreaterThan(0.9);
  expect(answer.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);

  const files = await teacher.save();
  const { form } = await savedOf(files);
  expect(form.classes).toEqual(['stripes', 'discs']);
  expect(await answerOfModel(files)).toEqual([...answer]);
  const [stripes, discs] = await answerOfOnnx(await teacher.exportOnnx(), form);
  expect(stripes).toBeCloseTo(answer[0] as number, 4);
  expect(discs).toBeCloseTo(answer[1] as number, 4);
}, 60_000);

it('tests itself on held-out photos, and says which answers about them are wrong', async () => {
  const teacher = openTeacher();
  await teacher.start(await filesOf('onnx'));
  // Photos like those that it learned from.
  const five = async (kind: Kind) =>
    (await Promise.all(Array.from({ length: 5 }, () => read(teacher, kind, 1)))).flat();
  const alike = [
    { name: 'stripes', photos: await five('stripes') },
    { name: 'discs', photos: await five('discs') },
  ];
  const lessons: Lesson[] = [];
  const lesson = await teacher.teach(alike, (one) => lessons.push(one));
  expect(lessons[0]).toMatchObject({ state: 'training', losses: [], training: 8, heldOut: 2 });
  expect(lesson).toMatchObject({ state: 'done', training: 8, heldOut: 2, wrong: [] });
  expect(lesson.losses.length).toBe(lesson.heldLosses.length);
  // Equal pictures in two classes cannot be told apart: half of the answers are wrong.
  const same = [await read(teacher, 'discs', 10), await read(teacher, 'discs', 10)] as const;
  const classes = same.map((photos, at) => ({ name: `${at}`, photos }));
  const { wrong = [], heldOut } = await teacher.teach(classes, () => undefined);
  expect(heldOut).toBe(4);
  expect(wrong.length).toBeGreaterThan(0);
  for (const { id, answer } of wrong) expect(same[1 - answer]?.includes(id)).toBe(true);
});

it('shows a photo as it is, and forgets it', async () => {
  const teacher = openTeacher();
  await expect(teacher.read(painted('stripes', 0), 128)).rejects.toThrow('There is no network to start from yet.');
  await teacher.start(await filesOf('keras'));
  const { id, thumb } = await teacher.read(painted('stripes', 0), 128);
  expect([thumb.width, thumb.height, thumb.pixels.length]).toEqual([128, 96, 128 * 96 * 4]);
  const [red, green, blue, alpha] = thumb.pixels;
  expect([red, green, blue]).toEqual([...decodeImage(paintedBytes('stripes', 0), 'x').pixels.subarray(0, 3)]);
  expect(alpha).toBe(255);
  await expect(teacher.answer(id)).rejects.toThrow('There is no trained network yet.');
  await expect(teacher.teach([{ name: 'a', photos: [id] }], () => undefined)).rejects.toThrow(/two classes or more/);
  teacher.forget([id]);
  const classes = ['a', 'b'].map((name) => ({ name, photos: [id] }));
  await expect(teacher.teach(classes, () => undefined)).rejects.toThrow(`There is no photo ${id}.`);
  await expect(teacher.read(new Blob(['no picture']), 128)).rejects.toThrow(/PNG or a JPEG/);
});

let made: ReturnType<typeof smallNetworks> | undefined;
const filesOf = async (format: keyof Awaited<ReturnType<typeof smallNetworks>>): Promise<readonly NamedFile[]> => {
  made ??= smallNetworks(await openBackend());
  return (await made)[format];
};

it('starts from networks of other libraries, which give the same features', async () => {
  const teacher = openTeacher();
  const answers: (readonly number[])[] = [];
  for (const format of ['onnx', 'channelsFirst', 'keras', 'tfjs'] as const) {
    const facts = await teacher.start(await filesOf(format));
    expect(facts).toMatchObject({ features: 8, height: 32, width: 48, knowsPixels: false });
    answers.push([...(await taught(teacher, 2)).answer]);
  }
  for (const answer of answers) expect(answer[1]).toBeCloseTo(answers[0]?.[1] as number, 5);
});

it.each(PIXELS)('takes pixels from %s into the model and the ONNX file', async (pixels) => {
  const teacher = openTeacher();
  await teacher.start(await filesOf('channelsFirst'), pixels);
  const { answer } = await taught(teacher, 2);
  const files = await teacher.save();
  const { form } = await savedOf(files);
  expect((await answerOfModel(files))[1]).toBeCloseTo(answer[1] as number, 5);
  expect((await answerOfOnnx(await teacher.exportOnnx(), form))[1]).toBeCloseTo(answer[1] as number, 5);
});

it('starts from a model that it saved', async () => {
  const teacher = openTeacher();
  await teacher.start(await filesOf('onnx'));
  await taught(teacher, 2);
  const { model, weights } = await teacher.save();
  const bytes = new TextEncoder().encode(model);
  const files = [
    { name: 'model.json', bytes },
    { name: 'weights.safetensors', bytes: weights },
  ];
  expect(await teacher.start(files)).toMatchObject({ features: 8, height: 32, width: 48, knowsPixels: true });
});

it('refuses what it cannot start from, and keeps what it has', async () => {
  const teacher = openTeacher();
  const { parameters } = await teacher.start(await filesOf('onnx'));
  const named = (name: string): NamedFile => ({ name, bytes: Uint8Array.of(1, 2, 3) });
  await expect(teacher.start([named('cat.txt')])).rejects.toThrow(/^Expected a network: .* Received cat\.txt\.$/);
  await expect(teacher.start([named('a.onnx')])).rejects.toThrow();
  await expect(teacher.start(await filesOf('rows'))).rejects.toThrow(
    'Expected a network that takes one photo: [height, width, 3] or [3, height, width]. Received an input [7].',
  );
  expect((await teacher.base()).parameters).toBe(parameters);
});
