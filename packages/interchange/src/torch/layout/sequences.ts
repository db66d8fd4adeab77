/** The modules of `@nablajs/sequences`. */
import { literal, newModule } from '../python/literal.js';
import { biasesOfGRU, hasParameter, moved, shapeIn, summed, transposed } from './groups.js';
import {
  type Builder,
  type LayoutGroup,
  outputShapeOf,
  type Part,
  type Translation,
  type Translator,
  under,
} from './types.js';

const made = (part: Part, python: string | undefined): Translation => ({
  outputs: [{ shape: outputShapeOf(part), order: 'last' }],
  python,
});

/** A class of the generated file, made of the config. */
const ownClass = (
  name: string,
  args: (part: Part) => readonly unknown[],
  add?: (part: Part, builder: Builder) => void,
): Translator => ({
  translate: (part, builder) => {
    builder.use(name);
    add?.(part, builder);
    return made(part, newModule(name, args(part)));
  },
});

const embedding = (name: string): Translator => ({
  translate: (part, builder) => {
    const { values, size, paddingIndex, mode } = part.config;
    const zeroRow = paddingIndex as number | undefined;
    builder.add(moved(part, 'weight', { zeroRow }));
    return made(part, newModule(`nn.${name}`, [values, size], { mode, padding_idx: zeroRow }));
  },
});

/** An inner module of a module that is not made of a config of its own. */
const child = (part: Part, name: string, as: string): Part => ({
  ...part,
  blueprint: part.blueprint.children?.[name] as Part['blueprint'],
  path: under(part.path, name),
  torchPath: under(part.torchPath, as),
});

function addLinear(part: Part, builder: Builder): void {
  builder.add(transposed(part, 'weight'));
  if (hasParameter(part.blueprint, 'bias')) builder.add(moved(part, 'bias'));
}

function addNorm(part: Part, builder: Builder): void {
  builder.add(moved(part, 'scale', { as: 'weight' }));
  builder.add(moved(part, 'offset', { as: 'bias' }));
}

/** PyTorch keeps the weights of queries, keys and values in one parameter of the attention itself. */
function addAttention(part: Part, builder: Builder): void {
  const input = { ...child(part, 'input', ''), torchPath: part.torchPath };
  builder.add(transposed(input, 'weight', 'in_proj_weight'));
  if (hasParameter(input.blueprint, 'bias')) builder.add(moved(input, 'bias', { as: 'in_proj_bias' }));
  addLinear(child(part, 'output', 'out_proj'), builder);
}

const ATTENTION = ['heads', 'keyHeads', 'causal', 'bias', 'rotary'] as const;

const attention = ownClass(
  'Attention',
  ({ config, blueprint }) => [
    (blueprint.outputShape as readonly number[])[1],
    ...ATTENTION.map((name) => config[name]),
  ],
  addAttention,
);

/** The options of a transformer's block, for its class in Python. */
const blockArguments = ({ config, blueprint }: Part): readonly unknown[] => [
  (blueprint.outputShape as readonly number[])[1],
  ...ATTENTION.map((name) => config[name]),
  ...['feedForward', 'activation', 'normFirst'].map((name) => config[name]),
];

function addBlock(part: Part, builder: Builder): void {
  builder.use('Attention');
  addAttention(child(part, 'selfAttention', 'self_attn'), builder);
  const hasCross = part.blueprint.children?.['crossAttention'] !== undefined;
  if (hasCross) addAttention(child(part, 'crossAttention', 'multihead_attn'), builder);
  for (const name of ['linear1', 'linear2']) addLinear(child(part, name, name), builder);
  for (const name of ['norm1', 'norm2', ...(hasCross ? ['norm3'] : [])]) addNorm(child(part, name, name), builder);
}

const gpt = ownClass(
  'GPT',
  ({ config }) => ['vocabulary', 'context', 'blocks', 'width', 'heads', 'tied'].map((name) => config[name]),
  (part, builder) => {
    builder.use('EncoderLayer', 'PositionEmbedding');
    builder.add(moved(child(part, 'tokens', 'tokens'), 'weight'));
    builder.add(moved(child(part, 'positions', 'positions'), 'weight'));
    const { blocks, tied } = part.config;
    for (let at = 0; at < (blocks as number); at++) addBlock(child(part, `block${at}`, `block${at}`), builder);
    addNorm(child(part, 'norm', 'norm'), builder);
    if (tied !== true) addLinear(child(part, 'head', 'head'), builder);
  },
);

