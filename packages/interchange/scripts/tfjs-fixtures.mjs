/**
 * Writes fixtures/keras/tfjs.json: models that TensorFlow.js makes and saves itself, with inputs and outputs.
 * Needs npm.
 *
 *     node packages/interchange/scripts/tfjs-fixtures.mjs
 */
import { writeFileSync } from 'node:fs';
import { loadTfjs } from './keras/peers.mjs';

const { tf } = await loadTfjs();
const OUT = new URL('../fixtures/keras/tfjs.json', import.meta.url);
const { layers } = tf;

/** A network of images: convolutions, norms, pools, a branch. */
function images() {
  const x = tf.input({ shape: [7, 6, 3] });
  let y = layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', useBias: false }).apply(x);
  y = layers.batchNormalization().apply(y);
  y = layers.reLU({ maxValue: 6 }).apply(y);
  const z = layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', activation: 'relu6' }).apply(y);
  y = layers.add().apply([y, z]);
  y = layers.separableConv2d({ filters: 5, kernelSize: 2, activation: 'hardSigmoid' }).apply(y);
  y = layers.conv2dTranspose({ filters: 3, kernelSize: 2, strides: 2, padding: 'valid' }).apply(y);
  y = layers.leakyReLU().apply(y);
  y = layers.zeroPadding2d({ padding: [1, 0] }).apply(y);
  y = layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(y);
  y = layers.flatten().apply(layers.layerNormalization().apply(y));
  return tf.model({ inputs: x, outputs: layers.dense({ units: 2, activation: 'softmax' }).apply(y) });
}

/** A network of tokens. */
function tokens() {
  const model = tf.sequential();
  model.add(layers.embedding({ inputDim: 9, outputDim: 5, inputShape: [6] }));
  const lstm = layers.lstm({ units: 3, returnSequences: true, recurrentActivation: 'sigmoid' });
  model.add(layers.bidirectional({ layer: lstm, mergeMode: 'concat' }));
  model.add(layers.gru({ units: 4, returnSequences: true, recurrentActivation: 'sigmoid' }));
  model.add(layers.conv1d({ filters: 4, kernelSize: 2, padding: 'same', activation: 'elu' }));
  model.add(layers.simpleRNN({ units: 3, returnSequences: true }));
  model.add(layers.globalMaxPooling1d());
  return model;
}

/** A network with a network in it, and a layer that is called twice. */
function nested() {
  const inner = tf.sequential({ layers: [layers.dense({ units: 4, inputShape: [4], activation: 'tanh' })] });
  const [a, b] = [tf.input({ shape: [4] }), tf.input({ shape: [4] })];
  const shared = layers.dense({ units: 4 });
  const both = layers.concatenate().apply([inner.apply(shared.apply(a)), shared.apply(b)]);
  return tf.model({ inputs: [a, b], outputs: [layers.dense({ units: 1 }).apply(both), both] });
}

const encode = (tensor) => ({
  shape: tensor.shape,
  dtype: tensor.dtype,
  data: Buffer.from(tensor.dataSync().slice().buffer).toString('base64'),
});

async function caseOf(name, model, inputs) {
  for (const [at, weight] of model.weights.entries()) {
    const random = tf.randomNormal(weight.shape, 0, 0.5, 'float32', at + 1);
    weight.write(/variance/.test(weight.name) ? random.abs().add(0.5) : random);
  }
  const saved = {};
  await model.save({
    save: async (artifacts) => {
      Object.assign(saved, artifacts);
      return { modelArtifactsInfo: {} };
    },
  });
  const outputs = [model.predict(inputs.length === 1 ? inputs[0] : inputs)].flat();
  return {
    name,
    model: {
      format: 'layers-model',
      modelTopology: saved.modelTopology,
      weightsManifest: [{ paths: ['weights.bin'], weights: saved.weightSpecs }],
    },
    weights: { 'weights.bin': Buffer.from(saved.weightData).toString('base64') },
    inputs: inputs.map(encode),
    outputs: outputs.map(encode),
  };
}

const ids = tf.tensor2d([0, 1, 2, 3, 4, 5, 8, 7, 6, 5, 4, 3], [2, 6], 'int32');
const noise = (shape, seed) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const cases = [
  await caseOf('images', images(), [noise([2, 7, 6, 3], 7)]),
  await caseOf('tokens', tokens(), [ids]),
  await caseOf('nested', nested(), [noise([3, 4], 8), noise([3, 4], 9)]),
];
writeFileSync(OUT, `${JSON.stringify(cases)}\n`);
