/** Layers that normalise. */
import { type Body, callFunction } from './functions.js';
import type { ExportTable, LayerExport, Value } from './layer-export.js';
import { float, int, type NodeWriter } from './node-writer.js';

const epsilonOf = ({ config }: LayerExport): number => config['epsilon'] as number;
const hasParameters = ({ config }: LayerExport): boolean => config['affine'] === true;

/** Divides x by the root of its mean square. */
function normalized(body: NodeWriter, x: string, axes: readonly number[], epsilon: number): string {
  const square = body.reduce('ReduceMean', body.add('Mul', [x, x]), axes);
  return body.add('Div', [x, body.add('Sqrt', [body.add('Add', [square, body.number(epsilon)])])]);
}

/** Subtracts the mean. */
const centred = (body: NodeWriter, x: string, axes: readonly number[]): string =>
  body.add('Sub', [x, body.reduce('ReduceMean', x, axes)]);

/** Calls a function whose body ends with scale and offset, if the layer has them. */
function normFunction(layer: LayerExport, x: Value, names: readonly string[], make: Body): Value {
  return layer.value(
    callFunction(layer, [layer.last(x)], (body, inputs, parameter) => {
      const y = make(body, inputs, parameter);
      if (!hasParameters(layer)) return y;
      return names.reduce((made, name, at) => body.add(at === 0 ? 'Mul' : 'Add', [made, parameter(name)]), y);
    }),
  );
}

const lastAxes = (layer: LayerExport): number[] => {
  const axes = layer.config['axes'] as number;
  return Array.from({ length: axes }, (_, at) => at - axes);
};

export const NORMS: ExportTable = {
  LayerNorm: (layer, x) => {
    const axes = lastAxes(layer);
    if (layer.isPlain(17, epsilonOf(layer)) && hasParameters(layer)) {
      const inputs = [layer.last(x as Value), layer.parameter('scale'), layer.parameter('offset')];
      const attributes = { axis: int(axes[0] as number), epsilon: float(epsilonOf(layer)) };
      return layer.value(layer.add('LayerNormalization', inputs, attributes));
    }
    return normFunction(layer, x as Value, ['scale', 'offset'], (body, [name = '']) =>
      normalized(body, centred(body, name, axes), axes, epsilonOf(layer)),
    );
  },
  RMSNorm: (layer, x) =>
    normFunction(layer, x as Value, ['scale'], (body, [name = '']) =>
      normalized(body, name, lastAxes(layer), epsilonOf(layer)),
    ),
  GroupNorm: (layer, x) => {
    const value = x as Value;
    const groups = layer.config['groups'] as number;
    if (layer.isPlain(21, epsilonOf(layer)) && hasParameters(layer) && value.shape.length > 1) {
      const inputs = [layer.first(value), layer.parameter('scale'), layer.parameter('offset')];
      const attributes = { num_groups: int(groups), epsilon: float(epsilonOf(layer)) };
      return layer.value(layer.add('GroupNormalization', inputs, attributes), 'first');
    }
    const width = (value.shape.at(-1) as number) / groups;
    return normFunction(layer, value, ['scale', 'offset'], (body, [name = '']) => {
      const grouped = body.reshape(name, [0, -1, groups, width]);
      const y = normalized(body, centred(body, grouped, [1, 3]), [1, 3], epsilonOf(layer));
      return body.add('Reshape', [y, body.add('Shape', [name])]);
    });
  },
  BatchNorm: (layer, x) => {
    const value = x as Value;
    const statistics = ['runningMean', 'runningVariance'];
    if (layer.isPlain(7, epsilonOf(layer)) && hasParameters(layer)) {
      const names = ['scale', 'offset', ...statistics];
      const inputs = [layer.first(value), ...names.map((name) => layer.parameter(name))];
      // ONNX's momentum is the share that is kept.
      const momentum = float(1 - (layer.config['momentum'] as number));
      const y = layer.add('BatchNormalization', inputs, { epsilon: float(epsilonOf(layer)), momentum });
      return layer.value(y, 'first');
    }
    return layer.value(
      callFunction(layer, [layer.last(value)], (body, [name = ''], parameter) => {
        const [mean, variance] = statistics.map(parameter) as [string, string];
        const root = body.add('Sqrt', [body.add('Add', [variance, body.number(epsilonOf(layer))])]);
        const factor = body.add('Div', [hasParameters(layer) ? parameter('scale') : body.number(1), root]);
        const y = body.add('Mul', [body.add('Sub', [name, mean]), factor]);
        return hasParameters(layer) ? body.add('Add', [y, parameter('offset')]) : y;
      }),
    );
  },
};
