/**
 * A GPT as an ONNX model that takes new tokens, and the keys and values of those before. It has the operators that ONNX
 * Runtime made for such networks.
 */
import { ELEMENT_TYPES, model, node } from './onnx-messages.mjs';

const OPERATORS = { '': 17, 'com.microsoft': 1 };
const NORM = { axis: -1, epsilon: 1e-5 };

/** Returns the names of keys and values: of the tokens before (`past`) or of all (`present`). */
export const cacheNames = (when, { blocks }) =>
  Array.from({ length: blocks }, (_, at) => [`${when}Keys${at}`, `${when}Values${at}`]).flat();

/** The nodes of a block from `x` to `y`. */
function blockNodes(at, { heads }, x, y) {
  const own = (name) => `block${at}.${name}`;
  const weights = (name) => [own(`${name}.weight`), own(`${name}.bias`)];
  const affine = (from, name, to) => {
    const [weight, bias] = weights(name);
    return [node('MatMul', [from, weight], [`${to}.product`]), node('Add', [`${to}.product`, bias], [to])];
  };
  const norm = (from, name) =>
    node('LayerNormalization', [from, own(`${name}.scale`), own(`${name}.offset`)], [own(`${name}.y`)], NORM);
  const attended = [own('qkv'), '', '', `pastKeys${at}`, `pastValues${at}`, 'last', 'total'];
  return [
    norm(x, 'norm1'),
    ...affine(own('norm1.y'), 'selfAttention.input', own('qkv')),
    node('com.microsoft/GroupQueryAttention', attended, [own('attended'), `presentKeys${at}`, `presentValues${at}`], {
      num_heads: heads,
      kv_num_heads: heads,
    }),
    ...affine(own('attended'), 'selfAttention.output', own('attention')),
    node('Add', [x, own('attention')], [own('middle')]),
    norm(own('middle'), 'norm2'),
    ...affine(own('norm2.y'), 'linear1', own('wide')),
    node('com.microsoft/Gelu', [own('wide')], [own('active')]),
    ...affine(own('active'), 'linear2', own('linear')),
    node('Add', [own('middle'), own('linear')], [y]),
  ];
}

/**
 * Returns the bytes of a model from `tokens` [1, time], `positions` [time], keys and values [1, heads, past, size] to
 * the `logits` [1, vocabulary] after the last token, and to all keys and values. `total` is how many tokens there are
 * with the new ones, and `last` [1] the place of the last.
 *
 * @param {Record<string, import('./files.mjs').Input>} parameters
 */
export function onnxGpt(size, parameters) {
  const { blocks, heads, width, vocabulary } = size;
  const { float32, int32, int64 } = ELEMENT_TYPES;
  const cache = (when) =>
    cacheNames(when, size).map((name) => ({ name, type: float32, shape: [1, heads, when, width / heads] }));
  return model({
    operators: OPERATORS,
    nodes: [
      node('Gather', ['tokens.weight', 'tokens'], ['embedded']),
      node('Gather', ['positions.weight', 'positions'], ['placed']),
      node('Add', ['embedded', 'placed'], ['x0']),
      ...Array.from({ length: blocks }, (_, at) => blockNodes(at, size, `x${at}`, `x${at + 1}`)).flat(),
      node('Gather', [`x${blocks}`, 'minusOne'], ['x'], { axis: 1 }),
      node('LayerNormalization', ['x', 'norm.scale', 'norm.offset'], ['norm'], NORM),
      node('Gemm', ['norm', 'head.weight', 'head.bias'], ['logits']),
    ],
    parameters: [
      ...Object.entries(parameters).map(([name, values]) => [name, float32, values]),
      ['minusOne', int64, { data: BigInt64Array.of(-1n), shape: [] }],
    ],
    inputs: [
      { name: 'tokens', type: int64, shape: [1, 'time'] },
      { name: 'positions', type: int64, shape: ['time'] },
      { name: 'last', type: int32, shape: [1] },
      { name: 'total', type: int32, shape: [] },
      ...cache('past'),
    ],
    outputs: [{ name: 'logits', type: float32, shape: [1, vocabulary] }, ...cache('present')],
  });
}
