/** The network of silero-vad: its safetensors file, as silero_vad/tinygrad_model.py has it, beside its ONNX files. */
import {
  add,
  Conv1d,
  dense,
  Lambda,
  multiply,
  named,
  Random,
  ReLU,
  Sequential,
  Sigmoid,
  split,
  sqrt,
  upload,
} from '@nablajs/core';
import { LSTM } from '@nablajs/sequences';
import { hostData, importOnnx, loadStateDict, readOnnx, runGraph } from '../../dist/index.js';

/** The magnitude of each frequency, whose cosine and sine parts are channels. */
const magnitude = new Lambda(
  { type: 'Magnitude' },
  (x) => {
    const [a, b] = split(multiply(x, x), 2, { axis: 2 });
    return sqrt(add(a, b));
  },
  ([time, channels]) => [time, channels / 2],
);

/**
 * Returns how likely each chunk has speech, given tensors by the file's names and chunks [n, 640]: 64 samples before,
 * 512, and the last 64 mirrored. Chunks are a batch for the encoder, and a sequence for the LSTM.
 */
export async function speechProbabilities(backend, tensors, chunks) {
  const conv = (name, filters, stride) => [named(name, new Conv1d(filters, 3, { stride, padding: 1 })), new ReLU()];
  const encoder = new Sequential(backend, {
    inputShape: [640, 1],
    layers: [
      named('stft_conv', new Conv1d(258, 256, { stride: 128, bias: false })),
      magnitude,
      ...[...conv('conv1', 128, 1), ...conv('conv2', 64, 2), ...conv('conv3', 64, 2), ...conv('conv4', 128, 1)],
    ],
  });
  const head = new Sequential(backend, {
    inputShape: ['time', 128],
    layers: [
      named('lstm_cell', new LSTM(128, { returnSequences: true })),
      ...[new ReLU(), named('final_conv', new Conv1d(1, 1)), new Sigmoid()],
    ],
  });
  loadStateDict(encoder, tensors, { map: { lstm_cell: null, final_conv: null } });
  loadStateDict(head, tensors, { map: { 'lstm_cell.*': 'lstm_cell.*_l0', 'conv*': null, stft_conv: null } });
  const count = chunks.length / 640;
  const codes = encoder.forward(upload(backend, dense(chunks, [count, 640, 1])));
  const probabilities = await head.forward(codes.reshape([1, count, 128])).data();
  for (const network of [encoder, head]) network.dispose();
  return probabilities;
}

const COUNT = 40;

/** Half a second of three tones, then half a second of noise, again and again, in chunks of 576 that overlap by 64. */
function sound() {
  const random = new Random(1);
  const samples = Float32Array.from({ length: 64 + 512 * COUNT }, (_, at) => {
    const tones = [150, 450, 2400].map((hertz) => Math.sin((2 * Math.PI * hertz * at) / 16_000));
    const isVoiced = Math.floor(at / 8000) % 2 === 0;
    return (random.uniform() - 0.5) * 0.02 + (isVoiced ? 0.2 * (tones[0] + tones[1] + tones[2]) : 0);
  });
  return Array.from({ length: COUNT }, (_, at) => samples.subarray(at * 512, at * 512 + 576));
}

const float32 = (shape, data = new Float32Array(shape.reduce((size, length) => size * length, 1))) => ({
  ...{ type: 'float32', shape, data },
});

/** Runs a file that takes a chunk and its state, which it returns changed. */
async function stepByStep(backend, model, chunks) {
  const rate = hostData('int64', 1);
  rate[0] = 16_000;
  const fixed = model.inputs.some(({ name }) => name === 'sr')
    ? [['sr', { type: 'int64', shape: [], data: rate }]]
    : [];
  const made = [];
  let state = float32([2, 1, 128]);
  for (const chunk of chunks) {
    const inputs = new Map([['input', float32([1, 576], chunk)], ['state', state], ...fixed]);
    const outputs = await runGraph(backend, model, inputs);
    made.push(outputs.get('output').data[0]);
    state = outputs.get('stateN');
  }
  return made;
}

