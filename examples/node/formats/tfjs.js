import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createBackend } from '@nablajs/backend-wasm';
import { Adam, array, fit, MeanSquaredError, predict } from '@nablajs/core';
import { arrayDataset } from '@nablajs/datasets';
import { importedNetwork, readTfjs, writeTfjs } from '@nablajs/interchange';

const folder = 'formats/files/product';
const weights = new Map([['weights.bin', await readFile(`${folder}/weights.bin`)]]);
const imported = readTfjs({ model: await readFile(`${folder}/model.json`, 'utf8'), weights });
const model = importedNetwork(await createBackend(), imported);
const question = array([[0.5, -0.5]]);
console.log('0.5 x -0.5 =', (await predict(model, question)).data);

const i = Array.from({ length: 600 }, (_, at) => at);
const x = array(i.map((at) => [Math.sin(at), Math.sin(2.3 * at)]));
const y = array(i.map((at) => [Math.sin(at) * Math.sin(2.3 * at)]));
const options = { loss: new MeanSquaredError(), optimizer: new Adam({ learningRate: 0.01 }) };
await fit(model, arrayDataset(x, y), { ...options, batchSize: 32, epochs: 100 });
console.log('After 100 more epochs:', (await predict(model, question)).data);

const parameters = await model.parameters.read();
const files = writeTfjs({ module: model.module, parameters, inputShape: model.declaredShapes });
await mkdir('product', { recursive: true });
await writeFile('product/model.json', files.model);
for (const [name, bytes] of files.weights) await writeFile(`product/${name}`, bytes);
