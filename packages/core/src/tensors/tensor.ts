// Types of `Symbol.dispose`, also for users. / <reference lib="esnext.disposable" preserve="true" />

import type { Backend, CsrArray, DType, FloatDType, Operand, Shape, TypedArray } from '../backend.js';
import { checkBackend, describe } from '../validation/describe.js';
import { formatShape, NablaError } from '../validation/errors.js';
import { allocate, dtypeOf } from './dtype.js';
import { checkHostArray, dense, type HostArray } from './host-array.js';
import { keep, register, scope, unregister } from './scope.js';
import { checkLength, checkRank, checkShape, reshapedShape, sizeOf } from './shape.js';
import { record, tapes } from './tape.js';

/** How elements are stored. Most operations take dense tensors; `matmul` also takes a CSR left operand. */
export type Layout = 'dense' | 'csr';

/** A storage, how many tensors (views of one another) hold it, and how often its elements were replaced. */
interface Shared {
  storage: unknown;
  holders: number;
  version: number;
}

const BRAND = Symbol.for('@nablajs/core/tensor');

/**
 * Elements on a backend, from `tensor`, `upload` or an operation. Only parameters and optimizer state ever change.
 *
 * You own the tensors that you create: release them with `dispose()`, a `using` declaration, or an enclosing `scope`.
 *
 * @example
 * ```ts
 * using x = tensor(backend, [1, 2, 3]);
 * using y = multiply(x, 2);
 * console.log(await y.data()); // Float32Array [2, 4, 6]
 * ```
 */
export class Tensor {
  readonly backend: Backend;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly layout: Layout;
  /** @internal The tensor that this one is another handle of, or itself. */
  readonly identity: Tensor;
  #shared: Shared | undefined;

  static {
    Object.defineProperty(Tensor.prototype, BRAND, { value: true });
  }

  /** @internal Use `tensor`, `upload` or an operation. */
  constructor(
    backend: Backend,
    storage: unknown,
    shape: Shape,
    dtype: DType,
    layout: Layout = 'dense',
    identity?: Tensor,
    shared: Shared = { storage, holders: 0, version: 0 },
  ) {
    this.identity = identity ?? this;
    this.backend = backend;
    this.shape = shape;
    this.dtype = dtype;
    this.layout = layout;
    this.#shared = shared;
    shared.holders += 1;
    // A handle of `hold` belongs to its caller.
    if (identity === undefined) register(this);
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Whether the tensor was released. Using it then throws. */
  get isDisposed(): boolean {
    return this.#shared === undefined;
  }

  /** The backend's handle; throws NablaError `disposed` once the tensor is released. */
  get storage(): unknown {
    return this.#live('use').storage;
  }

  /** @internal How often an optimizer has replaced the elements. */
  get version(): number {
    return this.#live('use').version;
  }

  /** @internal Whether another tensor holds the same elements. */
  get isShared(): boolean {
    return this.#live('use').holders > 1;
  }

  /** Returns the tensor as kernels take it, optionally with another shape of the same size. */
  operand(shape: Shape = this.shape): Operand {
    return { storage: this.storage, shape, dtype: this.dtype };
  }

  /**
   * Copies the elements to the host; the caller owns the array. Dense tensors only. Throws NablaError `argument` inside
   * a differentiated function: what the host computes has no gradient.
   */
  data(): Promise<TypedArray> {
    checkReadable('data');
    return this.#download();
  }

  async #download(): Promise<TypedArray> {
    if (this.layout === 'csr') {
      throw new NablaError('argument', 'data: a CSR tensor cannot be downloaded; keep its CsrArray.');
    }
    return this.backend.download(this.operand());
  }

  /** Returns the element of a tensor of size 1. */
  item(): Promise<number> {
    checkReadable('item');
    return this.#item();
  }

  async #item(): Promise<number> {
    if (this.size !== 1) {
      throw new NablaError('shape', `item: expected one element. Received ${formatShape(this.shape)}; use data().`);
    }
    return (await this.#download())[0] ?? Number.NaN;
  }

