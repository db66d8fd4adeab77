import { openAsBlob } from 'node:fs';
import { createBackend } from '@nablajs/backend-wasm';
import { Adam, Dense, evaluate, fit, MeanSquaredError, Sequential, Tanh } from '@nablajs/core';
import { csvDataset, predictRows, subset } from '@nablajs/datasets';

const table = await csvDataset(await openAsBlob('data/cooling.csv'), { target: 'temperature' });
const [train, test] = [subset(table, 0, 800), subset(table, 800, 1000)];

const layers = [new Dense(16), new Tanh(), new Dense(16), new Tanh(), new Dense(1)];
const model = new Sequential(await createBackend(), { inputShape: [4], layers });
const [loss, optimizer] = [new MeanSquaredError(), new Adam({ learningRate: 0.01 })];
await fit(model, train, { loss, optimizer, epochs: 100 });

const { loss: mse } = await evaluate(model, test, { loss });
console.log('Error on the test rows:', Math.sqrt(mse) * table.form.target.standardDeviation);
const cup = { start: 90, room: 20, wind: 1, minutes: 10 };
console.log('After ten minutes:', await predictRows(model, table.form, [cup]));
