/** Results of a network on its validation data. */
import { allocate, type Dataset, type DenseArray, dense, NablaError, type Network, predict } from '@nablajs/core';
import type { Example } from './example.js';
import { type ResultsInput, resultsOf } from './results.js';
import type { Results } from './results-schema.js';

/** Examples that are asked for at a time. */
const ROWS = 2048;

interface About extends Pick<ResultsInput, 'task' | 'epochs'> {
  /** Examples of the data as they were before they became inputs; called once. */
  readonly examples: (indices: Int32Array) => Promise<readonly Example[]>;
}

/**
 * Computes the outputs of `model` for all of `data`, and results of them for `writeResults`. Throws a NablaError of code `shape` where network or data do not fit the task.
 */
export async function validationResults(
  model: Network,
  data: Dataset,
  { examples, ...about }: About,
): Promise<Results> {
  const start = performance.now();
  const width = model.outputShape.reduce((product, size) => product * size, 1);
  const outputs = allocate(model.dtype, data.length * width);
  const truth = new Float64Array(data.length);
  for (let first = 0; first < data.length; first += ROWS) {
    const rows = Math.min(ROWS, data.length - first);
    const { x, y } = await data.batch(Int32Array.from({ length: rows }, (_, at) => first + at));
    // Before anything else is awaited: the data set may use the batch's memory again.
    truth.set(valuesOf(y, rows), first);
    outputs.set((await predict(model, x)).data, first * width);
  }
  const seconds = (performance.now() - start) / 1000;
  const input = { ...about, outputs: dense(outputs, [data.length, width]), truth, seconds };
  // Which examples to keep is known only afterwards, and reading them takes time.
  const kept: number[] = [];
  const note = (index: number): Example => {
    kept.push(index);
    return { kind: 'row', cells: [] };
  };
  resultsOf({ ...input, example: note });
  const found = await examples(Int32Array.from(kept));
  return resultsOf({ ...input, example: (index) => found[kept.indexOf(index)] as Example });
}

/** One for each row: labels [n], or targets [n, 1]. */
function valuesOf({ data, shape }: DenseArray, rows: number): ArrayLike<number> {
  if (data.length === rows) return data;
  throw new NablaError(
    'shape',
    `validationResults: expected a label or a target for each of ${rows} rows. Received [${shape.join(', ')}].`,
  );
}
