import { readFile } from 'node:fs/promises';
import { createBackend } from '@nablajs/backend-wasm';
import { array, Dense, predict, Sequential, Tanh } from '@nablajs/core';
import { Standardizer } from '@nablajs/datasets';
import { readNpz } from '@nablajs/interchange';

const arrays = readNpz(await readFile('formats/files/cooling-scikit-learn.npz'));
const { mean, scale, ...weights } = Object.fromEntries(arrays);
const layers = [new Dense(16), new Tanh(), new Dense(16), new Tanh(), new Dense(1)];
const model = new Sequential(await createBackend(), { inputShape: [4], layers });
model.parameters.load(new Map(Object.entries(weights)));

const scales = [...mean.data].map((mean, at) => ({ mean, standardDeviation: scale.data[at] }));
const cup = new Standardizer(scales).transform(array([[90, 20, 1, 10]]));
console.log('After ten minutes:', 100 * (await predict(model, cup)).data[0]);
