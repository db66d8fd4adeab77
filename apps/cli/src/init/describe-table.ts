import { basename } from 'node:path';
import { usageError } from '@nablajs/command-line';
import { isNablaError } from '@nablajs/core';
import { inputNames, type LearnedForm, learnForm, scanTable, type TableScan } from '@nablajs/datasets';
import { MAX_CATEGORIES, MAX_WORDS } from '@nablajs/tables';
import { openTable } from '../data/table-data.js';
import { shownList, shownLiteral } from './literal.js';

const MOST_WORDS = 20;

type Summary = TableScan['columns'][number];

export interface ValueCount {
  readonly value: string;
  readonly rows: number;
}

interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

export type ColumnFinding = { readonly name: string } & (
  | ({ readonly kind: 'number'; readonly missing: number } & NumberRange)
  /** The first and the last day, such as 2024-02-29. */
  | { readonly kind: 'date'; readonly from: string; readonly to: string; readonly missing: number }
  | { readonly kind: 'category'; readonly values: readonly ValueCount[]; readonly missing: number }
  /** The most frequent words of running text, and how many there are to know. */
  | {
      readonly kind: 'text';
      readonly words: number;
      readonly frequent: readonly ValueCount[];
      readonly missing: number;
    }
  | { readonly kind: 'not used'; readonly reason: string }
);

type TargetFinding = { readonly name: string /** Whether the user did not name it. */; readonly guessed: boolean } & (
  | { readonly task: 'classification'; readonly classes: readonly ValueCount[] }
  | ({ readonly task: 'regression' } & NumberRange)
);

export interface TableFinding {
  /** How many rows have a target. */
  readonly rows: number;
  readonly rowsWithoutTarget: number;
  /** How many inputs the network gets. */
  readonly inputs: number;
  readonly columns: readonly ColumnFinding[];
  readonly target: TargetFinding;
}

/**
 * Reads the table once, or twice without a named target: then it guesses the last column. Throws a CommandError, or a
 * NablaError of code `data` for a table that no network can learn from.
 */
export async function describeTable(path: string, named: string | undefined): Promise<TableFinding> {
  const table = await openTable(path);
  const name = basename(path);
  const target = named ?? (await scanTable(table, { name })).columns.at(-1)?.name ?? '';
  const scan = await scanTable(table, { name, target });
  const { form, ignored } = learn(scan, named === undefined);
  const summary = scan.columns[scan.target ?? -1];
  if (summary === undefined) throw usageError(`--target: expected a column of ${name}. Received none.`);
  return {
    rows: scan.rows,
    rowsWithoutTarget: scan.withoutTarget,
    inputs: inputNames(form).length,
    columns: scan.columns.filter((column) => column !== summary).map((column) => findingOf(column, form, ignored)),
    target: targetOf(form, summary, named === undefined),
  };
}

/** Learns the form. If a guessed target fails, the error tells the user to name a column. */
function learn(scan: TableScan, guessed: boolean): LearnedForm {
  try {
    return learnForm(scan, { maxCategories: MAX_CATEGORIES, maxWords: MAX_WORDS });
  } catch (error) {
    if (!guessed || !isNablaError(error)) throw error;
    const names = shownList(
      scan.columns.map(({ name }) => shownLiteral(name)),
      200,
    );
    const message = `${error.message} nabla guessed the last column as target. Name it with --target, one of ${names}.`;
    throw usageError(message, { cause: error });
  }
}

function findingOf(column: Summary, form: LearnedForm['form'], ignored: LearnedForm['ignored']): ColumnFinding {
  const { name, missing, days, numbers } = column;
  const input = form.columns.find((one) => one.name === name);
  if (input === undefined) {
    return { name, kind: 'not used', reason: ignored.find((one) => one.name === name)?.reason ?? '' };
  }
  if (input.kind === 'text') {
    const frequent = column.words?.top(MOST_WORDS).map(([value, rows]) => ({ value, rows })) ?? [];
    return { name, kind: 'text', words: input.words.length, frequent, missing };
  }
  if (input.kind === 'category') return { name, kind: 'category', values: countsOf(input.values, column), missing };
  if (input.kind === 'number') return { name, kind: 'number', ...rangeOf(numbers), missing };
  return { name, kind: 'date', from: dayOf(days.min), to: dayOf(days.max), missing };
}

function targetOf({ target }: LearnedForm['form'], summary: Summary, guessed: boolean): TargetFinding {
  const { name } = target;
  if (target.kind === 'number') return { name, guessed, task: 'regression', ...rangeOf(summary.numbers) };
  return { name, guessed, task: 'classification', classes: countsOf(target.values, summary) };
}

const countsOf = (values: readonly string[], { texts }: Summary): ValueCount[] =>
  values.map((value) => ({ value, rows: texts.get(value) ?? 0 }));

const rangeOf = ({ min, max, mean }: NumberRange): NumberRange => ({ min, max, mean });

const MS_PER_DAY = 86_400_000;

const dayOf = (days: number): string => new Date(days * MS_PER_DAY).toISOString().split('T')[0] ?? '';
