/** Two data sets as one. */
import { type Dataset, type DenseArray, dense, type HostTargets, listOf } from '@nablajs/core';

type Batch = Awaited<ReturnType<Dataset<HostTargets>['batch']>>;

/** Both have dense inputs, and the same targets. */
export function joined(first: Dataset<HostTargets>, second: Dataset<HostTargets>): Dataset<HostTargets> {
  const { length } = first;
  return {
    length: length + second.length,
    inputShape: first.inputShape,
    variesByEpoch: first.variesByEpoch === true || second.variesByEpoch === true,
    batch: async (indices, time) => {
      const [own, others] = [indices.filter((at) => at < length), indices.filter((at) => at >= length)];
      // The rows of each part are copied before the next is asked: both may use the same buffers.
      const rows = new MixedRows(indices, length);
      if (own.length > 0) rows.add(await first.batch(own, time), true);
      const inSecond = others.map((at) => at - length);
      if (others.length > 0) rows.add(await second.batch(inSecond, time), false);
      return rows.batch();
    },
  };
}

/** The rows of a batch, which come from two parts. */
class MixedRows {
  readonly #isFirst: readonly boolean[];
  #x: DenseArray | undefined;
  readonly #targets: DenseArray[] = [];
  #isList = false;
  #weights: DenseArray | undefined;

  constructor(indices: Int32Array, length: number) {
    this.#isFirst = Array.from(indices, (at) => at < length);
  }

  /** Puts the rows of a part in their places. */
  add({ x, y, weights }: Batch, isFirst: boolean): void {
    const places = this.#isFirst.flatMap((own, at) => (own === isFirst ? [at] : []));
    this.#x = this.#put(this.#x, x as DenseArray, places);
    this.#isList = Array.isArray(y);
    for (const [at, target] of listOf<DenseArray>(y).entries()) {
      this.#targets[at] = this.#put(this.#targets[at], target, places);
    }
    if (weights === undefined) return;
    const given = 'layout' in weights ? weights : dense(Float64Array.from(weights), [places.length]);
    // An example without a weight counts as 1.
    this.#weights = this.#put(this.#weights, given, places, 1);
  }

  #put(all: DenseArray | undefined, { data, shape: [count = 1, ...rest] }: DenseArray, places: number[], other = 0) {
    const width = data.length / count;
    const rows = this.#isFirst.length;
    const made = new (data.constructor as Float32ArrayConstructor)(all === undefined ? rows * width : 0);
    const array = all ?? dense(made.fill(other), [rows, ...rest]);
    for (const [row, place] of places.entries()) {
      array.data.set((data as Float32Array).subarray(row * width, (row + 1) * width), place * width);
    }
    return array;
  }

  batch(): Batch {
    const y = this.#isList ? this.#targets : (this.#targets[0] as DenseArray);
    return { x: this.#x as DenseArray, y, ...(this.#weights && { weights: this.#weights }) };
  }
}
