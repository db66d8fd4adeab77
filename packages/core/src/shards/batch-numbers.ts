/** The numbers of an evaluated batch as one array, so that ranks can exchange them by a sum. */
import type { DType } from '../backend.js';
import type { BatchNumbers } from '../evaluation/evaluate.js';
import { allocate, dtypeOf } from '../tensors/dtype.js';
import { type DenseArray, dense, listOf } from '../tensors/host-array.js';
import { sizeOf } from '../tensors/shape.js';

/** The layout of `BatchNumbers`. Only the number of examples differs between batches. Plain JSON. */
export interface Layout {
  /** How many predicted and true classes each example has: none, or the same number of both. */
  readonly classes: readonly number[];
  readonly forMetrics: readonly {
    readonly isSeveral: boolean;
    /** The arrays, without their first dimension. */
    readonly arrays: readonly { readonly dtype: DType; readonly shape: readonly number[] }[];
  }[];
}

/** Returns the layout of a batch of `rows` examples. */
export const layoutOf = ({ classes, forMetrics }: BatchNumbers, rows: number): Layout => ({
  classes: classes.map(({ length }) => length / rows),
  forMetrics: forMetrics.map((arrays) => ({
    isSeveral: Array.isArray(arrays),
    arrays: listOf<DenseArray>(arrays).map(({ data, shape }) => ({
      dtype: dtypeOf(data) as DType,
      shape: shape.slice(1),
    })),
  })),
});

/** Returns how many numbers a batch of `rows` examples has. */
export function lengthOf({ classes, forMetrics }: Layout, rows: number): number {
  const widths = forMetrics.flatMap(({ arrays }) => arrays.map(({ shape }) => sizeOf(shape)));
  return 2 + rows * [...classes, ...widths].reduce((sum, width) => sum + width, 0);
}

/** Writes a batch to `target`. float64 holds every element of every dtype exactly. */
export function pack({ loss, weight, classes, forMetrics }: BatchNumbers, target: Float64Array): void {
  let at = 0;
  const parts = [
    [loss, weight],
    ...classes,
    ...forMetrics.flatMap((arrays) => listOf<DenseArray>(arrays).map((x) => x.data)),
  ];
  for (const part of parts) {
    target.set(part, at);
    at += part.length;
  }
}

/** Reads a batch of `rows` examples. */
export function unpack(source: Float64Array, layout: Layout, rows: number): BatchNumbers {
  let at = 0;
  const take = (length: number): Float64Array => {
    at += length;
    return source.subarray(at - length, at);
  };
  const [loss, weight] = take(2);
  const classes = layout.classes.map((width) => take(rows * width));
  const forMetrics = layout.forMetrics.map(({ isSeveral, arrays }) => {
    const made = arrays.map(({ dtype, shape }) => {
      const own = [rows, ...shape];
      const data = allocate(dtype, sizeOf(own));
      data.set(take(data.length));
      return dense(data, own);
    });
    return isSeveral ? made : (made[0] as DenseArray);
  });
  return { loss: loss as number, weight: weight as number, classes, forMetrics };
}
