/** Finds out what the columns of a table mean to an ensemble, for `results.json`. */
import type { Backend } from '@nablajs/core';
import type { TableForm } from '@nablajs/datasets';
import { columnEffect, columnImportance, type EncodedTable, type LearnedTable } from '@nablajs/tables';
import { shortText } from './example.js';
import { type ColumnResults, LARGEST, MOST_COLUMNS, MOST_EFFECTS } from './results-schema.js';

/** No ensemble has a column for a sentence model. */
function kindOf({ columns }: TableForm, column: string): ColumnResults[number]['kind'] {
  const kind = columns.find(({ name }) => name === column)?.kind ?? 'number';
  return kind === 'sentence' ? 'text' : kind;
}

/** Fewer rows and repeats than the library's: a table of 100 columns then takes seconds. */
const SAMPLE = { rows: 1000, repeats: 3 } as const;

/**
 * Returns how much each column matters, the most important first, and how the answer depends on the first of them.
 *
 * @param cells Returns the texts of a column in some rows.
 */
export async function columnResults(
  backend: Backend,
  form: TableForm,
  rows: EncodedTable,
  learned: LearnedTable,
  cells: (column: string, rows: Int32Array) => Promise<readonly string[]>,
): Promise<ColumnResults> {
  const found = (await columnImportance(backend, form, rows, learned, SAMPLE)).slice(0, MOST_COLUMNS);
  const columns: ColumnResults[number][] = [];
  for (const { column, mean, deviation } of found) {
    const isShown = columns.length < MOST_EFFECTS;
    const effect = isShown
      ? await columnEffect(form, rows, learned, column, (at) => cells(column, at))
      : { cells: [], answers: [] };
    columns.push({
      ...{ column: shortText(column), importance: mean, deviation },
      kind: kindOf(form, column),
      cells: effect.cells.map(shortText),
      // A number of an absurd size has no place in a chart.
      answers: effect.answers.map((own) => own.map((value) => (Math.abs(value) <= LARGEST ? value : null))),
    });
  }
  return columns;
}
