import type { ImageClass } from '../data/find-data.js';
import type { ColumnFinding, TableFinding, ValueCount } from './describe-table.js';
import { shownList, shownLiteral } from './literal.js';

/** A config for a wider table lists only the first columns. */
const MOST_COLUMNS = 200;
const MOST_CLASSES = 20;
/** The most characters of a list in one comment. */
const LONGEST_LIST = 300;

export function columnComments({ columns, inputs, rowsWithoutTarget }: TableFinding): string[] {
  const used = columns.filter(({ kind }) => kind !== 'not used').length;
  const left = columns.length - MOST_COLUMNS;
  return [
    `The columns besides the target; ${used} of them become the network's ${inputs} inputs:`,
    ...columns.slice(0, MOST_COLUMNS).map((column) => `  ${shownLiteral(column.name)}: ${textOf(column)}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
    ...(rowsWithoutTarget === 0 ? [] : [`${rowsWithoutTarget} more rows are ignored: their target is missing.`]),
  ];
}

function textOf(column: ColumnFinding): string {
  if (column.kind === 'not used') return `ignored: ${column.reason}`;
  const missing = column.missing === 0 ? '' : `; ${column.missing} missing`;
  if (column.kind === 'date') return `date, ${column.from} to ${column.to}${missing}`;
  if (column.kind === 'number') return `number, ${rangeText(column)}${missing}`;
  if (column.kind === 'text') return `text of ${column.words} words: ${countsText(column.frequent)}${missing}`;
  return `category of ${column.values.length}: ${countsText(column.values)}${missing}`;
}

export function targetComments({ target, columns }: TableFinding): string[] {
  const others = shownList(
    columns.map(({ name }) => shownLiteral(name)),
    LONGEST_LIST,
  );
  const guess = target.guessed ? [`A guess: the last column. The others are ${others}.`] : [];
  if (target.task === 'regression') return [...guess, `It is a number, ${rangeText(target)}.`];
  const { classes } = target;
  const left = classes.length - MOST_CLASSES;
  return [
    ...guess,
    `It is one of ${classes.length} classes:`,
    ...classes.slice(0, MOST_CLASSES).map(({ value, rows }) => `  ${shownLiteral(value)}: ${rows} rows`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}

export function imageComments({ classes }: { readonly classes: readonly ImageClass[] }): string[] {
  const left = classes.length - MOST_CLASSES;
  return [
    `Its ${classes.length} folders are the classes:`,
    ...classes.slice(0, MOST_CLASSES).map(({ name, images }) => `  ${shownLiteral(name)}: ${images} images`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}

const countsText = (values: readonly ValueCount[]): string =>
  shownList(
    values.map(({ value, rows }) => `${shownLiteral(value)} (${rows})`),
    LONGEST_LIST,
  );

function rangeText({ min, max, mean }: { readonly min: number; readonly max: number; readonly mean: number }): string {
  return `${short(min)} to ${short(max)}, mean ${short(mean)}`;
}

const short = (value: number): string => `${Number(value.toPrecision(6))}`;
