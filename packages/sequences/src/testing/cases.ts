import {
  type Blueprint,
  Chain,
  Dense,
  type DenseArray,
  dense,
  type Loss,
  type Module,
  Random,
  SoftmaxCrossEntropy,
  sizeOf,
} from '@nablajs/core';
import { graph, input, layer } from '@nablajs/core/functional';
import { GPT } from '../attention/gpt.js';
import { MultiHeadAttention } from '../attention/multi-head-attention.js';
import { PositionEmbedding, SinePositionEncoding } from '../attention/positions.js';
import { TransformerDecoderLayer } from '../attention/transformer-decoder-layer.js';
import { TransformerEncoderLayer } from '../attention/transformer-encoder-layer.js';
import { Embedding, EmbeddingBag } from '../embedding.js';
import { PaddingMask } from '../masks.js';
import { MaxOverTime, MeanOverTime } from '../pooling.js';
import { Bidirectional } from '../recurrence/bidirectional.js';
import { GRU } from '../recurrence/gru.js';
import { LSTM } from '../recurrence/lstm.js';
import { SimpleRNN } from '../recurrence/simple-rnn.js';

/** A small network of tokens with its loss: a `GradientCase` of `@nablajs/gradcheck`. */
export interface SequenceCase {
  /** `LSTM, masked, SoftmaxCrossEntropy (labels)` */
  readonly name: string;
  readonly layer: string;
  readonly activation: string;
  readonly loss: string;
  readonly layers: readonly Module[];
  readonly lossFunction: Loss;
  /** int32 [n, time] */
  readonly x: DenseArray;
  readonly targets: DenseArray;
  /** Weights of the tokens, [n, time]. Default: 1 each. */
  readonly weights?: DenseArray;
  /** The parameters by their names in the network. Default: drawn. */
  readonly parameters?: ReadonlyMap<string, DenseArray>;
}

/** Rows, tokens, width, vocabulary and classes differ, so a mix-up of dimensions fails. */
const [ROWS, TIME, WIDTH, VOCABULARY, CLASSES] = [3, 5, 4, 7, 2];
const PADDING = 0;
/** The second row has nothing but padding. */
const TOKENS = dense(Int32Array.of(1, 2, 1, 0, 0, 0, 0, 0, 0, 0, 6, 3, 5, 2, 4), [ROWS, TIME]);
const IGNORED = -1;
const ONE_EACH: Omit<SequenceCase, 'name' | 'layer' | 'layers' | 'x'> = {
  activation: 'no activation',
  loss: 'SoftmaxCrossEntropy (labels)',
  lossFunction: new SoftmaxCrossEntropy(),
  targets: dense(Int32Array.of(1, 0, 1), [ROWS]),
};
const EACH_TOKEN: typeof ONE_EACH = {
  ...ONE_EACH,
  loss: 'SoftmaxCrossEntropy (tokens)',
  lossFunction: new SoftmaxCrossEntropy({ ignoreIndex: IGNORED }),
  targets: dense(Int32Array.of(1, 0, 1, -1, -1, 0, -1, 1, 1, 0, 1, 1, 0, 0, -1), [ROWS, TIME]),
};
const WEIGHTS = dense(Float64Array.of(0.5, 2, 1, 0, 0, 1, 1, 0, 1, 3, 1, 0.25, 1, 2, 1), [ROWS, TIME]);

/** Where a mask stands among the inputs of a module. */
type Masks = '' | 'masked' | 'masked source';

/** Returns a module that embeds tokens, also as a source if `isCross`, and passes them to an inner module. */
function onTokens(inner: Module, masks: Masks, isCross = false): Module {
  const tokens = input([TIME]);
  const vectors = () => layer(new Embedding(VOCABULARY, WIDTH))(tokens);
  const mask = () => layer(new PaddingMask({ paddingIndex: PADDING }))(tokens);
  const own = masks === 'masked' ? [vectors(), mask()] : [vectors()];
  const source = isCross ? [vectors(), ...(masks === 'masked source' ? [mask()] : [])] : [];
  return graph(tokens, layer(inner)(...own, ...source) as ReturnType<typeof vectors>);
}

const block = { heads: 2, feedForward: 3, dropout: 0 } as const;
const every = { returnSequences: true } as const;
const gpt = { vocabulary: VOCABULARY, context: TIME, blocks: 1, width: WIDTH, heads: 2 } as const;

type Choice = readonly [layer: string, module: Module, masks?: Masks, isCross?: boolean];

