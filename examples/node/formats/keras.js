import { readFile, writeFile } from 'node:fs/promises';
import { createBackend } from '@nablajs/backend-wasm';
import { array, evaluate, fit, MeanSquaredError } from '@nablajs/core';
import { takeOptimizerState } from '@nablajs/core/callbacks';
import { arrayDataset, Standardizer, subset } from '@nablajs/datasets';
import { importedNetwork, importedOptimizer, readKeras, writeKeras } from '@nablajs/interchange';

const imported = readKeras(await readFile('formats/files/cooling.keras'));
const model = importedNetwork(await createBackend(), imported);
console.log(model.module.config.layers.map(({ type, name }) => name ?? type).join(' '));

const [, ...lines] = (await readFile('data/cooling.csv', 'utf8')).trim().split('\n');
const table = lines.map((line) => line.split(',').map(Number));
const scaled = (columns) => {
  const x = array(table.map((row) => row.slice(...columns)));
  return Standardizer.fit(x).transform(x);
};
const data = arrayDataset(scaled([0, 4]), scaled([4]));
const [train, test] = [subset(data, 0, 800), subset(data, 800, 1000)];
const loss = new MeanSquaredError();
console.log('As Keras left it:', (await evaluate(model, test, { loss })).loss);

const optimizer = importedOptimizer(model, imported);
await fit(model, train, { loss, optimizer, epochs: 80 });
console.log('After 80 more epochs:', (await evaluate(model, test, { loss })).loss);

const parameters = await model.parameters.read();
const trained = { module: model.module, parameters, inputShape: model.declaredShapes };
await writeFile('cooling.keras', writeKeras(trained, { optimizer: await takeOptimizerState(optimizer) }));
