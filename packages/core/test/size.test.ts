/**
 * What a page loads: the built files as a bundler makes them smaller, gzipped; and what tree shaking leaves of them.
 */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { bundle, DIST } from './support/bundle.js';

const MOST_BYTES = 48_350;

/** Folders in which most files are one layer, loss or optimizer each; and the other files there. */
const OTHERS = {
  layers: ['check-layers', 'convolution', 'from-config', 'fusing', 'lambda', 'named', 'norm', 'pooling'],
  losses: ['check-loss', 'from-config', 'loss', 'objective', 'penalty'],
  optimizers: [
    ...['check-optimizer', 'from-config', 'gradient-transforms', 'optimizer', 'optimizer-state'],
    ...['parameter-groups', 'running-product', 'update-rules'],
  ],
};

const others = new Set(Object.entries(OTHERS).flatMap(([folder, files]) => files.map((file) => `${folder}/${file}`)));

const isPart = (module: string) =>
  Object.keys(OTHERS).some((folder) => module.startsWith(`${folder}/`)) && !others.has(module);

it(`is at most ${MOST_BYTES} bytes for everything that '@nablajs/core' exports`, async () => {
  const { bytes, modules } = await bundle("export * from '@nablajs/core';");
  console.log(`gzipped: ${bytes} bytes`);
  expect(modules).toContain('training/trainer');
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

it('brings with the network of the README at most 26,650 bytes', async () => {
  const names = 'Adam, Dense, evaluate, fit, ReLU, Sequential, SoftmaxCrossEntropy';
  const { bytes } = await bundle(`export { ${names} } from '@nablajs/core';`);
  console.log(`the README's network, gzipped: ${bytes} bytes`);
  expect(bytes).toBeLessThanOrEqual(26_650);
});

it('brings with Dense no other layer, loss or optimizer, and nothing of networks and training', async () => {
  const { bytes, modules } = await bundle("export { Dense } from '@nablajs/core';");
  expect(modules.filter(isPart)).toEqual(['layers/dense']);
  expect(modules).not.toEqual(expect.arrayContaining([expect.stringMatching(/sequential|trainer|fit|config|random/)]));
  expect(bytes).toBeLessThanOrEqual(6_400);
});

it('brings with add only tensors and derivatives', async () => {
  const { bytes, modules } = await bundle("export { add } from '@nablajs/core';");
  expect(modules.filter(isPart)).toEqual([]);
  expect(modules).not.toEqual(expect.arrayContaining([expect.stringMatching(/grad|fused|composed|random|math/)]));
  expect(bytes).toBeLessThanOrEqual(4_400);
});

it('brings with the schedules, from their own entry, no tensors', async () => {
  const { bytes, modules } = await bundle("export * from '@nablajs/core/schedules';");
  expect(modules).not.toEqual(expect.arrayContaining([expect.stringMatching(/tensor|ops|layers|losses|optimizers/)]));
  expect(bytes).toBeLessThanOrEqual(6_300);
});

it('brings with trainInWorker nothing that trains', async () => {
  const { bytes, modules } = await bundle("export { trainInWorker } from '@nablajs/core/worker';");
  console.log(`the caller's side of a worker, gzipped: ${bytes} bytes`);
  expect(modules.filter(isPart)).toEqual([]);
  expect(modules).not.toEqual(expect.arrayContaining([expect.stringMatching(/trainer|from-config|serve|tables|grad/)]));
  expect(bytes).toBeLessThanOrEqual(8_500);
});

const parts = Object.keys(OTHERS).flatMap((folder) =>
  readdirSync(`${DIST}${folder}`)
    .filter((file) => file.endsWith('.js'))
    .map((file) => `${folder}/${basename(file, '.js')}`)
    .filter(isPart),
);

/** What is made of another one. */
const MADE_OF: Readonly<Record<string, string>> = { 'layers/separable-conv2d': 'layers/conv2d' };

/** The nightly run bundles every part alone, others every twelfth. */
const bundled = parts.filter((_, at) => process.env['NABLA_SLOW'] === '1' || at % 12 === 0);

it.each(bundled)('brings with %s no other that it is not made of', async (part) => {
  const names = Object.keys(await import(`${DIST}${part}.js`));
  const { modules } = await bundle(`export { ${names} } from '@nablajs/core';`);
  expect(modules.filter(isPart).sort()).toEqual([MADE_OF[part], part].filter((one) => one !== undefined));
});
