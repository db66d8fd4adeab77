/** Runs nsfwjs' MobileNetV2, a layers model with weights of 8 bits, here and by TensorFlow.js. */
import { join } from 'node:path';
import { dense, Random, sizeOf } from '@nablajs/core';
import { importedNetwork, readTfjs, writeKeras, writeTfjs } from '../../dist/index.js';
import { backend, outputsOf, worst } from './cases.mjs';
import { artifactsOf, tfjsOutputs } from './check-tfjs.mjs';
import { loadTfjs } from './peers.mjs';

const LIMIT = 1e-4;

/** Returns whether all is as it should be. */
export async function checkNsfwjs() {
  const { tf, require, folder } = await loadTfjs('nsfwjs@4.3.0');
  // The package does not export these files, so they are found by their paths.
  const part = (name) => require(join(folder, `nsfwjs/dist/models/mobilenet_v2/${name}.min.js`));
  const files = {
    model: JSON.stringify(part('model')),
    weights: new Map([['group1-shard1of1', new Uint8Array(Buffer.from(part('group1-shard1of1'), 'base64'))]]),
  };
  const start = performance.now();
  const imported = readTfjs(files);
  const network = importedNetwork(backend, imported);
  const seconds = (performance.now() - start) / 1000;
  const random = new Random(1);
  const shape = [2, 224, 224, 3];
  const inputs = [
    dense(
      new Float32Array(sizeOf(shape)).map(() => random.uniform()),
      shape,
    ),
  ];
  const theirs = tfjsOutputs(tf, await tf.loadLayersModel(tf.io.fromMemory(artifactsOf(files))), inputs);
  const own = await outputsOf(network, inputs);
  const distance = worst(own, theirs);
  const again = importedNetwork(backend, readTfjs(writeTfjs(imported)));
  const isSame = worst(await outputsOf(again, inputs), own) === 0;
  const bytes = (await writeKeras(imported)).length;
  const isGood = distance <= LIMIT && isSame;
  console.log(
    `nsfwjs MobileNetV2: ${isGood ? 'as TensorFlow.js' : 'FAILED'}, off by ${distance.toExponential(1)}; ` +
      `written and read again: ${isSame ? 'equal bits' : 'other bits'}; read in ${seconds.toFixed(2)} s; .keras: ${bytes} bytes`,
  );
  return isGood;
}
