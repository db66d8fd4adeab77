/** Stores weights in fewer bits for small downloads, and restores them as float32 or float64. */
import {
  allocate,
  type DenseArray,
  dense,
  dtypeOf,
  type FloatDType,
  formatShape,
  NablaError,
  sameShape,
  sizeOf,
} from '@nablajs/core';
import { damaged, show } from '../damage.js';
import { halfBits, MAX_HALF } from '../safetensors/half.js';
import { bytesOf, denseOf, type StoredTensor, storedTensor } from '../safetensors/stored-tensor.js';

/**
 * A way to store weights in fewer bits than the network computes with.
 *
 * - `float16`: rounds each weight to the nearest IEEE half-precision number (ties to even), with 11 significant bits.
 * - `int8`: stores a matrix as whole numbers from -127 to 127, with one float32 scale for each output channel (the last
 *   axis). A weight is off by at most half a scale, the channel's largest magnitude divided by 127. Vectors and
 *   matrices with one row are stored unchanged.
 */
export type ReducedDType = 'float16' | 'int8';

export const REDUCED_DTYPES: readonly ReducedDType[] = ['float16', 'int8'];

/** The scales of the matrix `0.weight` are the tensor `0.weight.scale`. */
const SCALE = '.scale';
const MAX_INT8 = 127;
/** 2^-149. */
const SMALLEST_FLOAT32 = 1.401298464324817e-45;

/**
 * Converts parameters to fewer bits. Throws NablaError `argument` that names the parameter if it exceeds the range of
 * the type, or has the name of a scale.
 */
export function reduceWeights(
  who: string,
  parameters: ReadonlyMap<string, DenseArray>,
  dtype: ReducedDType,
): Map<string, StoredTensor> {
  const taken = [...parameters].find(([name, tensor]) => hasScales(tensor, dtype) && parameters.has(name + SCALE));
  if (taken !== undefined)
    throw invalid(who, taken[0] + SCALE, 'a name that is not the name of a scale', 'one that is; rename it');
  return new Map([...parameters].flatMap(([name, tensor]) => reduced(who, name, tensor, dtype)));
}

function reduced(who: string, name: string, tensor: DenseArray, dtype: ReducedDType): [string, StoredTensor][] {
  const plain = storedTensor(name, tensor);
  checkFinite(who, name, tensor);
  if (dtype === 'float16') return [[name, halves(who, name, tensor)]];
  if (!hasScales(tensor, dtype)) return [[name, plain]];
  const { values, scales } = quantised(who, name, tensor);
  return [
    [name, { dtype: 'int8', shape: tensor.shape, bytes: bytesOf(values) }],
    [name + SCALE, { dtype: 'float32', shape: [scales.length], bytes: bytesOf(scales) }],
  ];
}

/** Whether int8 saves space: for a matrix with one row, the scales would take more than int8 saves. */
const hasScales = ({ shape }: DenseArray, dtype: ReducedDType): boolean =>
  dtype === 'int8' && shape.length >= 2 && sizeOf(shape.slice(0, -1)) >= 2;

function checkFinite(who: string, name: string, { data }: DenseArray): void {
  const bad = data.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw invalid(who, name, 'finite elements', `${bad}`);
}

function invalid(who: string, name: string, expected: string, received: string): NablaError {
  return new NablaError('argument', `${who}: parameter '${name}': expected ${expected}. Received ${received}.`);
}

function halves(who: string, name: string, { data, shape }: DenseArray): StoredTensor {
  const bits = Uint16Array.from(data, halfBits);
  const at = bits.findIndex((half) => (half & 0x7fff) === 0x7c00);
  if (at === -1) return { dtype: 'float16', shape, bytes: bytesOf(bits) };
  const expected = `elements of at most ${MAX_HALF}, the largest float16`;
  throw invalid(who, name, expected, `${data[at]}; use int8, or leave the weights as they are`);
}

