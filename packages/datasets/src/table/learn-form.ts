/** Decides how the columns of a table become inputs and targets. */
import { checkOptionNames, NablaError } from '@nablajs/core';
import type { ColumnSummary } from './column-summary.js';
import { MAX_INPUTS, MAX_TEXTS } from './limits.js';
import type { TableScan } from './scan-table.js';
import { quoted, shown } from './shown.js';
import { type InputColumn, type TableForm, type TargetColumn, widthOf } from './table-form.js';

/** What to predict: classes (classification) or numbers (regression). */
export type TaskName = 'classification' | 'regression';

/** Options of `learnForm`. */
export interface FormOptions {
  /**
   * What to predict. Default: classification if the target is text, or has at most 20 different whole numbers that each
   * appear at least twice; regression for all other numbers.
   */
  readonly task?: TaskName;
}

/** A column that is not used, and why. */
export interface IgnoredColumn {
  readonly name: string;
  /** Continues a sentence: `it has no values`. */
  readonly reason: string;
}

/** The form of a table, and the columns that it leaves out. */
export interface LearnedForm {
  readonly form: TableForm;
  readonly ignored: readonly IgnoredColumn[];
}

/** A column with more different texts is ignored. */
const MAX_CATEGORIES = 50;
const MAX_CLASSES_OF_NUMBERS = 20;
/** If at least this share of a column are numbers, the texts among them are probably mistakes. */
const MOSTLY_NUMBERS = 0.9;

/**
 * Decides how the columns of a scanned table become inputs, and its target column the targets. See `csvDataset` for the
 * rules.
 *
 * @param scan A table that was scanned with a `target`.
 * @throws A `NablaError` with code `argument` if there is no target; with code `data` if no column can be an input, if
 * there would be more than 65,536 inputs, or if the target does not fit the task.
 *
 * @example
 * ```ts
 * const scan = await scanTable(await openAsBlob('houses.csv'), { target: 'price' });
 * const { form, ignored } = learnForm(scan, { task: 'regression' });
 * ```
 */
export function learnForm(scan: TableScan, options: FormOptions = {}): LearnedForm {
  checkOptionNames('learnForm', options, ['task']);
  const { task } = options;
  const { columns, name } = scan;
  const summary = columns[scan.target ?? -1];
  if (summary === undefined) throw new NablaError('argument', `${name}: expected a target. Received none.`);
  const target = targetOf(summary, name, task);
  const inputs: InputColumn[] = [];
  const ignored: IgnoredColumn[] = [];
  for (const column of columns) {
    if (column === summary) continue;
    const reason = reasonToIgnore(column);
    if (reason === undefined) inputs.push(inputOf(column));
    else ignored.push({ name: column.name, reason });
  }
  if (inputs.length === 0) {
    const reasons =
      ignored
        .map((column) => `${shown(column.name)}: ${column.reason}`)
        .slice(0, 10)
        .join('; ') || 'no other column';
    throw new NablaError('data', `${name}: expected columns to learn from, besides the target. Received ${reasons}.`);
  }
  const width = inputs.reduce((sum, column) => sum + widthOf(column), 0);
  if (width > MAX_INPUTS) {
    throw new NablaError('data', `${name}: expected columns of at most ${MAX_INPUTS} inputs. Received ${width}.`);
  }
  return { form: { type: 'table', columns: inputs, target }, ignored };
}

function inputOf(column: ColumnSummary): InputColumn {
  const { name, kind } = column;
  if (kind === 'text') return { name, kind: 'category', values: sortedTexts(column) };
  const { mean, standardDeviation } = kind === 'date' ? column.days : column.numbers;
  return { name, kind: kind === 'date' ? 'date' : 'number', mean, standardDeviation, missing: column.missing > 0 };
}

/** Sorts by code unit, so that the order is the same on every machine. */
function sortedTexts(column: ColumnSummary): string[] {
  return [...column.texts.keys()].sort();
}

function reasonToIgnore(column: ColumnSummary): string | undefined {
  const { kind, texts, tooManyTexts, present } = column;
  if (kind === 'empty') return 'it has no values';
  if (kind === 'text') return reasonAgainstCategories(column);
  if (column.countsRows && present > 2) return 'it numbers the rows';
  const { standardDeviation } = kind === 'date' ? column.days : column.numbers;
  if (!Number.isFinite(standardDeviation)) return 'its numbers are too large';
  if ((!tooManyTexts && texts.size === 1) || standardDeviation === 0) return 'all its values are equal';
  return undefined;
}

function reasonAgainstCategories({ texts, tooManyTexts, present, notNumber, numbers }: ColumnSummary) {
  if (texts.size === 1 && !tooManyTexts) return 'all its values are equal';
  // Probably a mistyped number. With a category for each number, the network would only memorise the rows.
  if (notNumber !== undefined && numbers.count >= MOSTLY_NUMBERS * present && texts.size > MAX_CLASSES_OF_NUMBERS) {
    return `nearly all its values are numbers, but row ${notNumber.row} has ${quoted(notNumber.text)}`;
  }
  if (!tooManyTexts && texts.size <= MAX_CATEGORIES && texts.size < present) return undefined;
  const count = tooManyTexts ? `more than ${MAX_TEXTS}` : `${texts.size}`;
  return `it has ${count} different texts`;
}

function targetOf(column: ColumnSummary, name: string, task: TaskName | undefined): TargetColumn {
  const asked = task ?? (isClasses(column) ? 'classification' : 'regression');
  return asked === 'classification' ? classesOf(column, name) : numberOf(column, name);
}

function isClasses({ kind, allWhole, texts, tooManyTexts }: ColumnSummary): boolean {
  if (kind !== 'number') return true;
  const counts = [...texts.values()];
  return allWhole && !tooManyTexts && counts.length <= MAX_CLASSES_OF_NUMBERS && counts.every((count) => count >= 2);
}

function classesOf(column: ColumnSummary, name: string): TargetColumn {
  const { texts, tooManyTexts, kind } = column;
  if (tooManyTexts || texts.size < 2) {
    const count = tooManyTexts ? 'more' : `${texts.size}`;
    const expected = `expected 2 to ${MAX_TEXTS} classes in the target '${shown(column.name)}'`;
    const remedy = kind === 'number' && tooManyTexts ? '; to predict the number itself, use task regression' : '';
    throw new NablaError('data', `${name}: ${expected}. Received ${count}${remedy}.`);
  }
  const values = sortedTexts(column);
  if (kind === 'number') values.sort((a, b) => Number(a) - Number(b));
  return { name: column.name, kind: 'class', values };
}

function numberOf(column: ColumnSummary, name: string): TargetColumn {
  const { notNumber, numbers } = column;
  const expected = `expected different numbers in the target '${shown(column.name)}'`;
  if (notNumber !== undefined) {
    const received = `${quoted(notNumber.text)} in row ${notNumber.row}`;
    throw new NablaError(
      'data',
      `${name}: ${expected}. Received ${received}; to predict classes, use task classification.`,
    );
  }
  const { mean, standardDeviation } = numbers;
  if (!(standardDeviation > 0 && Number.isFinite(standardDeviation))) {
    throw new NablaError('data', `${name}: ${expected}. Received a standard deviation of ${standardDeviation}.`);
  }
  return { name: column.name, kind: 'number', mean, standardDeviation };
}
