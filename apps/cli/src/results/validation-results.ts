/** Computes the results of a network on its validation data. */
import { allocate, type Dataset, type DenseArray, dense, NablaError, type Network, predict } from '@nablajs/core';
import type { Example } from './example.js';
import { type ResultsInput, resultsOf } from './results.js';
import type { Results } from './results-schema.js';

/** How many examples to compute at a time. */
const ROWS = 2048;
/** The most examples to use, evenly spaced: the outputs of each take memory. */
const MOST_ROWS = 100_000;

interface ValidationOptions extends Pick<ResultsInput, 'task' | 'epochs' | 'epochChosen' | 'heldOut'> {
  /** Returns examples as they were before they became inputs. Called once. */
  readonly examples: (indices: Int32Array) => Promise<readonly Example[]>;
}

/**
 * Computes the outputs of `model` for the data, or for 100,000 evenly spaced examples if there are more, and returns
 * the results for `writeResults`. Throws a NablaError of code `shape` if the network or the data do not fit the task.
 */
export async function validationResults(
  model: Network,
  data: Dataset,
  { examples, ...options }: ValidationOptions,
): Promise<Results> {
  const start = performance.now();
  const count = Math.min(data.length, MOST_ROWS);
  const chosen = Int32Array.from({ length: count }, (_, at) => Math.floor((at * data.length) / count));
  const width = model.outputShape.reduce((product, size) => product * size, 1);
  const outputs = allocate(model.dtype, count * width);
  const truth = new Float64Array(count);
  for (let first = 0; first < count; first += ROWS) {
    const { x, y } = await data.batch(chosen.slice(first, first + ROWS));
    // Copy before any other await: the data set may reuse the batch's memory.
    truth.set(valuesOf(y, Math.min(ROWS, count - first)), first);
    outputs.set((await predict(model, x)).data, first * width);
  }
  const seconds = (performance.now() - start) / 1000;
  const input = { ...options, outputs: dense(outputs, [count, width]), truth, seconds };
  // Find out first which examples to keep: reading them takes time.
  const kept: number[] = [];
  const note = (index: number): Example => {
    kept.push(index);
    return { kind: 'row', cells: [] };
  };
  resultsOf({ ...input, example: note });
  const found = await examples(Int32Array.from(kept, (index) => chosen[index] as number));
  return withDataIndices(resultsOf({ ...input, example: (index) => found[kept.indexOf(index)] as Example }), chosen);
}

/** Replaces the indices of examples by their indices in the data. */
function withDataIndices(results: Results, chosen: Int32Array): Results {
  const place = <T extends { readonly index: number }>(one: T): T => ({ ...one, index: chosen[one.index] as number });
  if (results.kind === 'text') return results;
  return results.kind === 'classification'
    ? { ...results, mistakes: results.mistakes.map(place) }
    : { ...results, largestErrors: results.largestErrors.map(place) };
}

/** Returns one value for each row: labels [n], or targets [n, 1]. */
function valuesOf({ data, shape }: DenseArray, rows: number): ArrayLike<number> {
  if (data.length === rows) return data;
  throw new NablaError(
    'shape',
    `validationResults: expected a label or a target for each of ${rows} rows. Received [${shape.join(', ')}].`,
  );
}
