/** Recurrent layers: operators of ONNX, or loops over the elements where a mask says which are there. */
import type { DenseArray } from '@nablajs/core';
import type { Bidirectional, GRU, LSTM, SimpleRNN } from '@nablajs/sequences';
import type { ValueInfo } from '../model/graph-model.js';
import { type HostData, hostData } from '../model/host-tensor.js';
import { callFunction } from './functions.js';
import { type ExportTable, type LayerExport, permuted, type Value, type WeightForm } from './layer-export.js';
import { int, ints, NodeWriter, string } from './node-writer.js';
import { isThere, withoutPadding } from './sequences.js';

/** What recurrent layers have in their configs. */
interface Config {
  readonly type: string;
  readonly units: number;
  readonly returnSequences: boolean;
  readonly bias: boolean;
  readonly resetAfter?: boolean;
}

/** `gates` says which of our gates each gate of ONNX is. */
interface Operator {
  readonly type: string;
  readonly gates: readonly number[];
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  SimpleRNN: { type: 'RNN', gates: [0] },
  // Ours are i, f, g, o, and r, z, n.
  LSTM: { type: 'LSTM', gates: [0, 3, 1, 2] },
  GRU: { type: 'GRU', gates: [1, 0, 2] },
};

/** Reorders blocks of `size` elements. */
function reordered(data: HostData, blocks: readonly number[], size: number): HostData {
  const out = new (data.constructor as new (length: number) => HostData)(data.length);
  for (const [to, from] of blocks.entries()) out.set(data.subarray(from * size, (from + 1) * size), to * size);
  return out;
}

/** [width, gates units] as [1, gates units, width], with ONNX's order of gates. */
const weightForm = (gates: readonly number[], units: number): WeightForm => ({
  key: `gates ${gates}`,
  turn: ({ data, shape }) => {
    const turned = permuted(data as HostData, shape, [1, 0]);
    const [rows, width] = turned.shape as readonly [number, number];
    const own = reordered(turned.data as HostData, gates, units * width);
    return { data: own as DenseArray['data'], shape: [1, rows, width] };
  },
});

/** Biases [gates units] as [1, 2 gates units]: those of the inputs, and those of the outputs before. */
const biasForm = (
  gates: readonly number[],
  units: number,
  recurrent: DenseArray | undefined,
  key: string,
): WeightForm => ({
  key: `gates ${gates}${recurrent === undefined ? '' : ` of ${key}`}`,
  turn: ({ data }) => {
    const both = hostData(data instanceof Float64Array ? 'float64' : 'float32', 2 * data.length);
    both.set(reordered(data as HostData, gates, units));
    // Only the last gate of a GRU has one of its own.
    if (recurrent !== undefined) both.set(recurrent.data as HostData, both.length - units);
    return { data: both as DenseArray['data'], shape: [1, both.length] };
  },
});

/** Writes an operator for a layer whose parameters are at a path; returns [n, time, units], or the last [n, units]. */
function operator(layer: LayerExport, config: Config, path: string, x: string, isBackward: boolean): string {
  const { type, gates } = OPERATORS[config.type] as Operator;
  const { units, bias, resetAfter } = config;
  const form = weightForm(gates, units);
  const weights = ['weight', 'recurrentWeight'].map((name) => layer.parameter(path + name, form));
  const own = bias && resetAfter === true ? layer.state.array(layer.nameOf(`${path}recurrentBias`)) : undefined;
  const biases = bias ? [layer.parameter(`${path}bias`, biasForm(gates, units, own, layer.nameOf(path)))] : [];
  const { writer } = layer;
  const [all, last] = writer.several(
    type,
    [writer.transpose(x, [1, 0, 2]), ...weights, ...biases],
    2,
    {
      ...{ hidden_size: int(units), direction: string(isBackward ? 'reverse' : 'forward') },
      ...(resetAfter === undefined ? {} : { linear_before_reset: int(resetAfter ? 1 : 0) }),
    },
    layer.path,
  ) as [string, string];
  const squeezed = (y: string, axis: number): string => writer.add('Squeeze', [y, writer.integers([axis])]);
  return config.returnSequences ? writer.transpose(squeezed(all, 1), [1, 0, 2]) : squeezed(last, 0);
}

/** The states of each layer. */
const statesOf = (type: string): number => (type === 'LSTM' ? 2 : 1);

