/** A table of which a sentence model reads one column. */
import { NablaError, seePage } from '@nablajs/core';
import type { SentenceForm } from '../../text/sentences/sentence-form.js';
import { shownList } from '../shown.js';
import type { ColumnSummary } from '../summary/column-summary.js';
import type { InputColumn, SentenceColumn, TableForm } from '../table-form.js';

/** A category has few texts, of which each is in several rows. */
const MOST_CATEGORIES = 50;

/**
 * Returns the column of running text of a scanned table: the one of `textColumns`, or else the only one.
 *
 * @param name Names the table in errors.
 * @param option Names in errors what can say which column it is. Default: `textColumns`.
 * @throws NablaError `data` if there is none, or if there are several.
 *
 * @example
 * ```ts
 * const { columns } = await scanTable(await openAsBlob('mails.csv'));
 * console.log(textColumnOf(columns, 'mails.csv').name); // message
 * ```
 */
export function textColumnOf(columns: readonly ColumnSummary[], name: string, option = 'textColumns'): ColumnSummary {
  const named = columns.filter(({ isText }) => isText === true);
  const texts = columns.filter(({ kind, isText }) => kind === 'text' && isText !== false);
  const others = texts.filter((column) => !isCategory(column));
  const found = named.length > 0 ? named : others.length > 0 ? others : texts;
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only;
  const received = only === undefined ? 'none' : shownList(found.map((column) => column.name));
  const remedy = only === undefined ? '' : `; name one of them with ${option}`;
  throw new NablaError(
    'data',
    `${name}: expected one column of text. Received ${received}${remedy}.${seePage('guides/fine-tune-text')}`,
  );
}

const isCategory = ({ texts, textsGaveUp, present }: ColumnSummary): boolean =>
  textsGaveUp === undefined && texts.size <= MOST_CATEGORIES && 2 * texts.size <= present;

/** The column for a sentence model. */
export const sentenceColumn = (name: string, { type: _, ...form }: SentenceForm): SentenceColumn => ({
  name,
  kind: 'sentence',
  ...form,
});

/**
 * Returns the form of the sentences in a table's column of text, for a `SentenceEncoder`; undefined without such a
 * column.
 *
 * @example
 * ```ts
 * const sentences = sentencesOf(form);
 * const encoder = sentences && (await createSentenceEncoder(sentences));
 * ```
 */
export function sentencesOf({ columns }: Pick<TableForm, 'columns'>): SentenceForm | undefined {
  const column = columns.find((one: InputColumn): one is SentenceColumn => one.kind === 'sentence');
  if (column === undefined) return undefined;
  const { tokenizer, before, after, padding, length } = column;
  return { type: 'sentences', tokenizer, before, after, padding, length };
}
