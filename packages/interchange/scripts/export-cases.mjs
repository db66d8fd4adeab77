/**
 * Networks for checks of the export: those with which gradients are checked, which have every layer of core and every
 * module of sequences, and more with open dimensions, several inputs and outputs, and shared layers.
 */
import {
  AveragePool2d,
  BatchNorm,
  Chain,
  Conv1d,
  Conv2d,
  Dense,
  dense,
  Flatten,
  GlobalAveragePool,
  GroupNorm,
  LayerNorm,
  MaxPool2d,
  Random,
  ReLU,
  Residual,
  Softmax,
  ZeroPadding,
} from '@nablajs/core';
import { add, concat, graph, input, layer, multiply } from '@nablajs/core/functional';
import { gradientCases } from '@nablajs/gradcheck';
import {
  Bidirectional,
  Embedding,
  EmbeddingBag,
  GPT,
  GRU,
  LSTM,
  MaxOverTime,
  MeanOverTime,
  MultiHeadAttention,
  PaddingMask,
  PositionEmbedding,
  SinePositionEncoding,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
} from '@nablajs/sequences';
import { sequenceCases } from '@nablajs/sequences/testing';
import { Ensemble, PiecewiseLinear, TextBags } from '@nablajs/tables';

const random = new Random(7);
const normals = (...shape) => {
  const length = shape.reduce((product, size) => product * size, 1);
  return dense(
    Float64Array.from({ length }, () => random.normal()),
    shape,
  );
};
const tokens = (rows) => dense(Int32Array.from(rows.flat()), [rows.length, rows[0].length]);

/** The networks of gradient checks, each once. */
function checked() {
  const known = new Set();
  return [...gradientCases(), ...sequenceCases()].flatMap(({ layer, activation, layers, x, parameters }) => {
    const name = activation === 'no activation' ? layer : `${layer}, ${activation}`;
    if (known.has(name) || (activation !== 'no activation' && layer !== 'Dense')) return [];
    known.add(name);
    return [{ name, module: new Chain(layers), inputShape: x.shape.slice(1), inputs: [x], parameters }];
  });
}

/** A token of padding stands at the end of the second row, in the middle of the third one, and fills the last one. */
const TOKENS = tokens([
  [1, 2, 3, 4, 5, 6],
  [3, 1, 2, 0, 0, 0],
  [6, 0, 4, 0, 1, 2],
  [0, 0, 0, 0, 0, 0],
]);

/** Embeds tokens, and gives what `make` makes of the vectors and the mask of their padding. */
function onTokens(make) {
  const words = input(['time']);
  const vectors = layer(new Embedding(7, 4))(words);
  return graph(words, make(vectors, layer(new PaddingMask({ paddingIndex: 0 }))(words)));
}

const every = { returnSequences: true };
const block = { heads: 2, feedForward: 6, dropout: 0.1 };

function ofTokens() {
  const masked = (module) => onTokens((x, mask) => layer(module)(x, mask));
  const plain = (module) => onTokens((x) => layer(module)(x));
  const crossed = (module) => onTokens((x, mask) => layer(module)(x, mask, x, mask));
  const modules = {
    'Embedding with padding': new Chain([new Embedding(7, 4, { paddingIndex: 0 })]),
    'EmbeddingBag of any length': new Chain([new EmbeddingBag(7, 4)]),
    'PositionEmbedding of any length': plain(new PositionEmbedding(9)),
    'SinePositionEncoding of any length': plain(new SinePositionEncoding()),
    'masked attention of any length': masked(new MultiHeadAttention({ heads: 2 })),
    'causal rotary attention of any length': masked(
      new MultiHeadAttention({ heads: 2, keyHeads: 1, causal: true, rotary: true, bias: false }),
    ),
    'masked cross attention of any length': crossed(new MultiHeadAttention({ heads: 4, keyHeads: 2 })),
    'encoder of any length': masked(new TransformerEncoderLayer({ ...block, normFirst: true, activation: 'swiglu' })),
    'decoder of any length': crossed(new TransformerDecoderLayer(block)),
    'LSTM of any length': plain(new LSTM(3, every)),
    'masked LSTM of any length': masked(new LSTM(3, every)),
    'the last of a masked LSTM': masked(new LSTM(3)),
    'masked GRU of any length': masked(new GRU(3, every)),
    'Bidirectional of any length': plain(new Bidirectional(new GRU(3, { resetAfter: false }))),
    'masked Bidirectional of any length': masked(new Bidirectional(new LSTM(3))),
    'masked Bidirectional GRU': masked(new Bidirectional(new GRU(3, every))),
    'masked mean of any length': masked(new MeanOverTime()),
    'masked maximum of any length': masked(new MaxOverTime()),
    'mean of any length': plain(new MeanOverTime()),
    'maximum of any length': plain(new MaxOverTime()),
    'GPT of any length': new GPT({ vocabulary: 7, context: 9, blocks: 2, width: 4, heads: 2 }),
  };
  return Object.entries(modules).map(([name, module]) => ({ name, module, inputShape: ['time'], inputs: [TOKENS] }));
}

