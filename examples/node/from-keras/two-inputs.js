import { createBackend } from '@nablajs/backend-wasm';
import { Adam, array, fit, MeanSquaredError, predict } from '@nablajs/core';
import { concat, dense, input, network, tanh } from '@nablajs/core/functional';
import { arrayDataset } from '@nablajs/datasets';

const a = Array.from({ length: 1000 }, (_, i) => [Math.sin(i), Math.sin(2.3 * i)]);
const b = a.map((_, i) => [Math.cos(1.7 * i), Math.cos(3.1 * i)]);
const y = a.map(([p, q], i) => [p * b[i][0] + q * b[i][1]]);

const [one, two] = [input([2]), input([2])];
const encoder = dense(32);
const joined = concat([tanh()(encoder(one)), tanh()(encoder(two))]);
const hidden = tanh()(dense(32)(joined));
const model = network(await createBackend(), { inputs: [one, two], outputs: dense(1)(hidden) });

const data = arrayDataset([array(a), array(b)], array(y));
await fit(model, data, { loss: new MeanSquaredError(), optimizer: new Adam(), epochs: 100 });
console.log((await predict(model, [array(a), array(b)])).data.slice(0, 3), y.slice(0, 3));