const SEQUENCES: readonly Choice[] = [
  ['PositionEmbedding', new PositionEmbedding(TIME + 1)],
  ['SinePositionEncoding', new SinePositionEncoding()],
  ['MultiHeadAttention', new MultiHeadAttention({ heads: 2 }), 'masked'],
  ['MultiHeadAttention with dropout', new MultiHeadAttention({ heads: 2, dropout: 0.3, bias: false })],
  ['causal MultiHeadAttention', new MultiHeadAttention({ heads: 4, keyHeads: 2, causal: true }), 'masked'],
  ['MultiHeadAttention with rotary', new MultiHeadAttention({ heads: 2, keyHeads: 1, causal: true, rotary: true })],
  ['cross attention', new MultiHeadAttention({ heads: 2 }), 'masked source', true],
  ['TransformerEncoderLayer', new TransformerEncoderLayer({ ...block, dropout: 0.2 }), 'masked'],
  [
    'TransformerEncoderLayer, norm first, GELU',
    new TransformerEncoderLayer({ ...block, activation: 'gelu', normFirst: true, causal: true }),
  ],
  [
    'TransformerEncoderLayer, SwiGLU',
    new TransformerEncoderLayer({ ...block, activation: 'swiglu', bias: false, rotary: true }),
  ],
  ['TransformerDecoderLayer', new TransformerDecoderLayer({ ...block, activation: 'gelu' }), 'masked source', true],
  [
    'TransformerDecoderLayer, norm first, SwiGLU',
    new TransformerDecoderLayer({ ...block, activation: 'swiglu', normFirst: true, dropout: 0.2 }),
    'masked',
    true,
  ],
  ['SimpleRNN', new SimpleRNN(3, every), 'masked'],
  ['LSTM', new LSTM(3, every), 'masked'],
  ['GRU', new GRU(3, every), 'masked'],
  ['GRU of the paper', new GRU(3, { ...every, resetAfter: false, bias: false })],
  ['Bidirectional', new Bidirectional(new LSTM(2, every)), 'masked'],
];

const WHOLE: readonly Choice[] = [
  ['the last of SimpleRNN', new SimpleRNN(3)],
  ['the last of LSTM', new LSTM(3, { bias: false })],
  ['the last of GRU', new GRU(3, { resetAfter: false }), 'masked'],
  ['the last of Bidirectional', new Bidirectional(new GRU(2)), 'masked'],
  ['MeanOverTime', new MeanOverTime(), 'masked'],
  ['MaxOverTime', new MaxOverTime(), 'masked'],
];

/**
 * Lists small networks of tokens: each module of this package, with each option that changes what it computes, masks,
 * ignored tokens and weights of tokens.
 *
 * @example
 * ```ts
 * for (const one of sequenceCases()) {
 *   const report = await checkCase(one, backend, 'float64'); // of @nablajs/gradcheck
 *   if (!report.ok) console.log(one.name, report.problems);
 * }
 * ```
 */
export function sequenceCases(): SequenceCase[] {
  const embedding = { paddingIndex: PADDING };
  const small = { ...embedding, initializer: { normal: 0.3 } };
  const ofTokens = [
    caseOf('Embedding', new Embedding(VOCABULARY, WIDTH, embedding), EACH_TOKEN),
    caseOf('GPT', new GPT(gpt), EACH_TOKEN),
    caseOf('tied GPT', new GPT({ ...gpt, dropout: 0, tied: true }), EACH_TOKEN),
  ];
  const last = withLargeParameters(ofTokens.at(-1) as SequenceCase);
  return [
    ...ofTokens.map(withLargeParameters),
    { ...last, name: `${last.name}, weighted`, weights: WEIGHTS },
    caseOf('EmbeddingBag', new EmbeddingBag(VOCABULARY, WIDTH, embedding), ONE_EACH),
    caseOf('EmbeddingBag of sums', new EmbeddingBag(VOCABULARY, WIDTH, { ...small, mode: 'sum' }), ONE_EACH),
    ...SEQUENCES.map(([own, module, masks = '', isCross]) =>
      caseOf(own, onTokens(module, masks, isCross), EACH_TOKEN, masks),
    ),
    ...WHOLE.map(([own, module, masks = '']) => caseOf(own, onTokens(module, masks), ONE_EACH, masks)),
  ];
}

function caseOf(own: string, module: Module, rest: typeof ONE_EACH, masks: Masks = ''): SequenceCase {
  const names = [own, ...(masks === '' ? [] : [masks]), rest.loss];
  return { ...rest, name: names.join(', '), layer: own, layers: [module, new Dense(CLASSES)], x: TOKENS };
}

/** The weights of a GPT start so small that differences of its loss have too few digits. */
function withLargeParameters(one: SequenceCase): SequenceCase {
  const random = new Random(1);
  const parameters = new Map<string, DenseArray>();
  const draw = ({ parameters: own = {}, children = {} }: Blueprint, path: string): void => {
    for (const [name, { shape }] of Object.entries(own)) {
      const values = Array.from({ length: sizeOf(shape) }, () => 0.5 * random.normal());
      parameters.set(`${path}${name}`, dense(Float64Array.from(values), shape));
    }
    for (const [name, child] of Object.entries(children)) draw(child, `${path}${name}.`);
  };
  draw(new Chain(one.layers).build([TIME]), '');
  return { ...one, parameters };
}
