/** A load reads model.json, then the weights. Saves that end in between must not be visible. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { loadModel, saveModel } from '../../src/index.js';
import { bitsOf, modelOf, temporaryFolder } from '../helpers.js';

/** Called between the two reads of a load, the first `times` times. */
const between = vi.hoisted(() => ({ times: 0, loads: 0, act: async () => {} }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const readdir = async (path: string, options: object) => {
    // Only a load asks for the kinds of the entries; what happens in between loads too.
    const { times, act } = between;
    if ('withFileTypes' in options) between.loads++;
    if ('withFileTypes' in options && times > 0) {
      between.times = 0;
      await act();
      between.times = times - 1;
    }
    return real.readdir(path, options as never);
  };
  return { ...real, readdir: (path: string, options: object = {}) => readdir(path, options) };
});

afterEach(() => {
  between.times = 0;
});

const bitsIn = async (folder: string) => bitsOf((await loadModel(folder)).parameters);
const bits = (first: number) => bitsOf(modelOf('float32', first).parameters);

test.each([1, 2, 5])('%i saves during one load', async (times) => {
  const folder = temporaryFolder();
  await saveModel(folder, modelOf('float32', 0));
  let saved = 0;
  between.act = async () => saveModel(folder, modelOf('float32', ++saved));
  between.times = times;
  expect(await bitsIn(folder)).toEqual(bits(times));
  expect(saved).toBe(times);
});

test('an undisturbed load reads once, even if it fails', async () => {
  const folder = temporaryFolder();
  await saveModel(folder, modelOf('float32', 0));
  between.loads = 0;
  expect(await bitsIn(folder)).toEqual(bits(0));
  expect(between.loads).toBe(1);
  rmSync(join(folder, 'weights.safetensors'));
  await expect(loadModel(folder)).rejects.toThrow('Received no such file; it is damaged or belongs to another model');
  expect(between.loads).toBe(2);
  expect(readdirSync(folder)).toEqual(['model.json']);
});
