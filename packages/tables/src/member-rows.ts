import { type Batch, type Dataset, type DenseArray, dense, type Shape } from '@nablajs/core';

/** The rows of a table as a network takes them. */
export interface EncodedTable {
  /** float32 [rows, inputs]. */
  readonly x: DenseArray;
  /** int32 classes [rows], or numbers [rows, 1]. */
  readonly y: DenseArray;
}

/**
 * A data set whose examples hold one row for each member: x [n, members, inputs], y [n, members] or [n, members, 1]. Of
 * members with fewer rows the last examples have a weight of 0.
 */
export class MemberRows implements Dataset {
  readonly length: number;
  readonly inputShape: Shape;
  readonly #table: EncodedTable;
  readonly #rows: readonly Int32Array[];

  /** `rows`: the rows of each member, at least one. */
  constructor(table: EncodedTable, rows: readonly Int32Array[]) {
    this.#table = table;
    this.#rows = rows;
    this.length = rows.reduce((most, { length }) => Math.max(most, length), 0);
    this.inputShape = [rows.length, table.x.shape[1] as number];
  }

  batch(indices: Int32Array): Batch {
    const { x, y } = this.#table;
    const members = this.#rows.length;
    const inputs = x.shape[1] as number;
    const places = indices.length * members;
    const taken = new Float32Array(places * inputs);
    const targets = y.data instanceof Int32Array ? new Int32Array(places) : new Float32Array(places);
    const weights = new Float32Array(places);
    let isWhole = true;
    let place = 0;
    for (const index of indices) {
      for (const rows of this.#rows) {
        const isOwn = index < rows.length;
        const row = rows[isOwn ? index : 0] as number;
        taken.set(x.data.subarray(row * inputs, (row + 1) * inputs), place * inputs);
        targets[place] = y.data[row] as number;
        weights[place] = isOwn ? 1 : 0;
        isWhole &&= isOwn;
        place++;
      }
    }
    const shape = [indices.length, members];
    return {
      x: dense(taken, [...shape, inputs]),
      y: dense(targets, [...shape, ...y.shape.slice(1)]),
      ...(!isWhole && { weights: dense(weights, shape) }),
    };
  }
}
