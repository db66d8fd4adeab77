import { html, type Markup } from '@nablajs/charts/markup';
import { drawPicture, MOST_NODES } from './draw-picture.js';
import type { Picture } from './nodes.js';

const count = (value: number): string => value.toLocaleString('en-US');

/** Returns the picture, or a note for a network that is too large for one. */
export function pictureSection(picture: Picture): Markup {
  const { length } = picture.nodes;
  const content =
    length > MOST_NODES
      ? html`<p class="faint">It has ${count(length)} nodes, too many for a picture.</p>`
      : drawPicture(picture, `The network: ${count(length)} nodes`);
  return html`<section id="network">
<h2>Network</h2>
${content}
</section>`;
}
