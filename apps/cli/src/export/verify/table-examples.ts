/** Makes random rows of a table, as texts and as the numbers that an exported file takes. */
import { type DenseArray, dense, type FloatDType, type Random } from '@nablajs/core';
import type { InputColumn, SentenceColumn, TableForm } from '@nablajs/datasets';

export interface TableExamples {
  readonly rows: readonly (readonly string[])[];
  /** For each column, what the file takes [n, 1]; undefined if it takes what the encoder makes. */
  readonly values: readonly (DenseArray | undefined)[];
}

/** The share of missing cells, in columns that had some. */
const MISSING = 0.1;
const MS_PER_DAY = 86_400_000;

interface Cell {
  readonly text: string;
  readonly value: number;
}

export function tableExamples(
  { columns: all }: TableForm,
  dtype: FloatDType,
  count: number,
  random: Random,
): TableExamples {
  const columns = all.filter((column) => column.kind !== 'sentence');
  const cells = columns.map((column) => Array.from({ length: count }, () => cellOf(column, dtype, random)));
  return {
    rows: Array.from({ length: count }, (_, row) => cells.map((own) => (own[row] as Cell).text)),
    values: columns.map((column, at) => {
      if (column.kind === 'text' || (column.kind !== 'category' && (column.parts ?? []).length > 0)) return undefined;
      return dense(
        Float64Array.from(cells[at] as Cell[], ({ value }) => value),
        [count, 1],
      );
    }),
  };
}

function cellOf(column: Exclude<InputColumn, SentenceColumn>, dtype: FloatDType, random: Random): Cell {
  if (column.kind === 'text') return { text: drawn(column.words, random), value: 0 };
  if (column.kind === 'category') {
    // The file has a place that stands for an unknown or a missing text.
    const at = random.integer(column.values.length + 1) - 1;
    return { text: column.values[at] ?? '', value: at };
  }
  if (column.missing && random.uniform() < MISSING) return { text: '', value: Number.NaN };
  const [middle, unit] = 'median' in column ? [column.median, column.spread] : [column.mean, column.standardDeviation];
  const value = middle + unit * (4 * random.uniform() - 2);
  if (column.kind === 'date') {
    const days = Math.floor(value);
    return { text: new Date(days * MS_PER_DAY).toISOString().slice(0, 10), value: days };
  }
  const stored = dtype === 'float64' ? value : Math.fround(value);
  return { text: `${stored}`, value: stored };
}

const drawn = (words: readonly string[], random: Random): string =>
  Array.from({ length: 5 }, () => words[Math.floor(random.uniform() * words.length)] ?? '').join(' ');