  /**
   * Returns the same elements with another shape, sharing their storage. One dimension may be -1. Release both tensors.
   */
  reshape(shape: Shape): Tensor {
    const resolved = reshapedShape(this.shape, shape);
    if (this.layout === 'csr') {
      throw new NablaError('argument', "reshape: a CSR tensor keeps its shape. Use layout 'dense'.");
    }
    const shared = this.#live('reshape');
    const view = new Tensor(this.backend, undefined, resolved, this.dtype, 'dense', undefined, shared);
    return record('reshape', [this], view, [], (dY) => [dY.reshape(this.shape)]);
  }

  /**
   * Returns another handle to the same elements that no scope releases, for tapes and sums of gradients.
   *
   * @internal
   */
  hold(): this {
    const shared = this.#live('use');
    const { backend, shape, dtype, layout, identity } = this;
    return new Tensor(backend, undefined, shape, dtype, layout, identity, shared) as this;
  }

  /**
   * Replaces this tensor's storage by what an optimizer kernel returned, and releases the old one if it is another.
   *
   * @internal
   */
  replaceStorage(storage: unknown): void {
    const shared = this.#live('replaceStorage');
    if (shared.storage !== storage) this.backend.release(shared.storage);
    shared.storage = storage;
    shared.version += 1;
  }

  /**
   * Takes over the elements of another tensor, which is then disposed.
   *
   * @internal
   */
  adopt(other: Tensor): void {
    this.#live('adopt');
    this.replaceStorage(other.detach());
  }

  /**
   * Disposes of this tensor but not of its storage, which the caller then owns.
   *
   * @internal
   */
  detach(): unknown {
    const shared = this.#live('adopt');
    if (shared.holders !== 1)
      throw new NablaError('argument', 'adopt: the other tensor shares its storage with a view.');
    this.#shared = undefined;
    unregister(this);
    return shared.storage;
  }

  /** Releases the elements, once no reshaped view holds them. A second call does nothing. */
  dispose(): void {
    const shared = this.#shared;
    if (shared === undefined) return;
    this.#shared = undefined;
    unregister(this);
    shared.holders -= 1;
    if (shared.holders === 0) this.backend.release(shared.storage);
  }

  /** Calls `dispose`, for `using` declarations. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #live(op: string): Shared {
    if (this.#shared === undefined) {
      throw new NablaError(
        'disposed',
        `${op}: the tensor ${formatShape(this.shape)} was disposed. Return it from its scope, or use keep().`,
      );
    }
    return this.#shared;
  }
}

/** Throws inside a differentiated function: what the host computes has no gradient. */
function checkReadable(op: string): void {
  if (tapes().length === 0) return;
  throw new NablaError(
    'argument',
    `${op}: elements cannot be read inside valueAndGrad or grad; return [loss, tensor] and read it after.`,
  );
}

/**
 * Whether a value is a tensor, of any copy of core.
 *
 * @example
 * ```ts
 * const shape = isTensor(x) ? x.shape : [x.length]; // for a tensor or an array
 * ```
 */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && BRAND in value;
}

export function checkDType(op: string, backend: Backend, dtype: DType): void {
  // Callers in JavaScript have no compiler, and a kernel without a dtype may write anywhere.
  if (!['int32', 'uint8', ...backend.dtypes].includes(dtype)) {
    const has = backend.dtypes.join(', ');
    throw new NablaError('dtype', `${op}: backend '${backend.name}' has no ${dtype}. It has ${has}.`);
  }
}

/**
 * Copies row-major elements to the backend. The dtype is that of the array.
 *
 * @example
 * ```ts
 * const x = upload(backend, dense(Float32Array.of(1, 2, 3, 4), [2, 2]));
 * ```
 */
export function upload(backend: Backend, array: HostArray): Tensor {
  checkBackend('upload', backend);
  checkHostArray('upload', array);
  return array.layout === 'csr' ? uploadCsr(backend, array) : uploadDense(backend, array.data, array.shape);
}

/** Uploads numbers in another dtype, each rounded once. */
export function uploadAs(backend: Backend, numbers: Numbers, dtype: DType): Tensor {
  const data = allocate(dtype, numbers.data.length);
  data.set(numbers.data);
  return upload(backend, dense(data, numbers.shape));
}