/** Runs the file that takes all chunks at once. */
async function asSequence(backend, model, chunks) {
  const all = new Float32Array(chunks.length * 576);
  for (const [at, chunk] of chunks.entries()) all.set(chunk, at * 576);
  const states = ['h', 'c'].map((name) => [name, float32([1, 1, 128])]);
  const outputs = await runGraph(backend, model, new Map([['input', float32([chunks.length, 576], all)], ...states]));
  return outputs.get('speech_probs').data;
}

/** Runs a file as a network, for two sounds at once: the chunks, and the chunks from the end. */
async function asNetwork(backend, bytes, chunks) {
  const rate = hostData('int64', 1);
  rate[0] = 16_000;
  const inputs = { sr: { type: 'int64', shape: [], data: rate } };
  const network = importOnnx(backend, bytes, { inputs, inputShapes: { input: [576] } });
  const made = [];
  let state = upload(backend, dense(new Float32Array(2 * 2 * 128), [2, 2, 128]));
  for (const [at, chunk] of chunks.entries()) {
    const both = new Float32Array(2 * 576);
    both.set(chunk);
    both.set(chunks.at(-1 - at), 576);
    const [output, next] = network.forward(upload(backend, dense(both, [2, 576])), state);
    made.push((await output.data())[0]);
    state = next;
  }
  network.dispose();
  return made;
}

/** The ONNX files' names of the weights. */
const NAMES = {
  'stft_conv.weight': 'stft.forward_basis_buffer',
  ...Object.fromEntries(
    [1, 2, 3, 4].flatMap((at) =>
      ['weight', 'bias'].map((kind) => [`conv${at}.${kind}`, `encoder.${at - 1}.reparam_conv.${kind}`]),
    ),
  ),
  ...Object.fromEntries(
    ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((kind) => [`lstm_cell.${kind}`, `decoder.rnn.${kind}`]),
  ),
  ...{ 'final_conv.weight': 'decoder.decoder.2.weight', 'final_conv.bias': 'decoder.decoder.2.bias' },
};

/** The weights of an ONNX file by the names of the safetensors file; they may be initializers or nodes. */
function weightsOf({ constants, nodes }) {
  const made = nodes.filter(({ type }) => type === 'Constant');
  const all = [...constants, ...made.map(({ outputs, attributes }) => [outputs[0], attributes.value?.value])];
  return new Map(
    Object.entries(NAMES).map(([name, own]) => [name, all.find(([given]) => given.endsWith(`_${own}`))?.[1]]),
  );
}

/** The largest difference of numbers. */
const worstOf = (received, expected) =>
  expected.reduce((most, value, at) => Math.max(most, Math.abs(received[at] - value)), 0);

/**
 * Returns how far the probabilities of ONNX files, and of the safetensors file, are from those of the network of the
 * safetensors file with the weights of the first ONNX file: all for the same sound. Also how far the weights of the two
 * kinds of files differ.
 *
 * @param onnx The bytes of ONNX files by their names.
 * @param tensors Those of the safetensors file.
 */
export async function differences(backend, onnx, tensors) {
  const chunks = sound();
  const padded = new Float32Array(COUNT * 640);
  for (const [at, chunk] of chunks.entries()) {
    padded.set(chunk, at * 640);
    for (let mirrored = 0; mirrored < 64; mirrored++) padded[at * 640 + 576 + mirrored] = chunk[574 - mirrored];
  }
  const models = Object.entries(onnx).map(([name, bytes]) => [name, readOnnx(bytes)]);
  const weights = weightsOf(models[0][1]);
  const expected = await speechProbabilities(backend, weights, padded);
  const files = [];
  for (const [name, model] of models) {
    const isSequence = model.inputs.some((input) => input.name === 'h');
    files.push([name, worstOf(await (isSequence ? asSequence : stepByStep)(backend, model, chunks), expected)]);
  }
  // Its state is [2, batch, 128], so the network moves the examples to the front.
  const [batched, bytes] = Object.entries(onnx).find(([name]) => name.includes('op15'));
  files.push([`${batched}, as a network for two sounds`, worstOf(await asNetwork(backend, bytes, chunks), expected)]);
  return {
    ...{ files, range: [Math.min(...expected), Math.max(...expected)] },
    safetensors: worstOf(await speechProbabilities(backend, tensors, padded), expected),
    weights: Math.max(...[...weights].map(([name, { data }]) => worstOf(tensors.get(name).data, data))),
  };
}
