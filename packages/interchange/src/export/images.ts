/** Convolution, pooling, and other layers for images and sequences of vectors. */
import { listOf, NablaError, type Pair, type Shape } from '@nablajs/core';
import { callFunction } from './functions.js';
import { type ExportTable, inOrder, type LayerExport, type Value } from './layer-export.js';
import { type Attributes, int, ints, type NodeWriter, string } from './node-writer.js';

/** Options of windows, as they stand in configs. */
interface Window {
  readonly size: Pair;
  readonly stride: Pair;
  readonly padding: 'valid' | 'same' | Pair;
  readonly dilation?: Pair;
}

/** One number for each direction. */
const each = (value: Pair, directions: number): number[] =>
  typeof value === 'number' ? new Array(directions).fill(value) : [...value];

function windowOf({ size, stride, padding, dilation = 1 }: Window, lengths: Shape): Attributes {
  const all = (value: Pair): number[] => each(value, lengths.length);
  const [sizes, strides, dilations] = [all(size), all(stride), all(dilation)];
  const shape = { kernel_shape: ints(sizes), strides: ints(strides) };
  if (typeof padding !== 'string') return { ...shape, ...padsOf(all(padding), all(padding)) };
  if (padding === 'valid') return shape;
  const totals = lengths.map((length, at) => {
    const [step, extent] = [strides[at] as number, (dilations[at] as number) * ((sizes[at] as number) - 1) + 1];
    // With a stride of 1, the length does not matter.
    return step === 1 ? extent - 1 : Math.max(0, (Math.ceil(length / step) - 1) * step + extent - length);
  });
  if (totals.some(Number.isNaN)) return { ...shape, auto_pad: string('SAME_UPPER') };
  const before = totals.map((total) => Math.floor(total / 2));
  return {
    ...shape,
    ...padsOf(
      before,
      totals.map((total, at) => total - (before[at] as number)),
    ),
  };
}

const padsOf = (before: readonly number[], after: readonly number[]): Attributes =>
  [...before, ...after].every((zeros) => zeros === 0) ? {} : { pads: ints([...before, ...after]) };

/** The options of a convolution, from its config. */
type Config = Window & { kernelSize: Pair; groups: number | 'depthwise'; bias: boolean; outputPadding?: Pair };

const configOf = (layer: LayerExport): Config => layer.config as unknown as Config;

const filters = (directions: number): number[] => [
  directions + 1,
  directions,
  ...Array.from({ length: directions }, (_, at) => at),
];

function convolution(layer: LayerExport, value: Value | undefined): Value {
  const x = value as Value;
  const { kernelSize: size, dilation = 1, groups, bias, ...window } = configOf(layer);
  const lengths = x.shape.slice(0, -1);
  const weight = layer.parameter('weight', inOrder(filters(lengths.length)));
  const inputs = [layer.first(x), weight, ...(bias ? [layer.parameter('bias')] : [])];
  const y = layer.add('Conv', inputs, {
    ...windowOf({ ...window, size, dilation }, lengths),
    dilations: ints(each(dilation, lengths.length)),
    group: int(groups === 'depthwise' ? (x.shape.at(-1) as number) : groups),
  });
  return layer.value(y, 'first');
}

function transposed(layer: LayerExport, value: Value | undefined): Value {
  const x = value as Value;
  const { kernelSize, dilation = 1, groups, bias, stride, padding, outputPadding = 0 } = configOf(layer);
  const [sizes, strides, dilations, extra] = [kernelSize, stride, dilation, outputPadding].map((pair) =>
    each(pair, 2),
  ) as [number[], number[], number[], number[]];
  const extents = sizes.map((size, at) => (dilations[at] as number) * (size - 1) + 1);
  const totals = extents.map((extent, at) => extent - (strides[at] as number));
  const same = padding === 'same';
  const before = same
    ? totals.map((total) => Math.floor(Math.max(0, total) / 2))
    : each(padding === 'valid' ? 0 : padding, 2);
  const after = same ? totals.map((total, at) => Math.max(0, total) - (before[at] as number)) : before;
  const inputs = [layer.first(x), layer.parameter('weight', inOrder(filters(2)))];
  const y = layer.add('ConvTranspose', bias ? [...inputs, layer.parameter('bias')] : inputs, {
    ...{ kernel_shape: ints(sizes), strides: ints(strides), dilations: ints(dilations), ...padsOf(before, after) },
    group: int(groups === 'depthwise' ? (x.shape.at(-1) as number) : groups),
    output_padding: ints(same ? totals.map((total) => Math.max(0, -total)) : extra),
  });
  return layer.value(y, 'first');
}

const pool =
  (type: string) =>
  (layer: LayerExport, x: Value | undefined): Value => {
    const value = x as Value;
    const attributes = windowOf(layer.config as unknown as Window, value.shape.slice(0, -1));
    return layer.value(layer.add(type, [layer.first(value)], attributes), 'first');
  };

