/**
 * Adds rows at indices: gathers the rows of each index in blocks, sums the blocks, and repeats this with their sums.
 * TensorFlow's segment sum adds rows one by one, on `cpu` turns infinities of other rows into NaN, and `wasm` has none.
 */
import type { Operand } from '@nablajs/core';
import * as tf from '@tensorflow/tfjs-core';
import { BLOCK } from './reduce.js';
import { emptyTensor, type Ledger, type Storage, tensorOf } from './storage.js';

/** Rows [n, width] with the index of each; rows with an index outside the result are removed. */
interface Rows {
  readonly x: tf.Tensor;
  readonly indices: ReadonlyMap<number, readonly number[]>;
}

export function scatterAdd(ledger: Ledger, x: Operand<Storage>, indices: Operand<Storage>, rows: number): Storage {
  const width = x.shape[1] as number;
  return ledger.compute(x.dtype, () => {
    if (rows * width === 0) return emptyTensor([rows, width], x.dtype);
    let sums: Rows = { x: tensorOf(x), indices: byIndex(indices.storage.tensor.dataSync(), rows) };
    if (sums.indices.size === 0) return tf.zeros([rows, width]);
    while (longest(sums) > 1) sums = summedOnce(sums);
    const places = Array.from({ length: rows }, (_, row) => sums.indices.get(row) ?? []);
    return tf.reshape(gathered(sums.x, places, 1), [rows, width]);
  });
}

/** Returns the positions of each index, in ascending order. */
function byIndex(indices: ArrayLike<number>, rows: number): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (let place = 0; place < indices.length; place++) {
    const index = indices[place] as number;
    if (index < 0 || index >= rows) continue;
    const own = places.get(index);
    if (own === undefined) places.set(index, [place]);
    else own.push(place);
  }
  return places;
}

const longest = ({ indices }: Rows): number =>
  [...indices.values()].reduce((length, places) => Math.max(length, places.length), 0);

/** Sums blocks of rows with the same index; returns one row for each block. */
function summedOnce(rows: Rows): Rows {
  const length = Math.min(longest(rows), BLOCK);
  const blocks: (readonly number[])[] = [];
  const indices = new Map<number, number[]>();
  for (const [index, places] of rows.indices) {
    const own: number[] = [];
    for (let start = 0; start < places.length; start += length) {
      own.push(blocks.push(places.slice(start, start + length)) - 1);
    }
    indices.set(index, own);
  }
  return { x: tf.sum(gathered(rows.x, blocks, length), 1), indices };
}

/** Gathers the rows of x at `places` into [places.length, length, width], and pads with rows of 0. */
function gathered(x: tf.Tensor, places: readonly (readonly number[])[], length: number): tf.Tensor {
  const [n, width] = x.shape as [number, number];
  const flat = new Int32Array(places.length * length).fill(n);
  for (const [block, own] of places.entries()) flat.set(own, block * length);
  const table = tf.concat([x, tf.zeros([1, width])], 0);
  return tf.reshape(tf.gather(table, tf.tensor1d(flat, 'int32'), 0), [places.length, length, width]);
}
