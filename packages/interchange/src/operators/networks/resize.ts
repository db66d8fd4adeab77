/** Resize, and Upsample before it. */
import type { Shape } from '@nablajs/core';
import type { NodeInfo } from '../attributes.js';
import type { Implementation, Inputs, Operator, OperatorTable } from '../operator.js';
import { axisIn, device, numbersOf, shapeOf, type Value } from '../values.js';
import { axisOf } from './arguments.js';
import { type ResizedAxis, type Resizing, resized } from './kernels/resize.js';

/** What the inputs say of each resized axis. */
interface Wanted {
  readonly scales: readonly number[] | undefined;
  readonly sizes: readonly number[] | undefined;
  /** First the starts, then the ends. */
  readonly region: readonly number[] | undefined;
}

type Found = (inputs: Inputs<Value | undefined>) => Wanted;

/** Makes what a node does from how it finds elements, and what its inputs behind the first say. */
function resizing(node: NodeInfo, how: Resizing, hostInputs: readonly number[], wanted: Found): Implementation {
  return {
    hostInputs,
    device: (run, x, ...more) => {
      const input = run.toDevice(x);
      const shape = shapeOf(input);
      const axes = axesOf(node, shape, wanted([x, ...more])).map((own) => ({ ...own, axis: axisIn(input, own.axis) }));
      return device(resized(input.tensor, axes, how), input.type, input.layout);
    },
  };
}

/** Returns the axes that change, with their new lengths, by the formulas of ONNX's Resize. */
function axesOf(node: NodeInfo, shape: Shape, { scales, sizes, region }: Wanted): ResizedAxis[] {
  const all = node.ints(
    'axes',
    shape.map((_, axis) => axis),
  );
  const given = all.map((axis) => axisOf(node, axis, shape.length));
  const lengths = given.map((axis) => shape[axis] as number);
  const numbers = scales ?? sizes;
  if (numbers?.length !== given.length) {
    throw node.error(`expected scales or sizes of ${given.length} axes. Received ${numbers?.length ?? 'none'}`);
  }
  const own = scales ?? lengths.map((length, at) => (sizes?.[at] as number) / length);
  const policy = node.string('keep_aspect_ratio_policy', 'stretch');
  const isKept = scales === undefined && policy !== 'stretch';
  const common = policy === 'not_larger' ? own.reduce((a, b) => Math.min(a, b)) : own.reduce((a, b) => Math.max(a, b));
  const rows = given.map((axis, at): ResizedAxis => {
    const length = lengths[at] as number;
    const scale = isKept ? common : (own[at] as number);
    const out = isKept ? Math.floor(common * length + 0.5) : (sizes?.[at] ?? Math.floor(scale * length));
    return { axis, out, scale, start: region?.[at] ?? 0, end: region?.[at + given.length] ?? 1 };
  });
  return rows.filter(
    ({ axis, out, scale, start, end }) => out !== shape[axis] || scale !== 1 || start !== 0 || end !== 1,
  );
}

/** An input that is there and has elements. */
function numbersAt(inputs: Inputs<Value | undefined>, at: number): readonly number[] | undefined {
  const numbers = numbersOf(inputs[at]);
  return numbers === undefined || numbers.length === 0 ? undefined : numbers;
}

function modeOf(node: NodeInfo): Resizing['mode'] {
  const mode = node.string('mode', 'nearest');
  if (mode === 'nearest' || mode === 'linear') return mode;
  throw node.error(`the mode '${mode}' is not supported, only nearest and linear`);
}

/** Before opset 11, an element is found by rounding its place divided by the scale down. */
const OLD = { coordinates: 'asymmetric', rounding: 'floor', extrapolationValue: 0 } as const;

const resize: Operator = (node) => {
  const mode = modeOf(node);
  if (node.opset < 11) {
    return resizing(node, { ...OLD, mode }, [1], (inputs) => wantedScales(numbersAt(inputs, 1)));
  }
  if (node.flag('antialias')) throw node.error('antialias is not supported');
  const how: Resizing = {
    mode,
    coordinates: node.string('coordinate_transformation_mode', 'half_pixel'),
    rounding: node.string('nearest_mode', 'round_prefer_floor'),
    extrapolationValue: node.float('extrapolation_value', 0),
  };
  const isCrop = how.coordinates === 'tf_crop_and_resize';
  return resizing(node, how, [1, 2, 3], (inputs) => ({
    scales: numbersAt(inputs, 2),
    sizes: numbersAt(inputs, 3),
    region: isCrop ? numbersAt(inputs, 1) : undefined,
  }));
};

const wantedScales = (scales: readonly number[] | undefined): Wanted => ({
  scales,
  sizes: undefined,
  region: undefined,
});

const upsample: Operator = (node) => {
  const how = { ...OLD, mode: modeOf(node) };
  const scales = node.has('scales') ? node.floats('scales') : undefined;
  return resizing(node, how, [1], (inputs) => wantedScales(scales ?? numbersAt(inputs, 1)));
};

/** Operators that resize images. */
export const RESIZES: OperatorTable = { Resize: resize, Upsample: upsample };