function quantised(who: string, name: string, { data, shape }: DenseArray) {
  const scales = new Float32Array(shape.at(-1) ?? 0);
  for (const [channel] of scales.entries()) scales[channel] = scaleOf(largestOf(data, channel, scales.length));
  if (!scales.every(Number.isFinite))
    throw invalid(who, name, 'weights whose scale fits into float32', 'larger ones; keep every bit');
  const values = Int8Array.from(data, (value, at) => {
    const scale = scales[at % scales.length] as number;
    const rounded = scale === 0 ? 0 : Math.round(value / scale);
    return Math.min(MAX_INT8, Math.max(-MAX_INT8, rounded));
  });
  return { values, scales };
}

function largestOf(data: DenseArray['data'], channel: number, channels: number): number {
  let largest = 0;
  for (let at = channel; at < data.length; at += channels) largest = Math.max(largest, Math.abs(data[at] as number));
  return largest;
}

/** Rounds to float32; if 127 steps of a subnormal scale then do not reach, takes the next. */
function scaleOf(largest: number): number {
  const scale = Math.fround(largest / MAX_INT8);
  return scale * (MAX_INT8 + 0.5) < largest ? scale + SMALLEST_FLOAT32 : scale;
}

/** What to restore: the tensors of a file, what they are stored as, and what they become. */
export interface StoredWeights {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Undefined if the weights are stored in `dtype`. */
  readonly reduced: ReducedDType | undefined;
  /** The dtype of the parameters. */
  readonly dtype: FloatDType;
}

/**
 * Restores the parameters from the tensors of a file; the caller owns the arrays. Throws NablaError `data` that starts
 * with `file` for a tensor of another type, and for scales that are missing, left over, negative, not finite, or of the
 * wrong shape.
 */
export function restoreWeights(weights: StoredWeights, file: string): Map<string, DenseArray> {
  const scales = weights.reduced === 'int8' ? scalesIn(weights.tensors, file) : new Map<string, Float32Array>();
  const parameters = new Map<string, DenseArray>();
  for (const [name, tensor] of weights.tensors) {
    if (isScale(name, scales)) continue;
    const { data, shape } = denseOf(checked(tensor, weights, `${file}: ${show(name)}`));
    parameters.set(name, dense(widened(data, weights.dtype, scales.get(name)), shape));
  }
  return parameters;
}

const isScale = (name: string, scales: ReadonlyMap<string, unknown>): boolean =>
  name.endsWith(SCALE) && scales.has(name.slice(0, -SCALE.length));

function checked(tensor: StoredTensor, { reduced, dtype }: StoredWeights, at: string): StoredTensor {
  const allowed = reduced === undefined ? [dtype] : reduced === 'float16' ? ['float16'] : ['int8', dtype];
  if (allowed.includes(tensor.dtype)) return tensor;
  throw damaged(at, `expected ${allowed.join(' or ')}. Received ${tensor.dtype} ${formatShape(tensor.shape)}`);
}

/** Returns the scales by the names of their matrices. */
function scalesIn(tensors: ReadonlyMap<string, StoredTensor>, file: string): Map<string, Float32Array> {
  const scales = new Map<string, Float32Array>();
  for (const [name, { dtype, shape }] of tensors) {
    if (dtype !== 'int8') continue;
    const at = `${file}: ${show(name + SCALE)}`;
    const scale = tensors.get(name + SCALE);
    const expected = shape.slice(-1);
    if (scale?.dtype !== 'float32' || !sameShape(scale.shape, expected)) {
      const received = scale === undefined ? 'none' : `${scale.dtype} ${formatShape(scale.shape)}`;
      throw damaged(at, `expected the scales, float32 ${formatShape(expected)}. Received ${received}`);
    }
    const values = denseOf(scale).data as Float32Array;
    const bad = values.find((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
    if (bad !== undefined) throw damaged(at, `expected finite scales >= 0. Received ${bad}`);
    scales.set(name, values);
  }
  return scales;
}

function widened(data: DenseArray['data'], dtype: FloatDType, scales: Float32Array | undefined): DenseArray['data'] {
  if (dtypeOf(data) === dtype) return data;
  const floats = allocate(dtype, data.length);
  floats.set(data);
  // The product is exact in float64 and rounded once, when it is stored.
  if (scales !== undefined) {
    for (let at = 0; at < data.length; at++) {
      floats[at] = (data[at] as number) * (scales[at % scales.length] as number);
    }
  }
  return floats;
}
