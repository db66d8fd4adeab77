/** Makes random examples: as an exported file takes them, and as the network does. */
import {
  allocate,
  type DenseArray,
  dense,
  type FloatDType,
  type Network,
  Random,
  type Shape,
  sizeOf,
} from '@nablajs/core';
import { type ImageForm, sentencesOf, TableEncoder, type TableForm, widthOf } from '@nablajs/datasets';
import { type ElementType, hostData, type ValueInfo } from '@nablajs/interchange';
import type { Form } from '../foreign/formats.js';
import type { NamedInput } from './other-side.js';
import { type TableExamples, tableExamples } from './table-examples.js';

export interface Examples {
  readonly file: readonly NamedInput[];
  readonly network: readonly DenseArray[];
}

interface Takes {
  readonly format: string;
  readonly network: Network;
  readonly form: Form | undefined;
  readonly dtype: FloatDType;
  readonly inputs: readonly ValueInfo[];
}

const SEED = 39;
/** The length of open dimensions, such as those of a text, and of images, which pass through windows and strides. */
const LENGTH = 7;
const SIDE = 64;

/** Always the same ones; whole numbers of unknown meaning are below `below`. */
export function examplesFor({ format, network, form, dtype, inputs }: Takes, count: number, below: number): Examples {
  const random = new Random(SEED);
  const isWhole = format === 'onnx';
  if (isWhole && form?.type === 'table' && sentencesOf(form) === undefined)
    return tableFile(form, dtype, inputs, tableExamples(form, dtype, count, random));
  if (isWhole && form?.type === 'images') return imageFile(form, network, dtype, inputs, count, random);
  const most = form?.type === 'text' ? tokensOf(network) : below;
  const arrays = network.inputShapes.map((shape, at) =>
    arrayOf([count, ...shape.map((size) => (Number.isNaN(size) ? (shape.length > 2 ? SIDE : LENGTH) : size))], {
      dtype: takesIntegers(network, at) ? 'int32' : dtype,
      random,
      most,
    }),
  );
  const file = arrays.map((array, at) => fileInput(array, inputs[at] ?? { name: `input_${at}`, type: typeOf(array) }));
  return { file, network: arrays };
}

export const takesIntegers = ({ module: { acceptsIntegers = false } }: Network, at: number): boolean =>
  typeof acceptsIntegers === 'boolean' ? acceptsIntegers : acceptsIntegers[at] === true;

const tokensOf = ({ outputShape }: Network): number => outputShape.at(-1) ?? 2;

const typeOf = ({ data }: DenseArray): ElementType =>
  data instanceof Float64Array ? 'float64' : data instanceof Int32Array ? 'int32' : 'float32';

interface Drawn {
  readonly dtype: FloatDType | 'int32';
  readonly random: Random;
  /** Whole numbers are below it. */
  readonly most: number;
}

function arrayOf(shape: Shape, { dtype, random, most }: Drawn): DenseArray {
  const data = allocate(dtype, sizeOf(shape));
  for (let at = 0; at < data.length; at++) data[at] = dtype === 'int32' ? random.integer(most) : random.normal();
  return dense(data, shape);
}

function fileInput({ data, shape }: DenseArray, { name, type }: Pick<ValueInfo, 'name' | 'type'>): NamedInput {
  const own = hostData(type, data.length);
  own.set(data as ArrayLike<number>);
  return { name, type, shape, data: own };
}

function tableFile(form: TableForm, dtype: FloatDType, inputs: readonly ValueInfo[], drawn: TableExamples): Examples {
  const columns = form.columns.map(({ name }) => name);
  const encoder = new TableEncoder(form, { name: 'examples', columns, decimalComma: false, dtype });
  const x = encoder.inputs(drawn.rows);
  let from = 0;
  const file = form.columns.map((column, at) => {
    const width = widthOf(column);
    const own = drawn.values[at] ?? columnsOf(x, from, width);
    from += width;
    return fileInput(own, inputs[at] as ValueInfo);
  });
  return { file, network: [x] };
}

/** Returns some of the columns of x [n, width]. */
function columnsOf({ data, shape: [rows = 0, all = 0] }: DenseArray, from: number, width: number): DenseArray {
  const own = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < width; at++) own[row * width + at] = data[row * all + from + at] as number;
  }
  return dense(own, [rows, width]);
}

function imageFile(
  { height, width, channels, normalisation }: ImageForm,
  { inputShape }: Network,
  dtype: FloatDType,
  inputs: readonly ValueInfo[],
  count: number,
  random: Random,
): Examples {
  const { divisor, mean = 0, standardDeviation = 1 } = normalisation;
  const bytes = Float64Array.from({ length: count * height * width * channels }, () => random.integer(256));
  const values = allocate(dtype, bytes.length);
  for (const [at, byte] of bytes.entries()) values[at] = (byte / divisor - mean) / standardDeviation;
  const file = fileInput(dense(bytes, [count, height, width, channels]), inputs[0] as ValueInfo);
  return { file: [file], network: [dense(values, [count, ...inputShape])] };
}
