/** Tables of a report. */
import { html, type Markup, type MarkupPart } from './markup.js';
import { scrollingTable } from './page.js';

export interface Column {
  readonly title: string;
  /** Numbers are aligned at the right; long text is broken. */
  readonly kind: 'number' | 'text' | 'word';
}

export const numbers = (title: string): Column => ({ title, kind: 'number' });
export const texts = (title: string): Column => ({ title, kind: 'text' });
export const words = (title: string): Column => ({ title, kind: 'word' });

/** `rows`: a cell for each column; the first one names the row. `label` says what the table is. */
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
