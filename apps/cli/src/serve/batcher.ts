/** Computes several requests as one batch. */
import { allocate, type DenseArray, dense, dtypeOf } from '@nablajs/core';

interface Waiting<T> {
  readonly inputs: readonly DenseArray[];
  readonly resolve: (answers: readonly T[]) => void;
  readonly reject: (error: unknown) => void;
}

/** The most rows of a batch, unless a single request has more. */
const MOST_ROWS = 1024;

/** Collects the requests that arrive while a batch is computed, and computes them as the next batch. */
export class Batcher<T> {
  readonly #compute: (inputs: readonly DenseArray[]) => Promise<readonly T[]>;
  #waiting: Waiting<T>[] = [];
  #running: Promise<void> | undefined;

  /** `compute` returns an answer for each row of its inputs [n, ...]. It is never called twice at the same time. */
  constructor(compute: (inputs: readonly DenseArray[]) => Promise<readonly T[]>) {
    this.#compute = compute;
  }

  /** Resolves to the answers for the rows of the inputs [n, ...]. All requests must have as many, of equal dtypes. */
  ask(inputs: readonly DenseArray[]): Promise<readonly T[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ inputs, resolve, reject });
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
    const shapes = shapesOf(this.#waiting[0]?.inputs ?? []);
    for (const { inputs } of this.#waiting) {
      rows += rowsOf(inputs);
      // Lengths that are open may differ.
      if (count > 0 && (rows > MOST_ROWS || shapesOf(inputs) !== shapes)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #computeNext(batch: readonly Waiting<T>[]): Promise<void> {
    try {
      const [first] = batch;
      const joinedInputs = first?.inputs.map((_, at) => joined(batch.map(({ inputs }) => inputs[at] as DenseArray)));
      const answers = await this.#compute(joinedInputs ?? []);
      let from = 0;
      for (const { inputs, resolve } of batch) {
        const rows = rowsOf(inputs);
        resolve(answers.slice(from, from + rows));
        from += rows;
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

const rowsOf = (inputs: readonly DenseArray[]): number => inputs[0]?.shape[0] ?? 0;

/** Returns the shapes of one example of the inputs as text. */
const shapesOf = (inputs: readonly DenseArray[]): string => inputs.map(({ shape }) => shape.slice(1).join('x')).join();

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
