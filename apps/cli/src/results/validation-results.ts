/** Results of a network on its validation data. */
import { allocate, type Dataset, type DenseArray, dense, NablaError, type Network, predict } from '@nablajs/core';
import type { Example } from './example.js';
import { type ResultsInput, resultsOf } from './results.js';
import type { Results } from './results-schema.js';

/** Examples that are asked for at a time. */
const ROWS = 2048;
/** Of more examples so many count, at equal distances: what is kept of each takes memory. */
const MOST_ROWS = 100_000;

interface About extends Pick<ResultsInput, 'task' | 'epochs'> {
  /** Examples of the data as they were before they became inputs; called once. */
  readonly examples: (indices: Int32Array) => Promise<readonly Example[]>;
}

/**
 * Computes the outputs of `model` for the data, or for 100,000 examples at equal distances where there are more, and results
 * of them for `writeResults`. Throws a NablaError of code `shape` where network or data do not fit the task.
 */
export async function validationResults(
  model: Network,
  data: Dataset,
  { examples, ...about }: About,
): Promise<Results> {
  const start = performance.now();
  const count = Math.min(data.length, MOST_ROWS);
  const chosen = Int32Array.from({ length: count }, (_, at) => Math.floor((at * data.length) / count));
  const width = model.outputShape.reduce((product, size) => product * size, 1);
  const outputs = allocate(model.dtype, count * width);
  const truth = new Float64Array(count);
  for (let first = 0; first < count; first += ROWS) {
    const { x, y } = await data.batch(chosen.slice(first, first + ROWS));
    // Before anything else is awaited: the data set may use the batch's memory again.
    truth.set(valuesOf(y, Math.min(ROWS, count - first)), first);
    outputs.set((await predict(model, x)).data, first * width);
  }
  const seconds = (performance.now() - start) / 1000;
  const input = { ...about, outputs: dense(outputs, [count, width]), truth, seconds };
  // Which examples to keep is known only afterwards, and reading them takes time.
  const kept: number[] = [];
  const note = (index: number): Example => {
    kept.push(index);
    return { kind: 'row', cells: [] };
  };
  resultsOf({ ...input, example: note });
  const found = await examples(Int32Array.from(kept, (index) => chosen[index] as number));
  return inData(resultsOf({ ...input, example: (index) => found[kept.indexOf(index)] as Example }), chosen);
}

/** The same with the places that examples have in the data. */
function inData(results: Results, chosen: Int32Array): Results {
  const place = <T extends { readonly index: number }>(one: T): T => ({ ...one, index: chosen[one.index] as number });
  return results.kind === 'classification'
    ? { ...results, mistakes: results.mistakes.map(place) }
    : { ...results, largestErrors: results.largestErrors.map(place) };
}

/** One for each row: labels [n], or targets [n, 1]. */
function valuesOf({ data, shape }: DenseArray, rows: number): ArrayLike<number> {
  if (data.length === rows) return data;
  throw new NablaError(
    'shape',
    `validationResults: expected a label or a target for each of ${rows} rows. Received [${shape.join(', ')}].`,
  );
}
