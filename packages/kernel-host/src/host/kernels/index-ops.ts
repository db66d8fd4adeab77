/** Kernels that move elements without computing on them. */
import type { Backend, DType, FusedKernels, Operand, Shape } from '@nablajs/core';
import { isFloat, NablaError, sizeOf } from '@nablajs/core';
import { planStrides } from '@nablajs/core/kernels';
import {
  ADD_BLOCK,
  CAST,
  COPY,
  FILL,
  GATHER,
  ONE_HOT,
  SCATTER_ORDER,
  SCATTER_SUMS,
  TRANSPOSE,
} from '../abi/kernels.js';
import { ITEM_ELEMENTS, itemsOf } from '../engine/work.js';
import { bytesPer } from '../storage/panels.js';
import { addressOf, type DenseStorage, type Storage, type Store } from '../storage/storage.js';

type IndexKernel = 'permute' | 'slice' | 'pad' | 'concat' | 'gather' | 'scatterAdd' | 'oneHot' | 'cast' | 'fill';

/** How many outer dimensions fit into the arguments. Dimensions that can be walked as one count once. */
const MOST_DIMENSIONS = 16;

const unsigned = (dtype: DType): string => `u${8 * bytesPer(dtype)}`;

/** Returns the row-major strides of a shape. */
function stridesOf(shape: Shape): number[] {
  const strides = [...shape];
  for (let axis = shape.length, stride = 1; axis-- > 0; stride *= shape[axis] as number) strides[axis] = stride;
  return strides;
}

