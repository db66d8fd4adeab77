/** The rows of a table for the preset `table`: with categories to look up, groups and times. */
import type { Dataset, DenseArray } from '@nablajs/core';
import { indexInputs, type TableDataset } from '@nablajs/datasets';
import { cellsOf, type EncodedTable, groupsOf, timesOf } from '@nablajs/tables';

/** How rows may be cut into folds. */
export interface FoldSettings {
  /** The column whose values keep rows together in one fold; it is no input. */
  readonly group?: string | undefined;
  /** The column of numbers or dates that tells which rows are later. */
  readonly timeOrder?: string | undefined;
}

/** The rows to learn with the preset `table`. */
export interface WholeTable {
  /** The examples of `train`. */
  readonly rows: EncodedTable;
  /** The inputs that are the place of a category in a list, and how many places each has. */
  readonly categories: ReadonlyMap<number, number>;
  /** The group of each row, a whole number: rows of one group stay in one fold. */
  readonly groups?: Int32Array;
  /** The time of each row; larger is later. */
  readonly times?: Float64Array;
  /** Returns the texts of a column in some of the rows. */
  readonly cells: (column: string, rows: Int32Array) => Promise<readonly string[]>;
}

/** The table that the rows come from. */
interface Source {
  /** Names the table in errors. */
  readonly name: string;
  readonly decimalComma: boolean;
  /** The rows of the table that `train` lacks. Default: none. */
  readonly testRows: Int32Array | undefined;
}

/**
 * Returns the rows of `train`: all of them if a group or an order is asked for. `name` names the table in errors.
 * Throws a NablaError of code `data` for a column that is missing or does not suit.
 */
export async function wholeTable(
  train: Dataset,
  all: TableDataset,
  { name, decimalComma, testRows }: Source,
  { group, timeOrder }: FoldSettings,
): Promise<WholeTable> {
  const { x, y } = await train.batch(Int32Array.from({ length: train.length }, (_, row) => row));
  const kept = new Set(testRows);
  const places = Int32Array.from({ length: all.length }, (_, row) => row).filter((row) => !kept.has(row));
  const order = timeOrder === undefined ? undefined : await cellsOf(all, timeOrder, name);
  return {
    rows: { x: x as DenseArray, y },
    categories: indexInputs(all.form),
    cells: (column, rows) =>
      cellsOf(
        all,
        column,
        name,
        rows.map((row) => places[row] as number),
      ),
    ...(group !== undefined && { groups: groupsOf(await cellsOf(all, group, name)) }),
    ...(order !== undefined && { times: timesOf(order, `${name}: column '${timeOrder}'`, decimalComma) }),
  };
}