function step(body: NodeWriter, config: Config, input: string, states: readonly string[], weights: Weights): string[] {
  const add = (a: string, b: string): string => body.add('Add', [a, b]);
  const times = (a: string, b: string): string => body.add('Mul', [a, b]);
  const [sigmoid, tanh] = ['Sigmoid', 'Tanh'].map((type) => (x: string) => body.add(type, [x])) as [Unary, Unary];
  const [h = '', c = ''] = states;
  const { units, type } = config;
  const split = (x: string, sizes: readonly number[]): string[] =>
    body.several('Split', [x, body.integers(sizes)], sizes.length, { axis: int(-1) });
  const product = (x: string, weight: string): string => body.add('MatMul', [x, weight]);
  if (type === 'SimpleRNN') return [tanh(add(input, product(h, weights.recurrent)))];
  if (type === 'LSTM') {
    const z = split(add(input, product(h, weights.recurrent)), new Array(4).fill(units));
    const [i, f, g, o] = z as [string, string, string, string];
    const cell = add(times(sigmoid(f), c), times(sigmoid(i), tanh(g)));
    return [times(sigmoid(o), tanh(cell)), cell];
  }
  const parts = [units, units, units];
  const [xr, xz, xn] = split(input, parts) as [string, string, string];
  const [wr, wz, wn] = split(weights.recurrent, parts) as [string, string, string];
  const [r, z] = [sigmoid(add(xr, product(h, wr))), sigmoid(add(xz, product(h, wz)))];
  const after = (): string => {
    const y = product(h, wn);
    return times(r, weights.offset === undefined ? y : add(y, weights.offset));
  };
  const n = tanh(add(xn, config.resetAfter === true ? after() : product(times(r, h), wn)));
  return [add(times(body.add('Sub', [body.number(1), z]), n), times(z, h))];
}

type Unary = (x: string) => string;

/** The parameters of a loop. */
interface Weights {
  readonly recurrent: string;
  readonly offset: string | undefined;
}

interface Masked {
  readonly x: string;
  readonly there: string;
}

/** Writes a loop: a Scan that skips padding. */
function loop(
  body: NodeWriter,
  config: Config,
  { x, there }: Masked,
  parameter: (name: string) => string,
  isBackward: boolean,
): string {
  const { units, bias, type, resetAfter } = config;
  const product = body.add('MatMul', [x, parameter('weight')]);
  const inputs = bias ? body.add('Add', [product, parameter('bias')]) : product;
  const rows = body.add('Concat', [body.reshape(body.length(x, 0), [1]), body.integers([units])], { axis: int(0) });
  const zero = body.add('Expand', [body.number(0), rows]);
  const inner = new NodeWriter(body.dtype, body.opset, [], isBackward ? 'backward/' : 'forward/');
  const infos: ValueInfo[] = [];
  const input = (name: string, elements: ValueInfo['type'], shape: ValueInfo['shape']): string => {
    const own = inner.unique(name);
    infos.push({ name: own, type: elements, shape });
    return own;
  };
  const before = Array.from({ length: statesOf(type) }, (_, at) => input(`state${at}`, body.dtype, ['n', units]));
  const [own, here] = [input('input', body.dtype, ['n', 'gates']), input('there', 'bool', ['n', 1])];
  const weights = {
    recurrent: parameter('recurrentWeight'),
    offset: bias && resetAfter === true ? parameter('recurrentBias') : undefined,
  };
  const next = step(inner, config, own, before, weights).map((state, at) =>
    inner.add('Where', [here, state, before[at] as string]),
  );
  const outputs = [...next, inner.add('Identity', [next[0] as string])];
  const graph = {
    ...{ name: 'step', inputs: infos, nodes: inner.nodes, constants: new Map() },
    outputs: outputs.map((name) => ({ name, type: body.dtype, shape: ['n', units] })),
  };
  const turned = [inputs, body.unsqueeze(there, [2])].map((one) => body.transpose(one, [1, 0, 2]));
  const way = isBackward ? 1 : 0;
  const made = body.several('Scan', [...before.map(() => zero), ...turned], outputs.length, {
    ...{ body: { kind: 'graph', value: graph }, num_scan_inputs: int(2) },
    ...{ scan_input_directions: ints([way, way]), scan_output_directions: ints([way]) },
  });
  if (!config.returnSequences) return made[0] as string;
  return withoutPadding(body, body.transpose(made.at(-1) as string, [1, 0, 2]), there);
}

/** Writes a layer, or two if there are two paths; their outputs side by side. */
function recurrent(layer: LayerExport, config: Config, paths: readonly string[], inputs: readonly Value[]): Value {
  const [x, mask] = inputs.map((input) => layer.last(input)) as [string, string?];
  const joined = (writer: NodeWriter, made: readonly string[]): string =>
    made.length === 1 ? (made[0] as string) : writer.add('Concat', made, { axis: int(-1) });
  if (mask === undefined) {
    const made = paths.map((path, at) => operator(layer, config, path, x, at === 1));
    return layer.value(joined(layer.writer, made));
  }
  return layer.value(
    callFunction(layer, [x, mask], (body, [own = '', m = ''], parameter) => {
      const there = isThere(body, m);
      const masked = { x: withoutPadding(body, own, there), there };
      const made = paths.map((path, at) => loop(body, config, masked, (name) => parameter(path + name), at === 1));
      return joined(body, made);
    }),
  );
}

const alone = (layer: LayerExport, ...inputs: readonly Value[]): Value =>
  recurrent(layer, (layer.module as SimpleRNN | LSTM | GRU).config as unknown as Config, [''], inputs);

export const RECURRENT: ExportTable = {
  SimpleRNN: alone,
  LSTM: alone,
  GRU: alone,
  Bidirectional: (layer, ...inputs) => {
    const { config } = (layer.module as Bidirectional).layer;
    return recurrent(layer, config as unknown as Config, ['forward.', 'backward.'], inputs);
  },
};
