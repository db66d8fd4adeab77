/** What matters to an ensemble, and how its answer depends on a column. */
import {
  type Backend,
  breather,
  checkOptionNames,
  type DenseArray,
  dense,
  NablaError,
  type Network,
  Predictor,
  Random,
  RandomKey,
} from '@nablajs/core';
import { heldOutAnswers, lossesOf, meanOf } from './answers.js';
import { type EncodedTable, MemberRows } from './member-rows.js';
import { answersOf, assemble } from './members.js';
import { checkCount } from './options/check-options.js';
import type { LearnedTable } from './search.js';

/** How much a column matters. */
export interface Importance {
  /** By how much the mean loss of rows that were not learned from grows without the column. */
  readonly mean: number;
  /** The standard deviation of that, over repeated draws. */
  readonly deviation: number;
}

/** Options of `permutationImportance`. */
export interface ImportanceOptions {
  /** How often each column is mixed, >= 2. Default: 5. */
  readonly repeats?: number;
  /** At most how many rows are used, >= 1, evenly spaced. Default: 2,000. */
  readonly rows?: number;
  /** Draws how the rows are mixed. Default: 0. */
  readonly seed?: number;
  /** Called after each column with the number of columns that are done. Default: not called. */
  readonly onColumn?: (done: number) => void;
  /** Throws its reason once it aborts. Default: never. */
  readonly signal?: AbortSignal;
}

/**
 * Returns how much each column matters (Breiman 2001; Fisher et al. 2019): by how much the loss grows if the column's
 * values are mixed among the rows. Each row is asked of members that have not seen it.
 *
 * @param columns The inputs of each column, as indices.
 * @throws NablaError `argument` for a bad option.
 *
 * @example
 * ```ts
 * const [age, colour] = await permutationImportance(backend, { x, y }, learned, [[0], [1, 2, 3]]);
 * ```
 */
export async function permutationImportance(
  backend: Backend,
  table: EncodedTable,
  { what, recipe, tests, answered }: LearnedTable,
  columns: readonly (readonly number[])[],
  options: ImportanceOptions = {},
): Promise<Importance[]> {
  checkOptionNames('permutationImportance', options, ['repeats', 'rows', 'seed', 'onColumn', 'signal']);
  const { repeats = 5, rows: most = 2000, seed = 0, onColumn, signal } = options;
  checkCount('permutationImportance: repeats', repeats, 2);
  checkCount('permutationImportance: rows', most, 1);
  const rows = sampled(answered, most);
  const isChosen = new Set(rows);
  const groups = tests.map(({ members, parameters, epoch }) => {
    const own = members.map((member) => ({ ...member, held: member.held.filter((row) => isChosen.has(row)) }));
    return { members: own, parameters, epoch };
  });
  const targets = Float64Array.from(rows, (row) => table.y.data[row] as number);
  const lossWith = async (x: DenseArray): Promise<number> => {
    const found = [];
    for (const group of groups) {
      using network = assemble(backend, what, recipe, [{ ...group, answers: [] }], { isEach: true });
      const held = new MemberRows(
        { ...table, x },
        group.members.map((member) => member.held),
      );
      found.push({ members: group.members, answers: await answersOf(network, held, group.members, what.range) });
    }
    return meanOf(lossesOf(heldOutAnswers(found, what, table.y.data.length).answers, targets, what));
  };
  // Predictions on the host's own memory are over before the event loop has a turn.
  const breathe = breather();
  const before = await lossWith(table.x);
  const importances: Importance[] = [];
  for (const [column, inputs] of columns.entries()) {
    const losses: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      await breathe();
      signal?.throwIfAborted();
      const random = new Random(new RandomKey(seed, `importance/${column}/${repeat}`));
      losses.push((await lossWith(mixed(table.x, inputs, rows, random))) - before);
    }
    const mean = meanOf(losses);
    const deviation = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) * (loss - mean), 0) / (repeats - 1));
    importances.push({ mean, deviation });
    onColumn?.(column + 1);
  }
  return importances;
}

/** At most `most` of the rows, evenly spaced. */
function sampled(rows: Int32Array, most: number): Int32Array {
  const count = Math.min(rows.length, most);
  return Int32Array.from({ length: count }, (_, at) => rows[Math.floor((at * rows.length) / count)] as number);
}

/** Returns x with some inputs of these rows exchanged among them. */
function mixed(x: DenseArray, inputs: readonly number[], rows: Int32Array, random: Random): DenseArray {
  const width = x.shape[1] as number;
  const data = x.data.slice();
  for (const [index, from] of random.permutation(rows.length).entries()) {
    for (const input of inputs) {
      data[(rows[index] as number) * width + input] = x.data[(rows[from] as number) * width + input] as number;
    }
  }
  return dense(data, x.shape);
}

/**
 * Returns the mean answer of a network over rows in which some inputs have been set (Friedman 2001): for each setting
 * the mean probabilities [settings, classes], or the mean standardised numbers [settings].
 *
 * @param rows x [n, inputs], the rows to set the inputs in; a few hundred are enough.
 * @param inputs The inputs of one column.
 * @param settings The values of these inputs, for each setting.
 *
 * @example
 * ```ts
 * const means = await partialDependence(learned.network, x, [0], [[-1], [0], [1]], 'numbers');
 * ```
 */
export async function partialDependence(
  network: Network,
  rows: DenseArray,
  inputs: readonly number[],
  settings: readonly ArrayLike<number>[],
  task: 'classes' | 'numbers',
): Promise<Float64Array> {
  const [n = 0, width = 0] = rows.shape;
  if (n === 0) throw new NablaError('argument', 'partialDependence: expected at least one row. Received none.');
  const predictor = new Predictor(network, task === 'classes' ? { activation: 'softmax' } : {});
  const means: number[] = [];
  for (const setting of settings) {
    const data = rows.data.slice();
    for (let row = 0; row < n; row++) {
      for (const [at, input] of inputs.entries()) data[row * width + input] = setting[at] as number;
    }
    const answers = await predictor.predict(dense(data, rows.shape));
    const outputs = answers.data.length / n;
    for (let output = 0; output < outputs; output++) {
      means.push(meanOf(answers.data.filter((_, at) => at % outputs === output)));
    }
  }
  return Float64Array.from(means);
}
