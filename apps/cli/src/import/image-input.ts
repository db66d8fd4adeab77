/** Makes a graph take images as nabla reads them: [height, width, channels], grey or red, green and blue. */
import { usageError } from '@nablajs/command-line';
import type { ImageForm } from '@nablajs/datasets';
import type { GraphModel, ValueInfo } from '@nablajs/interchange';
import { GraphParts, surrounded } from '../export/onnx/graph-parts.js';

export interface ImageOptions {
  /** By what a byte is divided. */
  readonly scale: number;
  /** What is subtracted then: one number, or one for each channel. */
  readonly mean: readonly number[];
  /** By what it is divided then: one number, or one for each channel. */
  readonly std: readonly number[];
  readonly order: 'rgb' | 'bgr';
  /** Where the file leaves the size open. */
  readonly size: { readonly height: number; readonly width: number } | undefined;
  readonly classes: readonly string[] | undefined;
  /** The flag that asks for images, for messages. Default: --images. */
  readonly flag?: string;
}

interface ImageShape {
  readonly isChannelsFirst: boolean;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

/** Throws a CommandError if the model does not take one image for each example. */
export function withImageInput(model: GraphModel, options: ImageOptions): { model: GraphModel; form: ImageForm } {
  const [input, ...more] = model.inputs;
  if (input === undefined || more.length > 0) {
    throw usageError(
      `${options.flag ?? '--images'}: expected a model with one input. Received one with ${model.inputs.length}.`,
    );
  }
  const shape = imageShapeOf(input.shape?.slice(1), options);
  const { height, width, channels } = shape;
  const parts = new GraphParts(model, input.type === 'float64' ? 'float64' : 'float32');
  const name = parts.free('image');
  addNodes(parts, name, input, shape, options);
  const own: ValueInfo = { name, type: 'float32', shape: ['batch', height, width, channels] };
  const after = new GraphParts(model, 'float32');
  return {
    model: surrounded(model, { before: parts, inputs: [own], after, outputs: model.outputs }),
    form: imageForm(shape, options, model.outputs[0]?.shape),
  };
}

function addNodes(
  parts: GraphParts,
  name: string,
  input: ValueInfo,
  { isChannelsFirst, channels }: ImageShape,
  { mean, std, order }: ImageOptions,
): void {
  let value = name;
  if (order === 'bgr' && channels === 3) {
    value = parts.node('Gather', [value, parts.integers([2, 1, 0])], { axis: { kind: 'int', value: 3 } });
  }
  if (mean.length > 1 || std.length > 1) {
    value = parts.node('Sub', [value, parts.floats(spread(mean, channels))]);
    value = parts.node('Div', [value, parts.floats(spread(std, channels))]);
  }
  if (input.type !== 'float32' && input.type !== 'float64') {
    value = parts.node('Cast', [value], { to: { kind: 'int', value: input.type === 'uint8' ? 2 : 6 } });
  }
  if (isChannelsFirst) parts.node('Transpose', [value], { perm: { kind: 'ints', value: [0, 3, 1, 2] } }, input.name);
  else parts.node('Identity', [value], {}, input.name);
}

const spread = (values: readonly number[], channels: number): readonly number[] =>
  values.length === channels ? values : new Array<number>(channels).fill(values[0] as number);

export function imageForm(
  { height, width, channels }: Omit<ImageShape, 'isChannelsFirst'>,
  { scale, mean, std, classes }: ImageOptions,
  output: readonly (number | string)[] | undefined,
): ImageForm {
  const isSingle = mean.length === 1 && std.length === 1;
  const count = output?.at(-1);
  const names = classes ?? (typeof count === 'number' ? Array.from({ length: count }, (_, at) => `${at}`) : undefined);
  if (names === undefined) throw usageError('--images: expected the names of the classes: --classes FILE.');
  return {
    ...{ type: 'images', height, width, channels, placement: 'fit', classes: names },
    normalisation: {
      divisor: scale,
      ...(isSingle && mean[0] !== 0 && { mean: mean[0] as number }),
      ...(isSingle && std[0] !== 1 && { standardDeviation: std[0] as number }),
    },
  };
}

/** Finds the channels: the dimension of 1 or 3, first or last. */
export function imageShapeOf(
  shape: readonly (number | string)[] | undefined,
  { size, flag = '--images' }: ImageOptions,
): ImageShape {
  const isCount = (value: unknown): value is 1 | 3 => value === 1 || value === 3;
  const [first, , last] = shape ?? [];
  const isChannelsFirst = isCount(first) && !(isCount(last) && shape?.[1] !== last);
  const channels = isChannelsFirst ? first : last;
  const sides = isChannelsFirst ? shape?.slice(1) : shape?.slice(0, 2);
  if (shape?.length !== 3 || !isCount(channels) || sides === undefined) {
    const received = shape === undefined ? 'an input of unknown shape' : `[${shape.join(', ')}]`;
    throw usageError(`${flag}: expected an input [3, height, width] or [height, width, 3]. Received ${received}.`);
  }
  const [height = size?.height, width = size?.width] = sides.map((side) =>
    typeof side === 'number' ? side : undefined,
  );
  if (height === undefined || width === undefined) {
    throw usageError(
      '--image-size: expected the size of images, as the file leaves it open, such as 224. Received none.',
    );
  }
  if (size === undefined || (size.height === height && size.width === width)) {
    return { isChannelsFirst, height, width, channels };
  }
  throw usageError(`--image-size: expected ${height}x${width}, as in the file. Received ${size.height}x${size.width}.`);
}
