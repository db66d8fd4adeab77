/** Draws a network as SVG, from top to bottom: what a layer takes is above it. */
import { Graph, layout } from '@dagrejs/dagre';
import { html, type Markup } from '@nablajs/charts/markup';
import type { Picture, PictureNode } from './nodes.js';

/** A larger picture would take long to lay out, and nobody could read it. */
export const MOST_NODES = 2000;
/** Up to so many nodes, places are chosen so that lines are short, which takes time. */
const MOST_TIGHT = 300;

/** A wider picture is scaled to the page, unless the reader wants all of it. */
const PAGE_WIDTH = 800;

const [CHAR_WIDTH, LINE_HEIGHT, PADDING] = [6.6, 15, 8];
const LONGEST = 30;

/** The style of the picture; its colours are those of the page. */
export const PICTURE_STYLE: string = `
.network { overflow: auto; max-height: 80vh; border: 1px solid var(--line); border-radius: 8px; }
.network svg { display: block; margin: 0 auto; max-width: 100%; height: auto; font-size: 12px; }
.network label { position: sticky; left: 0; display: block; padding: 6px 10px; }
.network label:has(input:checked) + svg { max-width: none; }
.network rect { fill: var(--card); stroke: var(--faint); }
.network .input rect, .network .output rect { stroke-dasharray: 4 2; }
.network text { fill: var(--ink); text-anchor: middle; }
.network .detail { fill: var(--faint); font-size: 11px; }
.network path { fill: none; stroke: var(--faint); }
.network polygon { fill: var(--faint); }
`;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Returns the picture, which scrolls if it is larger than the page. */
export function drawPicture({ nodes, edges }: Picture, label: string): Markup {
  const graph = new Graph();
  const ranker = nodes.length > MOST_TIGHT ? 'longest-path' : 'network-simplex';
  graph.setGraph({ rankdir: 'TB', nodesep: 18, ranksep: 26, marginx: 12, marginy: 12, ranker });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [at, node] of nodes.entries()) graph.setNode(`${at}`, sizeOf(node));
  for (const [from, to] of edges) graph.setEdge(`${from}`, `${to}`);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  const pairs: readonly { readonly v: string; readonly w: string }[] = graph.edges();
  const lines = pairs.map(({ v, w }) => lineOf((graph.edge(v, w) as { readonly points: readonly Point[] }).points));
  const boxes = nodes.map((node, at) => boxOf(node, graph.node(`${at}`) as Box));
  const [wide, high] = [Math.ceil(width), Math.ceil(height)];
  const size = html`width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}"`;
  const choice = wide > PAGE_WIDTH ? html`<label><input type="checkbox"> Full size</label>` : '';
  return html`<div class="network" role="region" aria-label="${label}" tabindex="0">
${choice}<svg ${size} role="img" aria-label="${label}">
${lines}${boxes}</svg>
</div>`;
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

function sizeOf({ title, lines }: PictureNode): { width: number; height: number } {
  const longest = [title, ...lines].map(cut).reduce((most, text) => Math.max(most, text.length), 0);
  return { width: longest * CHAR_WIDTH + 2 * PADDING, height: (lines.length + 1) * LINE_HEIGHT + 2 * PADDING };
}

function boxOf({ kind, title, lines }: PictureNode, { x, y, width, height }: Box): Markup {
  const [left, top] = [x - width / 2, y - height / 2];
  const textAt = (at: number): string => (top + PADDING + (at + 0.75) * LINE_HEIGHT).toFixed(1);
  const fixed = (value: number): string => value.toFixed(1);
  const rect = html`x="${fixed(left)}" y="${fixed(top)}" width="${fixed(width)}" height="${fixed(height)}" rx="5"`;
  const details = lines.map(
    (line, at) => html`<text class="detail" x="${fixed(x)}" y="${textAt(at + 1)}">${cut(line)}</text>`,
  );
  return html`<g class="${kind}"><title>${[title, ...lines].join('\n')}</title><rect ${rect}/>
<text x="${fixed(x)}" y="${textAt(0)}">${cut(title)}</text>${details}</g>
`;
}

/** A smooth line through the points, with an arrow at its end. */
function lineOf(points: readonly Point[]): Markup {
  const [first, ...rest] = points;
  const end = rest.at(-1);
  if (first === undefined || end === undefined) return html``;
  const at = ({ x, y }: Point): string => `${x.toFixed(1)},${y.toFixed(1)}`;
  const middles = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] as Point;
    const isLast = index === rest.length - 2;
    const to = isLast ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(to)}`;
  });
  const path = `M${at(first)}${middles.length === 0 ? `L${at(end)}` : middles.join('')}`;
  const arrow = `${at(end)} ${at({ x: end.x - 3.5, y: end.y - 7 })} ${at({ x: end.x + 3.5, y: end.y - 7 })}`;
  return html`<path d="${path}"/><polygon points="${arrow}"/>
`;
}
