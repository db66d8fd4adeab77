import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, saveModel } from '@nablajs/checkpoint';
import type { JsonValue, Sequential } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { expect, it, onTestFinished } from 'vitest';
import { keepTrained } from '../../src/models/keep-trained.js';
import type { TrainedOn } from '../../src/models/model-folder.js';
import { createNetwork } from '../../src/models/network.js';
import { prepareOutFolder } from '../../src/models/out-folder.js';
import { trainStart } from '../helpers/report-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const trainedOn = (accuracy: number): TrainedOn => ({
  ...{ settings: trainStart.settings, epochs: 1, score: { name: 'accuracy', value: accuracy } },
  ...{ layout: 'dense', normalisation: { divisor: 255 }, form: undefined },
});

async function withModel(body: (model: Sequential) => Promise<void>): Promise<void> {
  const options = { inputShape: [6], hidden: [4], outputs: 10, dtype: 'float32', seed: 1 } as const;
  using model = createNetwork(await createBackend(), options);
  await body(model);
}

const accuracyIn = async (folder: string): Promise<unknown> => (await loadModel(folder)).notes?.['accuracy'];

it('tries one folder after the other, and leaves nothing where saving fails', async () => {
  const root = temporaryFolder({ file: 'in the way' });
  await withModel(async (model) => {
    const parents = [join(root, 'none'), root];
    const kept = await keepTrained(join(root, 'file'), model, trainedOn(0.5), { overwrite: false, parents });
    expect(kept.folder).toMatch(new RegExp(`^${root}/nabla-model-`));
    expect(kept.problem).toMatch(/cannot write to .*file: EEXIST.* The model was saved in .*nabla-model-\w+\.$/);
    expect(await accuracyIn(kept.folder ?? '')).toBe(0.5);
    expect(readdirSync(root)).toHaveLength(2);
  });
});

it.runIf(existsSync('/dev/shm'))('says that a folder in memory does not last', async () => {
  const root = temporaryFolder({ file: 'in the way' });
  await withModel(async (model) => {
    const options = { overwrite: false, parents: [join(root, 'none'), '/dev/shm'] };
    const kept = await keepTrained(join(root, 'file'), model, trainedOn(0.5), options);
    onTestFinished(() => rmSync(kept.folder ?? '', { recursive: true, force: true }));
    expect(kept.problem).toMatch(
      / The model was saved in \/dev\/shm\/nabla-model-\w+, which is in memory: copy it before/,
    );
    expect(await accuracyIn(kept.folder ?? '')).toBe(0.5);
  });
});

it('reports that every folder failed', async () => {
  const root = temporaryFolder({ file: 'in the way' });
  await withModel(async (model) => {
    const parents = [join(root, 'none'), join(root, 'neither')];
    const kept = await keepTrained(join(root, 'file'), model, trainedOn(0.5), { overwrite: false, parents });
    expect(kept).toMatchObject({ folder: undefined, replaced: undefined });
    expect(kept.problem).toMatch(/EEXIST.* Saving it elsewhere failed too: .*none.* .*neither/);
  });
});

const images = (classes: readonly string[]) => ({
  ...{ type: 'images', height: 2, width: 3, channels: 1, placement: 'fit', normalisation: { divisor: 255 }, classes },
});
const SCALE = { mean: 1, standardDeviation: 2 };
const COLUMN = { name: 'x', kind: 'number', missing: false, ...SCALE };
const target = (target: JsonValue) => ({ type: 'table', columns: [COLUMN], target });

it.each([
  [images(['cat', 'owl']), images(['owl', 'cat']), undefined],
  [images(['cat', 'owl']), images(['cat', 'owl', 'dog']), "with other classes: only the new one knows 'dog'"],
  [images(['cat', 'owl']), images(['cat', 'dog']), "with other classes: the new one does not know 'owl'"],
  [
    target({ name: 'size', kind: 'class', values: ['1', '2'] }),
    target({ name: 'size', kind: 'number', ...SCALE }),
    "of the class 'size', and the new one is of the number 'size'",
  ],
  [
    target({ name: 'a', kind: 'number', ...SCALE }),
    images(['1', '2']),
    "of the number 'a', and the new one is of the class",
  ],
  [target({ name: 'a', kind: 'number', ...SCALE }), undefined, undefined],
])('compares models of one task only: %j and %j', async (before, after, difference) => {
  const root = temporaryFolder();
  const folder = join(root, 'model');
  await withModel(async (model) => {
    await keepTrained(folder, model, { ...trainedOn(0.5), form: before }, { overwrite: false });
    const prepared = prepareOutFolder(folder, after);
    if (difference === undefined) await prepared;
    else await expect(prepared).rejects.toThrow(difference);
    const kept = await keepTrained(folder, model, { ...trainedOn(0.6), form: after }, { overwrite: false });
    expect(kept.folder).toBe(difference === undefined ? folder : `${folder}-2`);
    if (difference !== undefined) expect(kept.problem).toContain(difference);
    const forced = await keepTrained(folder, model, { ...trainedOn(0.1), form: after }, { overwrite: true });
    expect(forced).toMatchObject({ folder, problem: undefined });
  });
});

it.each([
  [0.5, 0.5, false],
  [0.5, 0.6, false],
  [0.5, 0.4, true],
])('replaces a model of accuracy %d by one of %d if overwrite is %s', async (old, accuracy, overwrite) => {
  const folder = temporaryFolder();
  await withModel(async (model) => {
    await keepTrained(folder, model, trainedOn(old), { overwrite });
    const kept = await keepTrained(folder, model, trainedOn(accuracy), { overwrite });
    expect(kept).toEqual({ folder, problem: undefined, replaced: { score: { name: 'accuracy', value: old } } });
    expect(await accuracyIn(folder)).toBe(accuracy);
  });
});

it('keeps a better model, and saves the new one under the first free name beside it', async () => {
  const root = temporaryFolder({ 'model-2/theirs': '' });
  const folder = join(root, 'model');
  await withModel(async (model) => {
    await keepTrained(folder, model, trainedOn(0.5), { overwrite: false });
    const before = readFileSync(join(folder, 'model.json'), 'utf8');
    const kept = await keepTrained(folder, model, trainedOn(0.4), { overwrite: false });
    expect(kept.folder).toBe(`${folder}-3`);
    expect(await accuracyIn(`${folder}-3`)).toBe(0.4);
    expect(readFileSync(join(folder, 'model.json'), 'utf8')).toBe(before);
    expect(readdirSync(root).sort()).toEqual(['model', 'model-2', 'model-3']);
  });
});

it('replaces a model without a recorded accuracy, and says so', async () => {
  const folder = temporaryFolder();
  await withModel(async (model) => {
    await keepTrained(folder, model, trainedOn(0.5), { overwrite: false });
    const { notes: _, ...plain } = await loadModel(folder);
    await saveModel(folder, plain);
    const kept = await keepTrained(folder, model, trainedOn(0.1), { overwrite: false });
    expect(kept).toEqual({ folder, problem: undefined, replaced: { score: undefined } });
  });
});

it('does not replace weights that are not of a model', async () => {
  const [folder, parent] = [temporaryFolder(), temporaryFolder()];
  await withModel(async (model) => {
    await keepTrained(folder, model, trainedOn(0.5), { overwrite: false });
    writeFileSync(join(folder, 'weights.safetensors'), 'theirs');
    const kept = await keepTrained(folder, model, trainedOn(0.6), { overwrite: true, parents: [parent] });
    expect(kept.folder).toContain(parent);
    expect(readFileSync(join(folder, 'weights.safetensors'), 'utf8')).toBe('theirs');
  });
});