const CELLS: Readonly<Record<string, string>> = { SimpleRNN: 'RNN', LSTM: 'LSTM', GRU: 'GRU' };

/** The parameters of a recurrent layer, in PyTorch's order. */
function addRecurrent(part: Part, type: string, suffix: string, builder: Builder): void {
  builder.add(transposed(part, 'weight', `weight_ih_l0${suffix}`));
  builder.add(transposed(part, 'recurrentWeight', `weight_hh_l0${suffix}`));
  for (const group of biases(part, type, suffix)) builder.add(group);
}

function biases(part: Part, type: string, suffix: string): LayoutGroup[] {
  if (!hasParameter(part.blueprint, 'bias')) return [];
  if (type === 'PaperGRU') return [moved(part, 'bias', { as: `bias_ih_l0${suffix}` })];
  if (type === 'GRU') return [biasesOfGRU(part, suffix)];
  return [summed(part, 'bias', [`bias_ih_l0${suffix}`, `bias_hh_l0${suffix}`])];
}

/** The class of a layer; the GRU of the paper is not in PyTorch. */
const cellOf = ({ type, resetAfter }: { readonly type: string; readonly resetAfter?: unknown }): string =>
  resetAfter === false ? 'PaperGRU' : (CELLS[type] as string);

const recurrent: Translator = {
  translate: (part, builder) => {
    const type = cellOf(part.config);
    addRecurrent(part, type, '', builder);
    return made(part, recurrentPython(part.config, type, part.blueprint, false, builder));
  },
};

const bidirectional: Translator = {
  translate: (part, builder) => {
    const layer = part.config['layer'] as Part['config'];
    const type = cellOf(layer);
    const inner = (name: string): Part => ({ ...child(part, name, ''), torchPath: part.torchPath });
    addRecurrent(inner('forward'), type, '', builder);
    addRecurrent(inner('backward'), type, '_reverse', builder);
    return made(part, recurrentPython(layer, type, inner('forward').blueprint, true, builder));
  },
};

function recurrentPython(
  { units, bias, returnSequences }: Part['config'],
  type: string,
  blueprint: Part['blueprint'],
  isBoth: boolean,
  builder: Builder,
): string {
  builder.use('Recurrent', ...(type === 'PaperGRU' ? [type] : []));
  const options = [bias === true ? '' : ', bias=False', isBoth ? ', bidirectional=True' : ''].join('');
  const [width] = shapeIn(blueprint, 'weight');
  const cell = type === 'PaperGRU' ? type : `nn.${type}`;
  const name = builder.define(`${type}Layer`, (own) => `class ${own}(Recurrent, ${cell}):\n    pass`);
  return `${name}(${width}, ${units}${options}, sequences=${literal(returnSequences)})`;
}

/** All modules of the package. */
export const SEQUENCES: Readonly<Record<string, Translator>> = {
  Embedding: embedding('Embedding'),
  EmbeddingBag: embedding('EmbeddingBag'),
  PaddingMask: ownClass('PaddingMask', ({ config }) => [config['paddingIndex']]),
  PositionEmbedding: ownClass(
    'PositionEmbedding',
    ({ blueprint }) => shapeIn(blueprint, 'weight'),
    (part, builder) => builder.add(moved(part, 'weight')),
  ),
  SinePositionEncoding: ownClass('SinePositionEncoding', () => []),
  MultiHeadAttention: attention,
  TransformerEncoderLayer: ownClass('EncoderLayer', blockArguments, addBlock),
  TransformerDecoderLayer: ownClass('DecoderLayer', blockArguments, addBlock),
  GPT: gpt,
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  Bidirectional: bidirectional,
  MeanOverTime: ownClass('MeanOverTime', () => []),
  MaxOverTime: ownClass('MaxOverTime', () => []),
};
