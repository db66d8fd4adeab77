/** Arrays on the host, with the element types that files have. */
import type { Shape } from '@nablajs/core';

/** The types of elements. Readers turn float16 and bfloat16 into float32, which holds each exactly. */
export type ElementType =
  | 'float32'
  | 'float64'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool';

/**
 * The elements of a `HostTensor`. int64, uint64 and uint32 are in a Float64Array, which holds whole numbers up to 2^53
 * exactly; larger ones are rounded. bool is 0 or 1.
 */
export type HostData = Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array;

/** An array in memory: a constant of a graph, or what a file holds. A scalar has the shape []. */
export interface HostTensor {
  readonly type: ElementType;
  readonly shape: Shape;
  /** In row-major order. */
  readonly data: HostData;
}

/** Tensors by name, as a file of weights has them. */
export type NamedTensors = ReadonlyMap<string, HostTensor>;

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: Float64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Float64Array,
  uint64: Float64Array,
  bool: Uint8Array,
} as const;

/**
 * Returns `length` zeros of a type.
 *
 * @example
 * ```ts
 * const ids = hostData('int64', 3); // a Float64Array of 0, 0, 0
 * ```
 */
export const hostData = (type: ElementType, length: number): HostData => new ARRAYS[type](length);
