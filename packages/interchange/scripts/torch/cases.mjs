/** Networks with every module of core and of sequences, and shapes of their inputs, for `check-torch.mjs`. */
import * as core from '@nablajs/core';
import { graph, input, layer, named } from '@nablajs/core/functional';
import * as sequences from '@nablajs/sequences';

const { Add, Chain, Concat, Conv1d, Conv2d, Dense, Flatten, Multiply, ReLU, Residual } = core;

const [ROW, SEQUENCE, IMAGE] = [[6], [5, 4], [6, 7, 4]];
const TOKENS = { shape: [5], kind: 'tokens' };
const MASK = { shape: [5], kind: 'mask' };
const SOURCE = [3, 4];
const SOURCE_MASK = { shape: [3], kind: 'mask' };

const CLASSES = { ...core, ...sequences };
const make = (name, ...args) => new CLASSES[name](...args);
/** Puts a layer between others that have parameters, so that orders of channels meet. */
const between = (...layers) => new Chain([new Conv2d(4, 3, { padding: 1 }), ...layers]);

const both = (join, ...bodies) => {
  const x = input(IMAGE);
  return graph(x, layer(join)(...bodies.map((body) => layer(body)(x))));
};

/** Each is [name, module, ...inputs]; an input is a shape of floats, or { shape, kind }. */
const plain = [
  ...['ReLU', 'ELU', 'Sigmoid', 'Tanh', 'GELU', 'Softplus', 'SiLU', 'SELU', 'HardSwish', 'PReLU', 'Softmax'].map(
    (name) => [name, between(make(name)), IMAGE],
  ),
  ['LeakyReLU', make('LeakyReLU', 0.2), SEQUENCE],
  ['GELU tanh', make('GELU', { approximate: 'tanh' }), ROW],
  ['Dropout', new Chain([make('Dropout', 0.5), new Dense(2)]), ROW],
  ['Dropout2d', between(make('Dropout2d', 0.5)), IMAGE],
  ['Dense', new Dense(3), SEQUENCE],
  ['Dense without bias', new Dense(3, { bias: false }), ROW],
  ['LayerNorm', between(make('LayerNorm')), IMAGE],
  ['LayerNorm of images', between(make('LayerNorm', { axes: 3 })), IMAGE],
  ['LayerNorm of two axes', make('LayerNorm', { axes: 2, affine: false }), SEQUENCE],
  ['RMSNorm', new Chain([new Flatten(), make('RMSNorm'), new Dense(2)]), IMAGE],
  ['GroupNorm', between(make('GroupNorm', 2)), IMAGE],
  ['GroupNorm of features', new Chain([new Flatten(), make('GroupNorm', 2), new Dense(2)]), IMAGE],
  ['BatchNorm', between(make('BatchNorm')), IMAGE],
  ['BatchNorm of sequences', new Chain([make('BatchNorm'), new Dense(2)]), SEQUENCE],
  ['BatchNorm without scales', make('BatchNorm', { affine: false, epsilon: 1e-3 }), ROW],
  ['Flatten', new Chain([new Flatten(), new ReLU(), make('BatchNorm'), make('LayerNorm'), new Dense(2)]), IMAGE],
  ['Flatten of sequences', new Chain([new Conv1d(3, 2), new Flatten(), new Dense(2)]), SEQUENCE],
  ['Reshape', new Chain([new Flatten(), make('Reshape', [7, 6, 4]), new Conv2d(2, 3)]), IMAGE],
  ['Permute', between(make('Permute', [3, 1, 2])), IMAGE],
  [
    'ZeroPadding',
    make('ZeroPadding', [
      [0, 1],
      [2, 3],
    ]),
    IMAGE,
  ],
  ['ZeroPadding of sequences', make('ZeroPadding', [1, 2]), SEQUENCE],
  ['UpSample', make('UpSample', [2, 3]), IMAGE],
  ['AdaptiveAveragePool2d', make('AdaptiveAveragePool2d', [4, 3]), IMAGE],
  ['GlobalAveragePool', between(make('GlobalAveragePool'), new Dense(2)), IMAGE],
  ['GlobalMaxPool', make('GlobalMaxPool'), SEQUENCE],
];

const windows = [
  ['Conv1d', new Conv1d(3, 3, { stride: 2, padding: 1 }), SEQUENCE],
  ['Conv1d same', new Conv1d(3, 4, { stride: 2, padding: 'same' }), SEQUENCE],
  ['Conv2d', new Conv2d(6, [3, 2], { groups: 2, dilation: [1, 2], bias: false }), IMAGE],
  ['Conv2d same', new Conv2d(3, [4, 3], { padding: 'same' }), IMAGE],
  ['Conv2d same, strides', new Conv2d(3, 3, { stride: [2, 3], padding: 'same' }), IMAGE],
  ['Conv2d depthwise', new Conv2d(8, 3, { groups: 'depthwise' }), IMAGE],
  ['ConvTranspose2d', make('ConvTranspose2d', 6, 3, { stride: 2, padding: 1, outputPadding: 1, groups: 2 }), IMAGE],
  ['ConvTranspose2d same', make('ConvTranspose2d', 3, [4, 3], { stride: [2, 2], padding: 'same' }), IMAGE],
  ['ConvTranspose2d same, wide', make('ConvTranspose2d', 3, 2, { stride: 3, padding: 'same' }), IMAGE],
  ['SeparableConv2d', make('SeparableConv2d', 5, 3, { depthMultiplier: 2, padding: 'same', stride: 2 }), IMAGE],
  ...['MaxPool', 'AveragePool'].flatMap((name) => [
    [`${name}1d`, make(`${name}1d`, 2, { stride: 1 }), SEQUENCE],
    [`${name}1d same`, make(`${name}1d`, 3, { stride: 2, padding: 'same' }), SEQUENCE],
    [`${name}2d`, make(`${name}2d`, [2, 3], { padding: 1 }), IMAGE],
    [`${name}2d same`, make(`${name}2d`, 3, { stride: 2, padding: 'same' }), IMAGE],
    [`${name}2d far`, make(`${name}2d`, 2, { padding: [1, 1] }), IMAGE],
    [`${name}2d farther`, make(`${name}2d`, 3, { stride: 1, padding: 2 }), IMAGE],
  ]),
];