/** A dimension of a walk over elements of x and `out`, with its strides. */
interface Dimension {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

function dimensionsOf(shape: Shape, from: readonly number[], to: readonly number[]): Dimension[] {
  const { length, outer, strides, steps } = planStrides([from, to], shape);
  return [...outer, length].map((size, axis) => {
    const [from = 0, to = 0] = strides.map((own, which) => own[axis] ?? steps[which]);
    return { size, from, to };
  });
}

/** Runs a kernel on runs of elements from address x that are contiguous in `out`. */
function runRuns(
  { engine }: Store,
  kernel: typeof COPY,
  type: string,
  x: number,
  out: number,
  shape: Shape,
  outer: Dimension[],
): void {
  // A dimension that is not contiguous in `out` is an outer dimension.
  const inner = outer.at(-1)?.to === 1 ? outer.pop() : undefined;
  if (outer.length > MOST_DIMENSIONS) {
    const copies = `backend '${engine.name}' copies at most ${MOST_DIMENSIONS} dimensions`;
    throw new NablaError('shape', `${copies}. Received [${shape}].`);
  }
  const length = inner?.size ?? 1;
  const size = sizeOf(shape);
  const runs = size === 0 ? 0 : size / length;
  const each = Math.max(1, Math.floor(ITEM_ELEMENTS / Math.max(1, length)));
  engine.run(kernel, type, itemsOf(runs, each), {
    x,
    out,
    length,
    step: inner?.from ?? 1,
    rank: outer.length,
    runs,
    each,
    outer: outer.flatMap((dimension) => [dimension.size, dimension.from, dimension.to]),
  });
}

/** Copies elements of `shape` from address `x` to `out`; `from` and `to` are their strides in elements. */
export function copy(
  store: Store,
  dtype: DType,
  x: number,
  out: number,
  shape: Shape,
  from: readonly number[],
  to: readonly number[],
): void {
  const outer = dimensionsOf(shape, from, to);
  const [first, second] = outer;
  const isTranspose = first?.from === 1 && second?.to === 1 && second.from === first.size && first.to === second.size;
  if (outer.length === 2 && isTranspose) {
    transpose(store, dtype, x, out, second.size, first.size);
    return;
  }
  runRuns(store, COPY, unsigned(dtype), x, out, shape, outer);
}

/** Writes the transpose of a matrix [m, n]. */
export function transpose(store: Store, dtype: DType, x: number, out: number, m: number, n: number): void {
  const each = Math.max(16, Math.ceil(ITEM_ELEMENTS / n / 16) * 16);
  store.engine.run(TRANSPOSE, unsigned(dtype), itemsOf(m, each), { x, out, m, n, each });
}

/** The offset in bytes of the element at `starts`. */
const placeOf = (starts: readonly number[], strides: readonly number[], dtype: DType): number =>
  starts.reduce((sum, start, axis) => sum + start * (strides[axis] as number), 0) * bytesPer(dtype);

/** Writes the sum of each row's sources to `out`; with `into` 1 adds it, if the row has sources. */
function sumAtIndices(
  store: Store,
  x: Operand<Storage>,
  indices: Operand<Storage>,
  out: number,
  rows: number,
  into: 0 | 1,
): void {
  const [count, width] = x.shape as [number, number];
  const [source, labels] = [addressOf(x), addressOf(indices)];
  store.borrow(4 * (rows + 2 + count), (starts) => {
    const order = starts + 4 * (rows + 2);
    store.engine.run(SCATTER_ORDER, '', 1, { labels, starts, order, rows, count });
    const each = Math.max(1, Math.floor((ITEM_ELEMENTS * rows) / Math.max(1, (rows + count) * width)));
    const bytes = width * bytesPer(x.dtype);
    const sums = { x: source, starts, order, out, rows, bytes, each, into };
    store.engine.run(SCATTER_SUMS, x.dtype, itemsOf(rows, each), sums);
  });
}

/** Kernels that add in place. */
export function addKernels(store: Store): Required<Pick<FusedKernels<Storage>, 'addBlock' | 'addRows'>> {
  return {
    addRows(sum, x, indices) {
      const storage = sum.storage as DenseStorage;
      sumAtIndices(store, x, indices, storage.address, sum.shape[0] as number, 1);
      storage.changedRows();
      return storage;
    },
    addBlock({ storage, shape, dtype }, x, starts) {
      const sum = storage as DenseStorage;
      const strides = stridesOf(shape);
      const outer = dimensionsOf(x.shape, stridesOf(x.shape), strides);
      const out = sum.address + placeOf(starts, strides, dtype);
      runRuns(store, ADD_BLOCK, dtype, addressOf(x), out, x.shape, outer);
      sum.changedRows();
      return sum;
    },
  };
}

export function indexKernels(store: Store): Pick<Backend<Storage>, IndexKernel> {
  const { engine } = store;
  const fill = (shape: Shape, value: number, dtype: DType): DenseStorage => {
    const length = sizeOf(shape);
    const out = store.allocate(dtype, length);
    if (dtype === 'uint8') engine.write(out.address, new Uint8Array(length).fill(value));
    else {
      const operands = { out: out.address, length, each: ITEM_ELEMENTS };
      engine.run(FILL, dtype, itemsOf(length, ITEM_ELEMENTS), operands, { value });
    }
    return out;
  };
  return {
    permute({ shape, dtype, storage }, axes) {
      const strides = stridesOf(shape);
      const permuted = axes.map((axis) => shape[axis] as number);
      const x = (storage as DenseStorage).address;
      const out = store.allocate(dtype, sizeOf(shape));
      copy(
        store,
        dtype,
        x,
        out.address,
        permuted,
        axes.map((axis) => strides[axis] as number),
        stridesOf(permuted),
      );
      return out;
    },
    slice(x, starts, shape) {
      const strides = stridesOf(x.shape);
      const from = addressOf(x) + placeOf(starts, strides, x.dtype);
      const out = store.allocate(x.dtype, sizeOf(shape));
      copy(store, x.dtype, from, out.address, shape, strides, stridesOf(shape));
      return out;
    },
    pad(x, starts, shape, value) {
      const strides = stridesOf(shape);
      const from = addressOf(x);
      const out = fill(shape, value, x.dtype);
      copy(store, x.dtype, from, out.address + placeOf(starts, strides, x.dtype), x.shape, stridesOf(x.shape), strides);
      return out;
    },
    concat(xs) {
      const [{ dtype, shape }] = xs as [Operand<Storage>];
      const [outer, , inner] = shape as [number, number, number];
      const addresses = xs.map(addressOf);
      const lengths = xs.map((x) => (x.shape[1] as number) * inner);
      const width = lengths.reduce((sum, length) => sum + length, 0);
      const out = store.allocate(dtype, outer * width);
      let to = out.address;
      for (const [at, length] of lengths.entries()) {
        copy(store, dtype, addresses[at] as number, to, [outer, length], [length, 1], [width, 1]);
        to += length * bytesPer(dtype);
      }
      return out;
    },
    gather(x, indices) {
      const [rows, width] = x.shape as [number, number];
      const count = indices.shape[0] as number;
      const operands = [addressOf(x), addressOf(indices)] as const;
      const out = store.allocate(x.dtype, count * width);
      const each = Math.max(1, Math.floor(ITEM_ELEMENTS / Math.max(1, width)));
      engine.run(GATHER, '', itemsOf(count, each), {
        x: operands[0],
        labels: operands[1],
        out: out.address,
        rows,
        count,
        bytes: width * bytesPer(x.dtype),
        missing: isFloat(x.dtype) ? bytesPer(x.dtype) : 0,
        each,
      });
      return out;
    },
    scatterAdd(x, indices, rows) {
      const out = store.allocate(x.dtype, rows * (x.shape[1] as number));
      sumAtIndices(store, x, indices, out.address, rows, 0);
      return out;
    },
    oneHot(labels, width, dtype) {
      const rows = labels.shape[0] as number;
      const out = store.allocate(dtype, rows * width);
      engine.run(ONE_HOT, dtype, 1, { labels: addressOf(labels), out: out.address, rows, width });
      return out;
    },
    cast(x, dtype) {
      const storage = x.storage as DenseStorage;
      const { length, dtype: from } = storage;
      const source = storage.address;
      const out = store.allocate(dtype, length);
      if (from === dtype) {
        copy(store, dtype, source, out.address, [length], [1], [1]);
        return out;
      }
      const operands = { x: source, out: out.address, length, each: ITEM_ELEMENTS };
      engine.run(CAST, `${from},${dtype}`, itemsOf(length, ITEM_ELEMENTS), operands);
      return out;
    },
    fill,
  };
}
