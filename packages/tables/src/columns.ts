/** What the columns of a table mean to an ensemble. */
import { type Backend, checkOptionNames, type DenseArray, dense, NablaError } from '@nablajs/core';
import { type TableForm, type TextColumn, targetValue } from '@nablajs/datasets/portable';
import { type Importance, type ImportanceOptions, partialDependence, permutationImportance } from './explain.js';
import type { EncodedTable } from './member-rows.js';
import type { LearnedTable } from './search.js';
import { inputsOfColumns } from './table-rows.js';
import { strongWords } from './text/strong-words.js';

/** How much a column matters, with its name. */
export interface ColumnImportance extends Importance {
  readonly column: string;
}

/** Options of `effect`. */
export interface EffectOptions {
  /** At most how many cells of the column are set. Default: 20. */
  readonly points?: number;
  /** In about how many rows they are set, evenly spaced. Default: 300. */
  readonly rows?: number;
}

/** How the answer depends on one column, on average over the rows. */
export interface ColumnEffect {
  readonly column: string;
  /** The texts of cells; of a column of numbers or dates in their order. Of a column of running text, words. */
  readonly cells: readonly string[];
  /** For each cell the mean probability of each class, or one mean number in the target's unit. */
  readonly answers: readonly (readonly number[])[];
}

/**
 * Returns how much each column of the form matters, the one that matters most first: see `permutationImportance`.
 *
 * @example
 * ```ts
 * const [first] = await columnImportance(backend, form, { x, y }, learned);
 * console.log(first?.column, first?.mean);
 * ```
 */
export async function columnImportance(
  backend: Backend,
  form: TableForm,
  rows: EncodedTable,
  learned: LearnedTable,
  options: ImportanceOptions = {},
): Promise<ColumnImportance[]> {
  const columns = inputsOfColumns(form);
  const inputs = columns.map((column) => column.inputs);
  const found = await permutationImportance(backend, rows, learned, inputs, options);
  return found
    .map((importance, index) => ({ column: (columns[index] as { readonly name: string }).name, ...importance }))
    .sort((a, b) => b.mean - a.mean);
}

/** What the inputs of a column are set to, one after the other, and the cells that stand for it. */
interface Along {
  readonly settings: readonly (readonly number[])[];
  readonly shown: readonly string[];
}

/**
 * Returns how the answer depends on a column: its mean over rows in which the column has been set to each of some cells
 * of the table (Friedman 2001). Of a column of running text, the cells are the words that change the answer most.
 *
 * @param cells Returns the texts of the column in these rows.
 * @throws NablaError `argument` for a column that is no input.
 *
 * @example
 * ```ts
 * const cells = (rows) => cellsOf(dataset, 'age', 'people.csv', rows);
 * const effect = await columnEffect(form, { x, y }, learned, 'age', cells);
 * ```
 */
export async function columnEffect(
  form: TableForm,
  { x }: EncodedTable,
  { network, what }: LearnedTable,
  column: string,
  cells: (rows: Int32Array) => Promise<readonly string[]>,
  options: EffectOptions = {},
): Promise<ColumnEffect> {
  checkOptionNames('columnEffect', options, ['points', 'rows']);
  const { points = 20, rows = 300 } = options;
  const own = inputsOfColumns(form).find(({ name }) => name === column);
  if (own === undefined) {
    const known = form.columns.map(({ name }) => name).join(', ');
    throw new NablaError('argument', `effect: expected one of the columns ${known}. Received '${column}'.`);
  }
  const [n = 0, width = 0] = x.shape;
  const text = form.columns.find((one): one is TextColumn => one.name === column && one.kind === 'text');
  const [first = 0] = own.inputs;
  const chosenRows = async (): Promise<Along> => {
    const chosen = rowsAlong(x.data, [n, width], own.inputs, points);
    const settings = Array.from(chosen, (row) => own.inputs.map((input) => x.data[row * width + input] as number));
    return { settings, shown: await cells(chosen) };
  };
  const chosenWords = async ({ words }: TextColumn): Promise<Along> => {
    const how = { task: what.task, most: points };
    const places = [...(await strongWords(network, width, { input: first, words: words.length }, how))];
    // The word alone: the other inputs of the text are 0.
    const settings = places.map((place) => own.inputs.map((input) => (input === first ? place : 0)));
    return { settings, shown: places.map((place) => words[place - 1] as string) };
  };
  const { settings, shown } = await (text === undefined ? chosenRows() : chosenWords(text));
  const count = Math.min(n, rows);
  const sample = new Float32Array(count * width);
  for (let at = 0; at < count; at++) {
    const from = Math.floor((at * n) / count) * width;
    sample.set(x.data.subarray(from, from + width), at * width);
  }
  const means = await partialDependence(network, dense(sample, [count, width]), own.inputs, settings, what.task);
  const { target } = form;
  const answers = settings.map((_, at) => {
    const values = [...means.subarray(at * what.outputs, (at + 1) * what.outputs)];
    return target.kind === 'number' ? values.map((value) => targetValue(target, value)) : values;
  });
  return { column, cells: shown, answers };
}

/** In their order: at most `points` rows, evenly spaced among all. */
function rowsAlong(
  data: DenseArray['data'],
  [rows, width]: readonly [number, number],
  inputs: readonly number[],
  points: number,
): Int32Array {
  const compare = (a: number, b: number): number => {
    for (const input of inputs) {
      const difference = (data[a * width + input] as number) - (data[b * width + input] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const sorted = Array.from({ length: rows }, (_, row) => row).sort(compare);
  const different = sorted.filter((row, at) => at === 0 || compare(row, sorted[at - 1] as number) !== 0);
  const from = different.length <= points ? different : sorted;
  const steps = Math.min(points, from.length) - 1;
  const chosen = Array.from({ length: steps + 1 }, (_, step) => {
    return from[steps === 0 ? 0 : Math.round((step * (from.length - 1)) / steps)] as number;
  });
  return Int32Array.from(chosen.filter((row, at) => at === 0 || compare(row, chosen[at - 1] as number) !== 0));
}
