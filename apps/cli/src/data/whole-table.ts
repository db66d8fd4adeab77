/** The rows of a table for the preset `table`: with categories to look up, groups and times. */
import { type Dataset, type DenseArray, NablaError } from '@nablajs/core';
import { indexInputs, type TableDataset, type TextInputs, textInputs } from '@nablajs/datasets';
import { cellsOf, countFolds, type EncodedTable, type FoldCounts, groupsOf, timesOf } from '@nablajs/tables';

export interface FoldSettings {
  /** The column whose values keep rows together in one fold; it is no input. */
  readonly group?: string | undefined;
  /** The column of numbers or dates that tells which rows are later. */
  readonly timeOrder?: string | undefined;
  /** What the user chose. Default: by the number of rows. */
  readonly chosen?: { readonly folds?: number | undefined };
}

export interface WholeTable {
  /** The examples of `train`. */
  readonly rows: EncodedTable;
  /** The inputs that are the place of a category in a list, and the length of the list. */
  readonly categories: ReadonlyMap<number, number>;
  readonly texts: readonly TextInputs[];
  /** The group of each row, a whole number: rows of one group stay in one fold. */
  readonly groups?: Int32Array;
  /** The time of each row; larger is later. */
  readonly times?: Float64Array;
  readonly folds: FoldCounts;
  readonly cells: (column: string, rows: Int32Array) => Promise<readonly string[]>;
}

interface Source {
  readonly name: string;
  readonly decimalComma: boolean;
  /** The rows of the table that `train` lacks. Default: none. */
  readonly testRows: Int32Array | undefined;
}

/**
 * Returns the rows of `train`: all of them if a group or an order is asked for. Throws a NablaError of code `data` for
 * a column that is missing, does not suit, or has one value.
 */
export async function wholeTable(
  train: Dataset,
  all: TableDataset,
  { name, decimalComma, testRows }: Source,
  { group, timeOrder, chosen }: FoldSettings,
): Promise<WholeTable> {
  const { x, y } = await train.batch(Int32Array.from({ length: train.length }, (_, row) => row));
  const kept = new Set(testRows);
  const places = Int32Array.from({ length: all.length }, (_, row) => row).filter((row) => !kept.has(row));
  const order = timeOrder === undefined ? undefined : await cellsOf(all, timeOrder, name);
  const cut = {
    ...(group !== undefined && { groups: groupsOf(await cellsOf(all, group, name)) }),
    ...(order !== undefined && { times: timesOf(order, `${name}: column '${timeOrder}'`, decimalComma) }),
  };
  const folds = countFolds(train.length, { folds: chosen?.folds, ...cut });
  if (folds.tested === 0 && group !== undefined) throw cannotCut(name, '--group', `'${group}' has one value`);
  if (folds.tested === 0 && timeOrder !== undefined)
    throw cannotCut(name, '--time-order', `'${timeOrder}' has one value in nearly all rows`);
  return {
    rows: { x: x as DenseArray, y },
    categories: indexInputs(all.form),
    texts: textInputs(all.form),
    cells: (column, rows) =>
      cellsOf(
        all,
        column,
        name,
        rows.map((row) => places[row] as number),
      ),
    ...{ ...cut, folds },
  };
}

/** `column` says what is wrong with it. */
const cannotCut = (name: string, flag: string, column: string): NablaError => {
  const expected = 'expected different ones, so that some rows can test what others taught';
  return new NablaError('data', `${name}: ${flag}: column ${column}; ${expected}. Name another column.`);
};
