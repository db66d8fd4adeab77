/** Predicts rows of a table with a saved model, with or without Node.js. */
import { checkOptionNames, NablaError, type Network, predict } from '@nablajs/core';
import { createSentenceEncoder } from '../text/sentences/sentence-form.js';
import { TableEncoder } from './encode-table.js';
import { type CellEffect, explainRows } from './explain-rows.js';
import { sentencesOf } from './sentences/sentence-columns.js';
import { shown } from './shown.js';
import type { InputColumn, NumberTarget, TableForm } from './table-form.js';
import { intervalFinder, type TargetInterval, targetValue } from './target.js';

/** A row by the names of its columns. `null` or an empty text is a missing value. Other columns are ignored. */
export type TableRow = Readonly<Record<string, string | number | boolean | null>>;

/** A class and its probability. */
export interface RankedClass {
  readonly class: string;
  readonly probability: number;
}

/**
 * What a model predicts for a row, as `nabla serve` does: the most probable class, and in `top` all classes, the most
 * probable first; or a number in the target's unit, with an interval if `intervals` asks for it.
 */
export type RowPrediction = (
  | { readonly prediction: string; readonly probability: number; readonly top: readonly RankedClass[] }
  | ({ readonly prediction: number; readonly probability?: never; readonly top?: never } & Partial<TargetInterval>)
) & {
  /** What each cell changes, the largest change first; only if `explain` asks for it. */
  readonly explanation?: readonly CellEffect[];
};

/** Options of `predictRows`. */
export interface PredictRowsOptions {
  /**
   * Adds `low` and `high`, between which the true number lies with this probability, from 0.01 to 0.99. The form's
   * target must have `errors`. Default: no intervals.
   */
  readonly intervals?: number;
  /** Adds to each prediction what its cells change: see `explainRows`. Default: false. */
  readonly explain?: boolean;
}

/**
 * Predicts rows with a model for tables, such as `nabla train` saves. Values are read as cells of the training table
 * were; numbers in texts have a decimal point.
 *
 * @param form The form saved with the model, as `readTableForm` returns it.
 * @throws NablaError `data` if a row lacks a column, a value does not fit, or the model gives NaN or infinity; `shape`
 * if the model does not fit the form; `argument` for `intervals` that the form has no errors for.
 *
 * @example
 * ```ts
 * const saved = await loadModelFiles(files);
 * // TABLE_LAYERS of @nablajs/tables knows the modules of `nabla train`.
 * const options = { ...saved, layers: TABLE_LAYERS };
 * const model = sequentialFromConfig(await createBackend(), saved.config, options);
 * const form = readTableForm(saved.form, 'model.json');
 * // A row has all columns that the model learned from.
 * const [house] = await predictRows(model, form, [{ size: 120, town: null }]);
 * ```
 */
export async function predictRows(
  model: Network,
  form: TableForm,
  rows: readonly TableRow[],
  options: PredictRowsOptions = {},
): Promise<RowPrediction[]> {
  checkOptionNames('predictRows', options, ['intervals', 'explain']);
  const { intervals, explain = false } = options;
  const interval = intervals === undefined ? undefined : intervalFinder(form.target, intervals, 'predictRows');
  const columns = form.columns.map(({ name }) => name);
  const sentences = sentencesOf(form);
  const encoder = new TableEncoder(form, {
    ...{ name: 'predictRows', columns, decimalComma: false, dtype: model.dtype },
    ...(sentences && { sentences: await createSentenceEncoder(sentences) }),
  });
  const cells = rows.map((row, index) => form.columns.map((column) => cellOf(row, column, index + 1)));
  const { target } = form;
  const x = encoder.inputs(cells);
  const outputs = await predict(model, x, target.kind === 'class' ? { activation: 'softmax' } : {});
  const width = target.kind === 'class' ? target.values.length : 1;
  if (outputs.data.length !== rows.length * width) {
    throw new NablaError(
      'shape',
      `predictRows: expected a model with outputs [n, ${width}], as its form says. Received outputs ` +
        `[${outputs.shape.join(', ')}].`,
    );
  }
  const predictions =
    target.kind === 'number'
      ? Array.from(outputs.data, (output) => numberOf(output, target, interval))
      : rows.map((_, row) => mostProbable(target.values, outputs.data.subarray(row * width, (row + 1) * width)));
  if (!explain) return predictions;
  const explanations = await explainRows(model, form, x);
  return predictions.map((prediction, row) => ({ ...prediction, explanation: explanations[row] as CellEffect[] }));
}

function cellOf(row: TableRow, { name, ...column }: InputColumn, number: number): string {
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  if (value === null) return '';
  if (typeof value === 'boolean' && column.kind === 'category') {
    // As the training data spell it, such as `True`.
    return column.values.find((text) => text.toLowerCase() === `${value}`) ?? `${value}`;
  }
  if (value !== undefined) return `${value}`;
  throw new NablaError(
    'data',
    `predictRows: row ${number}: expected the column '${shown(name)}'; null is a missing value. Received none.`,
  );
}

function numberOf(
  output: number,
  target: NumberTarget,
  interval: ((output: number) => TargetInterval) | undefined,
): RowPrediction {
  const prediction = targetValue(target, output);
  if (!Number.isFinite(output) || !Number.isFinite(prediction)) throw notANumber();
  return { prediction, ...interval?.(output) };
}

function mostProbable(classes: readonly string[], probabilities: ArrayLike<number>): RowPrediction {
  const top = classes.map((name, index) => ({ class: name, probability: probabilities[index] as number }));
  if (top.some(({ probability }) => Number.isNaN(probability))) throw notANumber();
  // The sort is stable: of equally probable classes the first comes first.
  top.sort((a, b) => b.probability - a.probability);
  const [first] = top as [RankedClass];
  return { prediction: first.class, probability: first.probability, top };
}

const notANumber = (): NablaError =>
  new NablaError(
    'data',
    'predictRows: expected values like those of the training data. The model gives NaN or infinity for these.',
  );
