/** Computes several requests as one batch. */
import { allocate, type DenseArray, dense, dtypeOf } from '@nablajs/core';

interface Waiting<T> {
  readonly x: DenseArray;
  readonly resolve: (answers: readonly T[]) => void;
  readonly reject: (error: unknown) => void;
}

/** The most rows of a batch, unless a single request has more. */
const MOST_ROWS = 1024;

/** Collects the requests that arrive while a batch is computed, and computes them as the next batch. */
export class Batcher<T> {
  readonly #compute: (x: DenseArray) => Promise<readonly T[]>;
  #waiting: Waiting<T>[] = [];
  #running: Promise<void> | undefined;

  /** `compute` returns an answer for each row of x [n, inputs]. It is never called twice at the same time. */
  constructor(compute: (x: DenseArray) => Promise<readonly T[]>) {
    this.#compute = compute;
  }

  /** Resolves to the answers for the rows of x [n, inputs]. All requests must have the same inputs and dtype. */
  ask(x: DenseArray): Promise<readonly T[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ x, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  async #run(): Promise<void> {
    // Include the requests that arrive in the same turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#computeNext(this.#take());
    this.#running = undefined;
  }

  #take(): Waiting<T>[] {
    let [rows, count] = [0, 0];
    for (const { x } of this.#waiting) {
      rows += x.shape[0] ?? 0;
      if (count > 0 && rows > MOST_ROWS) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #computeNext(batch: readonly Waiting<T>[]): Promise<void> {
    try {
      const answers = await this.#compute(joined(batch.map(({ x }) => x)));
      let from = 0;
      for (const { x, resolve } of batch) {
        const rows = x.shape[0] ?? 0;
        resolve(answers.slice(from, from + rows));
        from += rows;
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

/** Concatenates the rows of all arrays. */
function joined(arrays: readonly DenseArray[]): DenseArray {
  const [first] = arrays;
  if (first === undefined || arrays.length === 1) return first ?? dense(new Float32Array(0), [0]);
  const [, ...rest] = first.shape;
  const length = arrays.reduce((sum, { data }) => sum + data.length, 0);
  const data = allocate(dtypeOf(first.data) ?? 'float32', length);
  let at = 0;
  for (const array of arrays) {
    data.set(array.data, at);
    at += array.data.length;
  }
  return dense(data, [arrays.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0), ...rest]);
}