const joined = [
  ['Chain', new Chain([named('first', layer(new Dense(3))).layer, new Chain([new ReLU(), new Dense(2)])]), ROW],
  ['Residual', new Residual(new Chain([new Conv2d(4, 3, { padding: 1 }), new ReLU()])), IMAGE],
  [
    'Residual with a shortcut',
    new Residual(new Chain([new Conv2d(2, 1), new ReLU()]), { shortcut: new Dense(2) }),
    IMAGE,
  ],
  ['Residual of rows', new Residual(new Dense(6), { shortcut: new Dense(6, { bias: false }) }), ROW],
  ['Add', both(new Add(), new Conv2d(2, 1), new Conv2d(2, 1)), IMAGE],
  ['Multiply', both(new Multiply(), new Conv2d(2, 1), new Dense(2)), IMAGE],
  ['Concat', both(new Concat(), new Conv2d(2, 1), new Conv2d(3, 1)), IMAGE],
  ['Concat of rows', both(new Concat({ axis: 1 }), new Conv2d(2, 1), new Conv2d(2, 1)), IMAGE],
  ['Graph of a shared layer', sharedLayer(), ROW, ROW],
];

function sharedLayer() {
  const [a, b] = [input(ROW), input(ROW)];
  const shared = named('shared', layer(new Dense(3)));
  return graph([a, b], [shared(a), layer(new Add())(shared(a), shared(b))]);
}

const every = { returnSequences: true };
const block = { heads: 2, feedForward: 6, dropout: 0 };
const recurrent = ['SimpleRNN', 'LSTM', 'GRU'].flatMap((name) => [
  [name, make(name, 3), SEQUENCE],
  [`${name}, all outputs, masked`, make(name, 3, every), SEQUENCE, MASK],
  [`${name} without bias`, make(name, 3, { bias: false }), SEQUENCE],
  [`Bidirectional ${name}`, make('Bidirectional', make(name, 3)), SEQUENCE, MASK],
  [`Bidirectional ${name}, all outputs`, make('Bidirectional', make(name, 3, every)), SEQUENCE],
]);

const attending = [
  ['GRU of the paper', make('GRU', 3, { resetAfter: false }), SEQUENCE, MASK],
  ['Bidirectional GRU of the paper', make('Bidirectional', make('GRU', 3, { resetAfter: false })), SEQUENCE],
  ['Embedding', make('Embedding', 7, 4), TOKENS],
  ['Embedding with padding', make('Embedding', 7, 4, { paddingIndex: 0 }), TOKENS],
  ['EmbeddingBag', make('EmbeddingBag', 7, 4, { paddingIndex: 0 }), TOKENS],
  ['EmbeddingBag, sum', make('EmbeddingBag', 7, 4, { mode: 'sum' }), TOKENS],
  ['PaddingMask', paddedMean(), TOKENS],
  ['PositionEmbedding', make('PositionEmbedding', 8), SEQUENCE],
  ['SinePositionEncoding', make('SinePositionEncoding'), SEQUENCE],
  ['MeanOverTime', make('MeanOverTime'), SEQUENCE],
  ['MaxOverTime', make('MaxOverTime'), SEQUENCE, MASK],
  ['MultiHeadAttention', make('MultiHeadAttention', { heads: 2 }), SEQUENCE, MASK],
  ['MultiHeadAttention, causal', make('MultiHeadAttention', { heads: 2, causal: true, rotary: true }), SEQUENCE],
  ['MultiHeadAttention, grouped', make('MultiHeadAttention', { heads: 4, keyHeads: 2, bias: false }), SEQUENCE],
  ['MultiHeadAttention, source', make('MultiHeadAttention', { heads: 2 }), SEQUENCE, SOURCE, SOURCE_MASK],
  ['TransformerEncoderLayer', make('TransformerEncoderLayer', block), SEQUENCE, MASK],
  [
    'TransformerEncoderLayer, swiglu',
    make('TransformerEncoderLayer', { ...block, activation: 'swiglu', normFirst: true, causal: true, rotary: true }),
    SEQUENCE,
  ],
  ['TransformerDecoderLayer', make('TransformerDecoderLayer', block), SEQUENCE, MASK, SOURCE, SOURCE_MASK],
  [
    'TransformerDecoderLayer, gelu',
    make('TransformerDecoderLayer', { ...block, activation: 'gelu', bias: false }),
    SEQUENCE,
    SOURCE,
  ],
  ['GPT', make('GPT', { vocabulary: 7, context: 6, blocks: 2, width: 4, heads: 2 }), TOKENS],
  ['GPT, tied', make('GPT', { vocabulary: 7, context: 6, blocks: 1, width: 4, heads: 2, tied: true }), TOKENS],
];

function paddedMean() {
  const tokens = input([5]);
  const mask = layer(new sequences.PaddingMask({ paddingIndex: 0 }))(tokens);
  return graph(tokens, layer(new sequences.MeanOverTime())(layer(new sequences.Embedding(7, 4))(tokens), mask));
}

export const CASES = [...plain, ...windows, ...joined, ...recurrent, ...attending];