export interface Numbers {
  readonly data: ArrayLike<number>;
  readonly shape: Shape;
}

/** Uploads arrays outside of scopes: all or, if one throws, none. */
export function uploadAll<K>(backend: Backend, arrays: Iterable<readonly [K, HostArray]>): Map<K, Tensor> {
  const made = scope(() => new Map(Array.from(arrays, ([key, array]) => [key, upload(backend, array)] as const)));
  for (const tensor of made.values()) keep(tensor);
  return made;
}

function uploadDense(backend: Backend, data: TypedArray, shape: Shape): Tensor {
  checkShape('upload', shape);
  const dtype = dtypeOf(data);
  if (dtype === undefined) {
    throw new NablaError(
      'dtype',
      `upload: expected a Float32Array, Float64Array, Int32Array or Uint8Array. Received ${describe(data)}.`,
    );
  }
  checkLength('upload', shape, data.length);
  checkDType('upload', backend, dtype);
  // Copies the shape: a data set may reuse the array.
  return new Tensor(backend, backend.upload(data, shape, dtype), [...shape], dtype);
}

function uploadCsr(backend: Backend, matrix: CsrArray): Tensor {
  if (backend.csr === undefined) {
    throw new NablaError('backend', `upload: backend '${backend.name}' has no CSR kernels. Use layout 'dense'.`);
  }
  checkCsr(matrix);
  const dtype = dtypeOf(matrix.values) as FloatDType;
  checkDType('upload', backend, dtype);
  return new Tensor(backend, backend.csr.upload(matrix), [...matrix.shape], dtype, 'csr');
}

/** Throws unless the parts form a CSR matrix: kernels index by them without checks. */
function checkCsr(matrix: CsrArray): void {
  const { shape, rowOffsets, columns, values } = matrix;
  const [rows, width] = shape;
  const fail = (why: string): never => {
    throw new NablaError('shape', `csr: ${why} (shape ${formatShape(shape)}).`);
  };
  checkShape('csr', shape);
  checkRank('csr', shape, 2);
  if (rowOffsets.length !== rows + 1) fail(`expected ${rows + 1} row offsets. Received ${rowOffsets.length}`);
  if (columns.length !== values.length) fail(`${columns.length} columns but ${values.length} values`);
  if (rowOffsets[0] !== 0 || rowOffsets[rows] !== values.length) {
    fail(`row offsets must run from 0 to ${values.length}. Received ${rowOffsets[0]} to ${rowOffsets[rows]}`);
  }
  for (let row = 0; row < rows; row++) {
    const start = rowOffsets[row] as number;
    const end = rowOffsets[row + 1] as number;
    if (end < start) fail(`row offsets must not decrease. Received ${start}, ${end} at row ${row}`);
    let previous = -1;
    for (let entry = start; entry < end; entry++) {
      const column = columns[entry] as number;
      if (column <= previous) fail(`columns must ascend from 0. Received ${previous}, ${column} in row ${row}`);
      previous = column;
    }
    // The last column is the largest.
    if (previous >= width) fail(`columns must be below ${width}. Received ${previous} in row ${row}`);
  }
}

/**
 * Returns a tensor filled with one value.
 *
 * @example
 * ```ts
 * const ones = fill(backend, [2, 3], 1, 'float32');
 * ```
 */
export function fill(backend: Backend, shape: Shape, value: number, dtype: DType): Tensor {
  checkShape('fill', shape);
  checkDType('fill', backend, dtype);
  return new Tensor(backend, backend.fill(shape, value, dtype), shape, dtype);
}

/** Wraps a storage from a kernel of `like`'s backend. Shape and dtype default to those of `like`. */
export const wrap = (like: Tensor, storage: unknown, shape: Shape = like.shape, dtype: DType = like.dtype): Tensor =>
  new Tensor(like.backend, storage, shape, dtype);

/** A filled tensor that outlives its scope, for optimizer state and accumulators. */
export function keptFill(like: Tensor, value: number): Tensor {
  return keep(fill(like.backend, like.shape, value, like.dtype));
}
