/** What a model of tables knows of its columns: plain JSON, which is saved with it. */
import type { Scale } from '../preprocessing/standardizer.js';

/** A column of numbers, or of dates as days since 1970-01-01: one input, standardised. */
export type NumberColumn = Scale & {
  readonly name: string;
  readonly kind: 'number' | 'date';
  /**
   * Whether the training data lacked some: then a second input is 1 where the value is missing. A missing value counts as
   * the mean.
   */
  readonly missing: boolean;
};

/** A column of a few texts: an input for each, 1 where the cell is that text. A missing or unknown text is all 0. */
export type CategoryColumn = {
  readonly name: string;
  readonly kind: 'category';
  /** Sorted by code unit. */
  readonly values: readonly string[];
};

/** A column that becomes inputs. */
export type InputColumn = NumberColumn | CategoryColumn;

/** What is predicted: one of some classes, or a number, which the network gives standardised. */
export type TargetColumn =
  | { readonly name: string; readonly kind: 'class'; readonly values: readonly string[] }
  | (Scale & { readonly name: string; readonly kind: 'number' });

/** How the rows of a table become a network's inputs, and its outputs an answer. */
export type TableForm = {
  readonly type: 'table';
  /** In the order of the inputs; a table that is predicted may have them in any order, and others. */
  readonly columns: readonly InputColumn[];
  readonly target: TargetColumn;
};

/** How many inputs the column is. */
export function widthOf(column: InputColumn): number {
  if (column.kind === 'category') return column.values.length;
  return column.missing ? 2 : 1;
}

/** What each input of the network is, such as `age`, `age is missing` or `colour = red`. */
export function inputNames({ columns }: TableForm): string[] {
  return columns.flatMap((column) => {
    if (column.kind === 'category') return column.values.map((value) => `${column.name} = ${value}`);
    return column.missing ? [column.name, `${column.name} is missing`] : [column.name];
  });
}