function more() {
  const image = input([6, 5, 3]);
  const conv = layer(new Conv2d(3, 3, { padding: 'same' }));
  const [a, b] = [input([4]), input([4])];
  const shared = layer(new Dense(4));
  const joined = multiply(shared(a), shared(b));
  const tower = new Chain([
    new Conv2d(4, 3, { padding: 'same' }),
    new BatchNorm(),
    new ReLU(),
    new Residual(new Chain([new Conv2d(4, 3, { padding: 1 }), new ReLU()])),
    new MaxPool2d(2, { padding: 'same' }),
    new GroupNorm(2),
    new AveragePool2d(2, { padding: 'same', stride: 1 }),
    new Flatten(),
    new Dense(3),
    new Softmax(),
  ]);
  return [
    { name: 'a convolutional network', module: tower, inputShape: [7, 5, 3], inputs: [normals(3, 7, 5, 3)] },
    {
      name: 'images that are joined',
      module: graph(image, concat([conv(image), add(image, conv(conv(image)))], { axis: 2 })),
      inputShape: [6, 5, 3],
      inputs: [normals(2, 6, 5, 3)],
    },
    {
      name: 'images of any size',
      module: new Chain([new Conv2d(4, 3, { padding: 'same', stride: 2 }), new ReLU(), new GlobalAveragePool()]),
      inputShape: ['height', 'width', 3],
      inputs: [normals(2, 7, 6, 3)],
    },
    {
      name: 'several inputs and outputs',
      module: graph([a, b], [joined, a, concat([joined, b])]),
      inputShape: [[4], [4]],
      inputs: [normals(3, 4), normals(3, 4)],
    },
    {
      name: 'sequences of any length',
      module: new Chain([new Conv1d(4, 3, { padding: 'same' }), new LayerNorm(), new Dense(2, { bias: false })]),
      inputShape: ['time', 3],
      inputs: [normals(2, 6, 3)],
    },
    {
      name: 'ZeroPadding of sequences',
      module: new Chain([new ZeroPadding([1, 2]), new Conv1d(4, 3)]),
      inputShape: [5, 3],
      inputs: [normals(2, 5, 3)],
    },
    {
      name: 'LayerNorm without parameters',
      module: new LayerNorm({ affine: false }),
      inputShape: [6],
      inputs: [normals(3, 6)],
    },
  ];
}

/** Two numbers, a category of three values, and a text of two words out of four. What is too large is the last one. */
const ROWS = dense(Float64Array.of(0.5, -1, 2, 1, 3, 1.5, 0.25, 0, 0, 0, -2, 3, 9, 2, 9), [3, 5]);

function ofTables() {
  const text = { input: 3, length: 2, values: 4, size: 3 };
  const categories = [{ input: 2, values: 3, size: 2 }];
  const modules = {
    'PiecewiseLinear and Ensemble of numbers': new Chain([
      new PiecewiseLinear({ bins: [2, 1, 3, 1, 1] }),
      new Ensemble({ members: 3, hidden: [4], outputs: 2, task: 'numbers', range: [-0.5, 0.5] }),
    ]),
    'Ensemble of classes': new Ensemble({
      ...{ members: 2, hidden: [4, 3], outputs: 3, task: 'classes', categories, texts: [text] },
      ...{ dropout: 0.1, temperature: 1.3 },
    }),
    TextBags: new Chain([new TextBags({ texts: [text] }), new Dense(2)]),
  };
  return Object.entries(modules).map(([name, module]) => ({ name, module, inputShape: [5], inputs: [ROWS] }));
}

/** All networks: `{ name, module, inputShape, inputs, parameters }`, floats in float64. */
export const exportCases = () => [...checked(), ...ofTokens(), ...ofTables(), ...more()];
