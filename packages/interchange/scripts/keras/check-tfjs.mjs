/** Has TensorFlow.js load what `writeTfjs` writes, and compares outputs. */
import { dense } from '@nablajs/core';
import { writeTfjs } from '../../dist/index.js';
import { MODULES, makeCase, outputsOf, worst } from './cases.mjs';
import { loadTfjs } from './peers.mjs';

const LIMIT = 1e-5;

/** What TensorFlow.js' loaders want, from our files. */
export const artifactsOf = ({ model, weights }) => {
  const { modelTopology, weightsManifest } = JSON.parse(model);
  const parts = weightsManifest.flatMap(({ paths }) => paths.map((path) => weights.get(path)));
  const weightData = new Uint8Array(Buffer.concat(parts)).buffer;
  return { modelTopology, weightSpecs: weightsManifest.flatMap((group) => group.weights), weightData };
};

/** Returns what TensorFlow.js makes of some inputs. */
export function tfjsOutputs(tf, model, inputs) {
  const tensors = inputs.map(({ data, shape }) =>
    tf.tensor(data, shape, data instanceof Int32Array ? 'int32' : 'float32'),
  );
  const made = [model.predict(tensors.length === 1 ? tensors[0] : tensors)].flat();
  return made.map((tensor) => dense(tensor.dataSync(), tensor.shape));
}

/** Returns whether all is as it should be. */
export async function checkTfjs() {
  const { tf } = await loadTfjs();
  let [count, failures, most] = [0, 0, 0];
  for (const one of MODULES.filter(({ tfjs }) => tfjs === undefined)) {
    const { network, exported, inputs } = await makeCase(one, 'float32');
    let distance = Number.POSITIVE_INFINITY;
    let problem = '';
    try {
      const model = await tf.loadLayersModel(tf.io.fromMemory(artifactsOf(writeTfjs(exported))));
      distance = worst(tfjsOutputs(tf, model, inputs), await outputsOf(network, inputs));
    } catch (error) {
      problem = `: ${error.message}`;
    }
    count++;
    most = Math.max(most, distance);
    if (distance <= LIMIT) continue;
    failures++;
    console.error(`${one.name}: off by ${distance}${problem}`);
  }
  console.log(`TensorFlow.js: ${count} exports, ${failures} failures; worst: ${most.toExponential(1)}`);
  return failures === 0;
}
