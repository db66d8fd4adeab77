import type { Blueprint } from '@nablajs/core';
import type { Attribute, OperatorFunction } from '../model/graph-model.js';
import type { ExportState, LayerExport } from './layer-export.js';
import { NodeWriter, string } from './node-writer.js';

/** The version of ONNX's operators that exporters write. */
export const OPSET = 21;

/**
 * Functions of the domain `ai.nabla`, which stand for modules that are no single operator of ONNX.
 *
 * Each has a body of standard operators for other programs. This library runs its own module instead, with equal bits.
 * A node that calls one has
 *
 * - the type: that of the module, and `_2`, `_3` … behind it if the file has several bodies of this type;
 * - the inputs: what the module is called with, and behind it the parameters;
 * - the attribute `config` (string): the module's config as JSON, which `LAYERS` and `SEQUENCE_LAYERS` read;
 * - the attribute `parameters` (strings, missing if there are none): the names of the parameters inside the module, in
 *   the order of the last inputs, such as `input.weight`, with the module's own shapes;
 * - as many outputs as the module.
 *
 * A reader makes the module of `config`, and calls it with a context of the parameters. Tensors have channels last.
 * What is written as such functions:
 *
 * - MultiHeadAttention, also inside of transformer layers and of GPT;
 * - RMSNorm, EmbeddingBag, PaddingMask and SinePositionEncoding;
 * - LayerNorm, GroupNorm and BatchNorm in float64, without `affine`, or with an epsilon that 32 bits do not hold;
 * - GELU, LeakyReLU, ELU, SELU and HardSwish in float64;
 * - LSTM, GRU, SimpleRNN, Bidirectional, MeanOverTime and MaxOverTime with a mask;
 * - Embedding with a `paddingIndex`;
 * - AdaptiveAveragePool2d if its size does not divide the image.
 *
 * All other modules are standard operators. What a reader has to do with them for equal bits:
 *
 * - Gemm, and MatMul with a constant matrix and Add of a constant vector behind it: `denseForward(x, w, b)`; MatMul
 *   with a constant matrix alone: `denseForward(x, w, undefined)`.
 * - LayerNormalization: `layerNorm`; GroupNormalization: `groupNorm`.
 * - BatchNormalization: (x - mean) times (scale / sqrt(variance + epsilon)) plus offset, as the layer BatchNorm.
 * - Conv and ConvTranspose: explicit `pads`, which are uneven for `same` padding (pass 'same' to `conv2d` if they are
 *   what it would choose), or `auto_pad` SAME_UPPER where the size of the image is open and the stride is not 1.
 *   Weights have the names of our parameters; [filters, channels, rows, columns] are our [rows, columns, channels,
 *   filters] with the axes [3, 2, 0, 1].
 * - AveragePool with count_include_pad 0, MaxPool: pads as above.
 * - GlobalAveragePool and GlobalMaxPool with Flatten behind: mean or max of [n, positions, channels] over axis 1.
 * - LSTM, GRU (linear_before_reset), RNN without masks: one node for each direction, [time, n, width], with Transpose
 *   around; W [1, gates units, width], R, B [1, 2 gates units] whose second half is 0 but for GRU's recurrentBias.
 *   recurrentBias is in the bias.
 * - UpSample: Resize nearest, floor, asymmetric. SiLU: Mul(x, Sigmoid(x)). Residual: Add(kept, body).
 * - ReduceSum and Div instead of ReduceMean, in the order of `MeanOverTime`.
 * - Constants such as shapes are Constant nodes; all initializers are parameters.
 */
export const OWN_DOMAIN = 'ai.nabla';

/** Adds nodes, and returns the name of the output. */
export type Body = (body: NodeWriter, inputs: readonly string[], parameter: (name: string) => string) => string;

/** Returns the output's name. `inputs` are what the module is called with, channels last. */
export function callFunction(layer: LayerExport, inputs: readonly string[], body: Body): string {
  const { state, path } = layer;
  // A name is the business of the layers around.
  const { name: _, ...config } = layer.config;
  const names = parameterNames(layer.blueprint);
  const own = inputs.map((_, at) => `input${at}`);
  const writer = new NodeWriter(state.dtype, state.opset, [...own, ...names]);
  const output = body(writer, own, (name) => name);
  const parameters = names.map((name) => layer.parameter(name));
  const attributes: Record<string, Attribute> = { config: string(JSON.stringify(config)) };
  if (names.length > 0) attributes['parameters'] = { kind: 'strings', value: names };
  const type = functionFor(state, {
    ...{ name: config.type, domain: OWN_DOMAIN, inputs: [...own, ...names], outputs: [output] },
    ...{ attributes: Object.keys(attributes), nodes: writer.nodes, opsets: { '': state.opset } },
  });
  const name = state.writer.unique(path === '' ? type : `${path}/${type}`);
  state.writer.nodes.push({
    ...{ name, type, domain: OWN_DOMAIN, inputs: [...inputs, ...parameters], outputs: [name], attributes },
  });
  return name;
}

/** Also those of inner modules. */
const parameterNames = ({ parameters = {}, children = {} }: Blueprint): string[] => [
  ...Object.keys(parameters),
  ...Object.entries(children).flatMap(([child, inner]) => parameterNames(inner).map((name) => `${child}.${name}`)),
];

/** Adds the function if no other has this body. */
function functionFor({ functions }: ExportState, wanted: OperatorFunction): string {
  const bodyOf = ({ inputs, outputs, nodes }: OperatorFunction): string =>
    JSON.stringify([inputs, outputs, nodes], (_, value) => (ArrayBuffer.isView(value) ? `${value}` : value));
  const alike = functions.filter(({ name }) => name.split('_')[0] === wanted.name);
  const known = alike.find((one) => bodyOf(one) === bodyOf(wanted));
  if (known !== undefined) return known.name;
  const name = alike.length === 0 ? wanted.name : `${wanted.name}_${alike.length + 1}`;
  functions.push({ ...wanted, name });
  return name;
}