const globalPool =
  (type: string) =>
  (layer: LayerExport, x: Value | undefined): Value =>
    layer.value(layer.add('Flatten', [layer.add(type, [layer.first(x as Value)])], { axis: int(1) }));

function separable(layer: LayerExport, value: Value | undefined): Value {
  const x = value as Value;
  const { config } = layer;
  const lengths = x.shape.slice(0, -1);
  const { kernelSize: size, ...window } = configOf(layer);
  const weight = (name: string): string => layer.parameter(`${name}.weight`, inOrder(filters(2)));
  const deep = layer.add('Conv', [layer.first(x), weight('depthwise')], {
    ...windowOf({ ...window, size }, lengths),
    dilations: ints(each(window.dilation ?? 1, 2)),
    group: int(x.shape.at(-1) as number),
  });
  const bias = config['bias'] === true ? [layer.parameter('pointwise.bias')] : [];
  return layer.value(layer.add('Conv', [deep, weight('pointwise'), ...bias], { kernel_shape: ints([1, 1]) }), 'first');
}

/** Averages parts of images of any size. */
function adaptive(layer: LayerExport, x: Value | undefined): Value {
  const value = x as Value;
  const [height, width, channels] = value.shape as readonly [number, number, number];
  const [rows, columns] = each(layer.config['size'] as Pair, 2) as [number, number];
  if (Number.isNaN(height) || Number.isNaN(width)) {
    throw new NablaError(
      'argument',
      'toGraphModel: AdaptiveAveragePool2d needs images of one size. Received open ones.',
    );
  }
  if (height % rows === 0 && width % columns === 0) {
    const window = windowOf(
      { size: [height / rows, width / columns], stride: [height / rows, width / columns], padding: 'valid' },
      [height, width],
    );
    return layer.value(layer.add('AveragePool', [layer.first(value)], window), 'first');
  }
  return layer.value(
    callFunction(layer, [layer.last(value)], (body, [name = '']) => {
      const wide = body.reshape(name, [0, height, width * channels]);
      const tall = body.add('MatMul', [averaging(body, rows, height), wide]);
      const images = body.reshape(tall, [-1, width, channels]);
      const made = body.add('MatMul', [averaging(body, columns, width), images]);
      return body.reshape(made, [-1, rows, columns, channels]);
    }),
  );
}

/** Returns the matrix [out, length] whose product with a column is the mean of each part. */
function averaging(body: NodeWriter, out: number, length: number): string {
  const data = new Array<number>(out * length).fill(0);
  for (let i = 0; i < out; i++) {
    const [start, end] = [Math.floor((i * length) / out), Math.ceil(((i + 1) * length) / out)];
    data.fill(1 / (end - start), i * length + start, i * length + end);
  }
  return body.floats(data, [out, length]);
}

export const IMAGES: ExportTable = {
  Conv1d: convolution,
  Conv2d: convolution,
  ConvTranspose2d: transposed,
  SeparableConv2d: separable,
  MaxPool1d: pool('MaxPool'),
  MaxPool2d: pool('MaxPool'),
  AveragePool1d: pool('AveragePool'),
  AveragePool2d: pool('AveragePool'),
  AdaptiveAveragePool2d: adaptive,
  GlobalAveragePool: globalPool('GlobalAveragePool'),
  GlobalMaxPool: globalPool('GlobalMaxPool'),
  UpSample: (layer, x) => {
    const scales = layer.writer.floats([1, 1, ...each(layer.config['factor'] as Pair, 2)], [4], 'float32');
    const y = layer.add('Resize', [layer.first(x as Value), '', scales], {
      ...{ mode: string('nearest'), nearest_mode: string('floor') },
      coordinate_transformation_mode: string('asymmetric'),
    });
    return layer.value(y, 'first');
  },
  ZeroPadding: (layer, x) =>
    layer.elementwise([x as Value], ([name = ''], order) => {
      const given = layer.config['padding'] as Pair | readonly (readonly number[])[];
      const isSequence = layer.shape.length === 2;
      const sides = isSequence ? [given as Pair] : listOf<Pair | readonly number[]>(given as Pair);
      const all = sides.length === 1 && !isSequence ? [sides[0], sides[0]] : sides;
      const widths = all.map((side) => (typeof side === 'number' ? [side, side] : [...(side as readonly number[])]));
      const whole = order === 'first' ? [[0, 0], [0, 0], ...widths] : [[0, 0], ...widths, [0, 0]];
      const pads = [...whole.map(([before]) => before as number), ...whole.map(([, after]) => after as number)];
      return layer.add('Pad', [name, layer.writer.integers(pads), layer.writer.number(0)]);
    }),
};
