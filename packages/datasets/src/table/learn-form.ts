/** Decides how the columns of a table become inputs and targets. */
import { checkOptionNames, NablaError } from '@nablajs/core';
import { robustScaleOf } from '../preprocessing/robust-scale.js';
import type { SentenceForm } from '../text/sentences/sentence-form.js';
import { MAX_CLASSES, MAX_INPUTS, MAX_TEXTS, MAX_WORDS_OF_COLUMN } from './limits.js';
import type { TableScan } from './scan-table.js';
import { sentenceColumn, textColumnOf } from './sentences/sentence-columns.js';
import { quoted, shown } from './shown.js';
import type { ColumnSummary } from './summary/column-summary.js';
import { textColumnsOf } from './summary/text-columns.js';
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
  /**
   * A column with more different texts is ignored, from 1 to 10,000. Above 50, a column becomes one input, the place of
   * the text: see `indexInputs`. Default: 50.
   */
  readonly maxCategories?: number;
  /**
   * At most how many words of a column of running text to know, from 0 to 50,000: those that most rows have. The column
   * becomes the places of its words: see `textInputs`. All columns together have at most twice as many. Default: 0, no
   * column is running text.
   */
  readonly maxWords?: number;
  /**
   * With `log`, the network learns the logarithm of the target, whose numbers must be above 0: good for prices and the
   * like. Default: the number itself.
   */
  readonly targetTransform?: 'log';
  /**
   * For a sentence model: how a text becomes its tokens. The model reads one column of text, the only one or that of
   * `textColumns`. Default: no column becomes tokens.
   */
  readonly sentences?: SentenceForm;
}

/** The names of all options. */
export const FORM_OPTIONS: readonly (keyof FormOptions)[] = [
  ...(['task', 'maxCategories', 'maxWords', 'targetTransform', 'sentences'] as const),
];

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

/** A column with more different texts becomes no input for each of them. */
const MAX_ONE_HOT = 50;
/** A text that appears less often counts as unknown: a network would only memorise its rows. */
const FEWEST_ROWS = 2;
const MAX_CLASSES_OF_NUMBERS = 20;
/** If at least this share of a column are numbers, the texts among them are probably mistakes. */
const MOSTLY_NUMBERS = 0.9;

/**
 * Decides how the columns of a scanned table become inputs, and its target column the targets. See `csvDataset` for the
 * rules.
 *
 * @param scan A table that was scanned with a `target`.
 * @throws NablaError `argument` for a bad option, or if there is no target; `data` if no column can be an input, if
 * there would be more than 65,536 inputs, or if the target does not fit the task.
 *
 * @example
 * ```ts
 * const scan = await scanTable(await openAsBlob('houses.csv'), { target: 'price' });
 * const { form, ignored } = learnForm(scan, { task: 'regression' });
 * ```
 */
