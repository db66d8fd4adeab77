/** Shows examples that the network got wrong, as pictures or as rows of a table. */

import { type Column, dataTable, texts, words } from '@nablajs/charts';
import { html, type Markup, type MarkupPart } from '@nablajs/charts/markup';
import type { KeptExample } from '../../results/example.js';
import { pngUri } from '../charts/images.js';

export interface ShownExample {
  /** The index of the example in the validation data. */
  readonly index: number;
  readonly example: KeptExample;
  /** Facts about the example, in the order of `titles`. */
  readonly facts: readonly string[];
}

/** Shows images side by side, and rows as a table. `titles`: the titles of the facts, such as `True`. */
export function exampleList(label: string, titles: readonly Column[], shown: readonly ShownExample[]): Markup {
  const pictures = shown.map((one) => picture(titles, one));
  if (shown.every(({ example }) => example.kind === 'image')) return html`<div class="examples">${pictures}</div>`;
  const columns = [...new Set(shown.flatMap(({ example }) => cellsOf(example).map(([column]) => column)))];
  const rows = shown.map(({ index, example, facts }) => {
    const cells = new Map(cellsOf(example));
    return [index, ...facts, ...columns.map((column) => cells.get(column) ?? '')];
  });
  return dataTable(label, [words('Row'), ...titles, ...columns.map(texts)], rows);
}

function picture(titles: readonly Column[], { index, example, facts }: ShownExample): MarkupPart {
  if (example.kind !== 'image') return '';
  const { height, width, channels, pixels } = example;
  const uri = pngUri(Buffer.from(pixels, 'base64'), height, width, channels);
  const captions = titles.map(({ title }, at) => html`${title.toLowerCase()} <b>${facts[at] ?? ''}</b><br>`);
  const image = html`<img src="${uri}" alt="example ${index}" width="${width}" height="${height}">`;
  return html`<figure>${image}<figcaption>${captions}no. ${index}</figcaption></figure>
`;
}

const cellsOf = (example: KeptExample): readonly [string, string][] => (example.kind === 'row' ? example.cells : []);
