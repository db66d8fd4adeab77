/** Tables in a report. */
import { html, type Markup, type MarkupPart } from './markup.js';
import { scrollingTable } from './page.js';

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** `number` is right-aligned, `text` is wrapped, and `word` is neither. */
  readonly kind: 'number' | 'text' | 'word';
}

/**
 * A right-aligned column of numbers.
 *
 * @example
 * ```ts
 * dataTable('Results', [words('optimizer'), numbers('accuracy')], [['Adam', '0.981']]);
 * ```
 */
export const numbers = (title: string): Column => ({ title, kind: 'number' });
/**
 * A column of longer texts, which are wrapped.
 *
 * @example
 * ```ts
 * dataTable('Results', [words('metric'), texts('meaning')], [['loss', 'the mean over all examples']]);
 * ```
 */
export const texts = (title: string): Column => ({ title, kind: 'text' });
/**
 * A column of short words.
 *
 * @example
 * ```ts
 * dataTable('Results', [words('optimizer'), words('backend')], [['Adam', 'wasm']]);
 * ```
 */
export const words = (title: string): Column => ({ title, kind: 'word' });

/**
 * Returns a table as HTML. The first cell of each row is its heading.
 *
 * @param label Says what the table shows, for screen readers.
 * @param rows One cell per column.
 *
 * @example
 * ```ts
 * dataTable('Results', [words('optimizer'), numbers('accuracy')], [['Adam', '0.981'], ['SGD', '0.972']]);
 * ```
 */
export function dataTable(label: string, columns: readonly Column[], rows: readonly (readonly MarkupPart[])[]): Markup {
  const head = columns.map(({ title, kind }) => html`<th scope="col" class="${kind}">${title}</th>`);
  const body = rows.map(
    (row) => html`<tr>${row.map((cell, at) => cellOf(cell, columns[at], at === 0))}</tr>
`,
  );
  return scrollingTable(
    label,
    html`<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>`,
  );
}

const cellOf = (cell: MarkupPart, column: Column | undefined, isName: boolean): Markup =>
  isName ? html`<th scope="row">${cell}</th>` : html`<td class="${column?.kind ?? 'word'}">${cell}</td>`;
