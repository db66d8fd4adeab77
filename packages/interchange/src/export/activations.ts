import { type Body, callFunction } from './functions.js';
import type { ExportModule, ExportTable, LayerExport, Value } from './layer-export.js';
import { type Attributes, float, int, type NodeWriter, string } from './node-writer.js';

/** An operator with the same meaning. */
const plain =
  (type: string, attributes: Attributes = {}): ExportModule =>
  (layer, x) =>
    layer.elementwise([x as Value], (names) => layer.add(type, names, attributes));

/** An operator with an attribute of 32 bits; in float64 a function. */
const narrow =
  (
    [type, since]: readonly [type: string, since: number],
    attributes: (layer: LayerExport) => Attributes,
    body: (layer: LayerExport) => Body,
  ): ExportModule =>
  (layer, x) => {
    const value = x as Value;
    if (!layer.isPlain(since)) return layer.value(callFunction(layer, [layer.last(value)], body(layer)));
    return layer.elementwise([value], (names) => layer.add(type, names, attributes(layer)));
  };

/** An option that is a number. */
const option = ({ config }: LayerExport, name: string): number => config[name] as number;

/** x where x > 0, else alpha (exp(x) - 1). */
function exponential(body: NodeWriter, x: string, alpha: number): string {
  const [zero, one] = [body.number(0), body.number(1)];
  const power = body.add('Sub', [body.add('Exp', [body.add('Min', [x, zero])]), one]);
  return body.add('Where', [body.add('Greater', [x, zero]), x, body.add('Mul', [power, body.number(alpha)])]);
}

const leaky =
  (slope: number): Body =>
  (body, [x = '']) =>
    body.add('Where', [body.add('Greater', [x, body.number(0)]), x, body.add('Mul', [x, body.number(slope)])]);

const [SELU_ALPHA, SELU_SCALE] = [1.6732632423543772, 1.0507009873554805];

const selu: Body = (body, [x = '']) => body.add('Mul', [exponential(body, x, SELU_ALPHA), body.number(SELU_SCALE)]);

const hardSwish: Body = (body, [x = '']) => {
  const clipped = body.add('Clip', [body.add('Add', [x, body.number(3)]), body.number(0), body.number(6)]);
  return body.add('Mul', [x, body.add('Div', [clipped, body.number(6)])]);
};

/** x (1 + erf(x / sqrt 2)) / 2. ONNX's own operator has its constants in 32 bits. */
const gelu: Body = (body, [x = '']) => {
  const erf = body.add('Erf', [body.add('Mul', [x, body.number(Math.SQRT1_2)])]);
  return body.add('Mul', [x, body.add('Mul', [body.add('Add', [erf, body.number(1)]), body.number(0.5)])]);
};

/** x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)). */
const geluByTanh: Body = (body, [x = '']) => {
  const times = (a: string, b: string): string => body.add('Mul', [a, b]);
  const cubic = times(times(x, x), body.number(0.07135481627260025));
  return times(x, body.add('Sigmoid', [times(x, body.add('Add', [cubic, body.number(1.5957691216057308)]))]));
};

/** Layers that work element by element, and softmax. */
export const ACTIVATIONS: ExportTable = {
  ReLU: plain('Relu'),
  Sigmoid: plain('Sigmoid'),
  Tanh: plain('Tanh'),
  Softplus: plain('Softplus'),
  LimitedReLU: (layer, x) => layer.elementwise([x as Value], ([name = '']) => limitedRelu(layer, name)),
  Dropout: (layer, x) => {
    const ratio = layer.config['rate'] as number;
    if (ratio === 0) return x as Value;
    // It does nothing but in training, where a reader may want it.
    return layer.elementwise([x as Value], ([name = '']) => layer.add('Dropout', [name, layer.writer.number(ratio)]));
  },
  Dropout2d: (_, x) => x as Value,
  GELU: narrow(
    ['Gelu', 20],
    ({ config }) => ({ approximate: string(config['approximate'] as string) }),
    ({ config }) => (config['approximate'] === 'tanh' ? geluByTanh : gelu),
  ),
  SiLU: (layer, x) => layer.elementwise([x as Value], ([name = '']) => silu(layer, name)),
  LeakyReLU: narrow(
    ['LeakyRelu', 7],
    (layer) => ({ alpha: float(option(layer, 'slope')) }),
    (layer) => leaky(option(layer, 'slope')),
  ),
  ELU: narrow(
    ['Elu', 7],
    (layer) => ({ alpha: float(option(layer, 'alpha')) }),
    (layer) =>
      (body, [x = '']) =>
        exponential(body, x, option(layer, 'alpha')),
  ),
  SELU: narrow(
    ['Selu', 7],
    () => ({}),
    () => selu,
  ),
  HardSwish: narrow(
    ['HardSwish', 14],
    () => ({}),
    () => hardSwish,
  ),
  PReLU: (layer, x) =>
    layer.elementwise([x as Value], ([name = '']) => layer.add('PRelu', [name, layer.parameter('slope')])),
  Softmax: (layer, x) =>
    layer.elementwise([x as Value], (names, order) =>
      layer.add('Softmax', names, { axis: int(order === 'first' ? 1 : -1) }),
    ),
};

/** Keras' ReLU with all its options: see `limitedRelu` of Keras' layers. */
function limitedRelu(layer: LayerExport, x: string): string {
  const { writer, config } = layer;
  const { limit, slope, threshold } = config as Record<string, number | null>;
  const number = (value: number | null | undefined): string => writer.number(value as number);
  if (slope === 0 && threshold === 0)
    return layer.add('Clip', [x, number(0), ...(limit === null ? [] : [number(limit)])]);
  const most = limit === null ? x : layer.add('Min', [x, number(limit)]);
  const below = slope === 0 ? number(0) : layer.add('Mul', [layer.add('Sub', [x, number(threshold)]), number(slope)]);
  return layer.add('Where', [layer.add('Less', [x, number(threshold)]), below, most]);
}

/** x sigmoid(x), which is one operator only in later versions. */
export const silu = (layer: Pick<LayerExport, 'add'>, x: string): string =>
  layer.add('Mul', [x, layer.add('Sigmoid', [x])]);
