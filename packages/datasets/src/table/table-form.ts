/** The form of a model for tables: how its columns become inputs. Plain JSON, which is saved with the model. */
import type { Scale } from '../preprocessing/standardizer.js';

/** A column of numbers, or of dates as days since 1970-01-01. It becomes one standardised input. */
export type NumberColumn = Scale & {
  readonly name: string;
  readonly kind: 'number' | 'date';
  /**
   * Whether values were missing in the training data. Then there is a second input, which is 1 if the value is missing.
   * A missing value counts as the mean.
   */
  readonly missing: boolean;
};

/** A column with a few texts. Each text becomes an input, which is 1 if the cell is that text, else 0. */
export type CategoryColumn = {
  readonly name: string;
  readonly kind: 'category';
  /** Sorted by code unit. */
  readonly values: readonly string[];
};

/** A column that becomes inputs. */
export type InputColumn = NumberColumn | CategoryColumn;

/** What to predict: a class, or a number. The network's output for a number is standardised. */
export type TargetColumn =
  | { readonly name: string; readonly kind: 'class'; readonly values: readonly string[] }
  | (Scale & { readonly name: string; readonly kind: 'number' });

/** Says how the rows of a table become a network's inputs, and what its outputs mean. */
export type TableForm = {
  readonly type: 'table';
  /** In the order of the inputs. Other tables may have them in any order, and more columns. */
  readonly columns: readonly InputColumn[];
  /** The column to predict. */
  readonly target: TargetColumn;
};

/** Names a column that has no name in the table. */
export const numberedName = (index: number): string => `column ${index + 1}`;

/** Returns how many inputs a column becomes. */
export function widthOf(column: InputColumn): number {
  if (column.kind === 'category') return column.values.length;
  return column.missing ? 2 : 1;
}

/**
 * Names each input of the network, such as `age`, `age is missing` or `colour = red`.
 *
 * @example
 * ```ts
 * const { form } = await csvDataset(table, { target: 'pet' });
 * console.log(inputNames(form)); // [ 'height', 'weight', 'weight is missing' ]
 * ```
 */
export function inputNames({ columns }: TableForm): string[] {
  return columns.flatMap((column) => {
    if (column.kind === 'category') return column.values.map((value) => `${column.name} = ${value}`);
    return column.missing ? [column.name, `${column.name} is missing`] : [column.name];
  });
}