export function learnForm(scan: TableScan, options: FormOptions = {}): LearnedForm {
  checkOptionNames('learnForm', options, FORM_OPTIONS);
  const { task, maxCategories = MAX_ONE_HOT, maxWords = 0, targetTransform, sentences } = options;
  checkRange('maxCategories', maxCategories, 1, MAX_TEXTS);
  checkRange('maxWords', maxWords, 0, MAX_WORDS_OF_COLUMN);
  const { columns, name } = scan;
  const summary = columns[scan.target ?? -1];
  if (summary === undefined) throw new NablaError('argument', `${name}: expected a target. Received none.`);
  const target = targetOf(summary, name, task, targetTransform);
  const others = columns.filter((column) => column !== summary);
  if (sentences !== undefined) return sentencesForm(others, target, sentences, name);
  const texts = textColumnsOf(maxWords === 0 ? [] : columns.filter((column) => !hasFewTexts(column)), maxWords);
  const inputs: InputColumn[] = [];
  const ignored: IgnoredColumn[] = [];
  /** The columns that are used, by their values. A copy of the target would answer for the network. */
  const used = new Map([[summary.fingerprint, summary.name]]);
  for (const column of others) {
    const found = texts.get(column) ?? inputOf(column, maxCategories);
    const equal = used.get(column.fingerprint);
    if (typeof found === 'string') ignored.push({ name: column.name, reason: found });
    else if (equal !== undefined) ignored.push({ name: column.name, reason: `it equals the column '${shown(equal)}'` });
    else {
      inputs.push(found);
      used.set(column.fingerprint, column.name);
    }
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

function sentencesForm(
  columns: readonly ColumnSummary[],
  target: TargetColumn,
  sentences: SentenceForm,
  name: string,
): LearnedForm {
  const text = textColumnOf(columns, name);
  const ignored = columns.filter((column) => column !== text);
  return {
    form: { type: 'table', columns: [sentenceColumn(text.name, sentences)], target },
    ignored: ignored.map((column) => ({ name: column.name, reason: 'a sentence model reads one column of text' })),
  };
}

function checkRange(name: keyof FormOptions, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new NablaError('argument', `learnForm: expected ${name} from ${least} to ${most}. Received ${value}.`);
}

/** Whether the texts of a column say all that their words could say. */
const hasFewTexts = ({ texts, textsGaveUp, present, isText }: ColumnSummary): boolean =>
  isText === undefined && textsGaveUp === undefined && texts.size <= MAX_ONE_HOT && 2 * texts.size <= present;

/** Returns the input that a column becomes, or the reason why it is ignored. */
function inputOf(column: ColumnSummary, maxCategories: number): InputColumn | string {
  const { name, kind, missing, present, sample, countsRows } = column;
  if (kind === 'empty') return 'it has no values';
  if (kind === 'text') return reasonAgainstCategories(column, maxCategories) ?? categoriesOf(column);
  if (countsRows && present > 2) return 'it numbers the rows';
  const { min, max } = kind === 'date' ? column.days : column.numbers;
  const scale = robustScaleOf(sample, min, max);
  if (scale === undefined) return ALL_EQUAL;
  if (kind === 'number') return isIdentifier(column) ? IDENTIFIER : { name, kind, ...scale, missing: missing > 0 };
  const { parts } = column.dateDifferences;
  return { name, kind, ...scale, missing: missing > 0, ...(parts.length > 0 && { parts }) };
}

const ALL_EQUAL = 'all its values are equal';
const IDENTIFIER = 'it looks like an identifier: its name says so, and all its numbers differ';

/** Ends with the word id, key, uuid, index or row names, or is pandas' number of the row. */
const IDENTIFIER_NAME = /(^|[^\p{L}])(id|key|uuid|index|row[ _-]?names)$|^unnamed: 0/iu;
/** The same in camel case, such as customerId or customerID. */
const CAMEL_IDENTIFIER_NAME = /[\p{Ll}\d](Id|ID|Key|Uuid|UUID|Index|RowNames)$/u;

const isIdentifier = ({ name, allWhole, allDiffer }: ColumnSummary): boolean =>
  (IDENTIFIER_NAME.test(name) || CAMEL_IDENTIFIER_NAME.test(name)) && allWhole && allDiffer;

function categoriesOf(column: ColumnSummary): InputColumn {
  const { name, texts } = column;
  const values = sortedTexts(column);
  if (values.length <= MAX_ONE_HOT) return { name, kind: 'category', values };
  const known = values.filter((text) => (texts.get(text) ?? 0) >= FEWEST_ROWS);
  return { name, kind: 'category', encoding: 'index', values: known };
}

/** Sorts by code unit, so the order is the same on every machine. */
function sortedTexts({ texts }: ColumnSummary): string[] {
  return [...texts.keys()].sort();
}

function reasonAgainstCategories(column: ColumnSummary, maxCategories: number): string | undefined {
  const { texts, textsGaveUp, present, notNumber, numbers } = column;
  const isKnown = textsGaveUp === undefined;
  if (texts.size === 1) return ALL_EQUAL;
  const isLarge = !isKnown || texts.size > MAX_CLASSES_OF_NUMBERS;
  // Probably a mistyped number.
  if (notNumber !== undefined && numbers.count >= MOSTLY_NUMBERS * present && isLarge) {
    return `nearly all its values are numbers, but row ${notNumber.row} has ${quoted(notNumber.text)}`;
  }
  if (!isKnown) return textsGaveUp;
  if (texts.size > maxCategories || texts.size === present) return `it has ${texts.size} different texts`;
  if (texts.size > MAX_ONE_HOT && 2 * texts.size > present) {
    return `it has ${texts.size} different texts in ${present} rows, like an identifier or free text`;
  }
  return undefined;
}

function targetOf(
  column: ColumnSummary,
  name: string,
  task: TaskName | undefined,
  transform: FormOptions['targetTransform'],
): TargetColumn {
  const asked = task ?? (isClasses(column) ? 'classification' : 'regression');
  if (transform !== undefined) checkTransform(transform, asked, column);
  return asked === 'classification' ? classesOf(column, name) : numberOf(column, name, transform);
}

/** Throws NablaError `argument` for another transform, and for a target that it does not suit. */
function checkTransform(transform: string, task: TaskName, { name, numbers }: ColumnSummary): void {
  const fail = (expected: string, received: string): never => {
    throw new NablaError('argument', `learnForm: targetTransform: expected ${expected}. Received ${received}.`);
  };
  if (transform !== 'log') fail("'log'", `'${transform}'`);
  if (task === 'classification') fail(`numbers in the target '${shown(name)}'`, 'classes');
  if (numbers.min <= 0) fail(`only numbers above 0 in the target '${shown(name)}'`, `${numbers.min}`);
}

function isClasses({ kind, allWhole, texts, textsGaveUp }: ColumnSummary): boolean {
  if (kind !== 'number') return true;
  const counts = [...texts.values()];
  return (
    allWhole &&
    textsGaveUp === undefined &&
    counts.length <= MAX_CLASSES_OF_NUMBERS &&
    counts.every((count) => count >= 2)
  );
}

function classesOf(column: ColumnSummary, name: string): TargetColumn {
  const { texts, textsGaveUp, kind } = column;
  const isKnown = textsGaveUp === undefined;
  if (!isKnown || texts.size < 2) {
    const count = isKnown ? `${texts.size}` : 'more';
    const expected = `expected 2 to ${MAX_CLASSES} classes in the target '${shown(column.name)}'`;
    const remedy = kind === 'number' && !isKnown ? '; to predict the number itself, use task regression' : '';
    throw new NablaError('data', `${name}: ${expected}. Received ${count}${remedy}.`);
  }
  const values = sortedTexts(column);
  if (kind === 'number') values.sort((a, b) => Number(a) - Number(b));
  return { name: column.name, kind: 'class', values };
}

function numberOf(column: ColumnSummary, name: string, transform: FormOptions['targetTransform']): TargetColumn {
  const { notNumber, numbers, logs } = column;
  const expected = `expected different numbers in the target '${shown(column.name)}'`;
  if (notNumber !== undefined) {
    const received = `${quoted(notNumber.text)} in row ${notNumber.row}`;
    throw new NablaError(
      'data',
      `${name}: ${expected}. Received ${received}; to predict classes, use task classification.`,
    );
  }
  const { mean, standardDeviation } = transform === undefined ? numbers : logs;
  if (!(standardDeviation > 0 && Number.isFinite(standardDeviation))) {
    throw new NablaError('data', `${name}: ${expected}. Received a standard deviation of ${standardDeviation}.`);
  }
  return { name: column.name, kind: 'number', mean, standardDeviation, ...(transform && { transform }) };
}
