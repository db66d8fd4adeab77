/** `nabla inspect --html`: the picture and the layers of a network as a page. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { htmlPage, scrollingTable } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import { describeFailure, workError } from '@nablajs/command-line';
import { formatShape } from '@nablajs/core';
import { ownVersion } from '../own-version.js';
import type { InspectedModel } from './inspected-model.js';
import type { Layer } from './layer.js';
import { countOf } from './layers.js';
import { PICTURE_STYLE } from './picture/draw-picture.js';
import { pictureOf } from './picture/picture.js';
import { pictureSection } from './picture/picture-section.js';

/** Throws a CommandError if that fails. */
export function writeModelPage(path: string, model: InspectedModel): void {
  try {
    writeFileSync(path, modelPage(model));
  } catch (error) {
    throw workError(describeFailure(error).message, { cause: error });
  }
}

/** Texts of the model are escaped, because it may come from anybody. */
function modelPage(model: InspectedModel): string {
  const { files, layers, parameters, trainable, dtype } = model;
  const name = basename(files.folder);
  const counts = `${count(parameters)} parameters, of which ${count(trainable)} are trained, in ${dtype}.`;
  const body = html`<header>
<h1>${name}</h1>
<p class="faint">${counts}</p>
</header>
<main>
${pictureSection(pictureOf(model.config, layers))}
<section id="layers">
<h2>Layers</h2>
${scrollingTable('Layers', layerRows(layers))}
</section>
</main>
<footer><p>Written by nabla ${ownVersion()}.</p></footer>`;
  return htmlPage({ title: `${name}, nabla`, style: PICTURE_STYLE, body });
}

function layerRows(layers: readonly Layer[]): Markup {
  const rows = layers.map(({ path, type, output, parameters }) => {
    const weights = parameters.map(({ shape }) => formatShape(shape)).join(' ');
    const cells = [type, output.map(formatShape).join(', '), weights, count(countOf(parameters))];
    return html`<tr><th scope="row">${path}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
  });
  const titles = ['Layer', 'Type', 'Output', 'Weights', 'Count'];
  return html`<tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr>
${rows}`;
}

const count = (value: number): string => value.toLocaleString('en-US');
