import { mkdir, writeFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs';

const i = Array.from({ length: 600 }, (_, at) => at);
const x = tf.tensor2d(i.map((at) => [Math.sin(at), Math.sin(2.3 * at)]));
const y = tf.tensor2d(i.map((at) => [Math.sin(at) * Math.sin(2.3 * at)]));

const model = tf.sequential();
model.add(tf.layers.dense({ inputShape: [2], units: 16, activation: 'tanh' }));
model.add(tf.layers.dense({ units: 16, activation: 'tanh' }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
await model.fit(x, y, { batchSize: 32, epochs: 10, verbose: 0 });
console.log('0.5 x -0.5 =', model.predict(tf.tensor2d([[0.5, -0.5]])).dataSync());

const folder = 'formats/files/product';
await mkdir(folder, { recursive: true });
await model.save(
  tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
    const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
    const json = { format: 'layers-model', modelTopology, weightsManifest };
    await writeFile(`${folder}/model.json`, JSON.stringify(json));
    await writeFile(`${folder}/weights.bin`, new Uint8Array(weightData));
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  }),
);
