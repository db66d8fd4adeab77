/** What the charts have in common: drawn by Observable Plot into inline SVG, without a browser. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { html, Markup } from './markup.js';
import type { CandidateMark, CandidateMarks } from './palette.js';

/** Of every chart, in CSS pixels before scaling: about as wide as a phone, so that text keeps its size. */
export const CHART_WIDTH = 340;

/** Of text in charts, in CSS pixels. */
const FONT_SIZE = 12;

/** An average character of the system's font, in pixels of a chart. */
const CHARACTER_WIDTH = 7;

const { document } = parseHTML('<html><body></body></html>');

/** Draws a chart that scales with the page; `label` says in words what it shows. */
export function drawChart(label: string, options: Plot.PlotOptions): Markup {
  const svg = drawSvg({
    width: CHART_WIDTH,
    className: 'chart',
    style: { fontSize: `${FONT_SIZE}px`, overflow: 'visible' },
    ...options,
  });
  return html`<div role="img" aria-label="${label}">${svg}</div>`;
}

/** The mark of a legend. */
export function drawMark({ color, symbol }: CandidateMark): Markup {
  const dot = Plot.dot([0], { frameAnchor: 'middle', r: 5, symbol, fill: color });
  return drawSvg({ width: 14, height: 14, margin: 0, className: 'mark', axis: null, marks: [dot] });
}

/** Text in it is escaped by the serializer. Its size and its style are the page's business. */
function drawSvg(options: Plot.PlotOptions): Markup {
  const svg = Plot.plot({ document, ...options });
  svg.querySelector('style')?.remove();
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  return new Markup(svg.outerHTML);
}

/** Longer labels at the left are cut. */
const LONGEST_LABEL = 16;

/** Pixels for labels at the left, and how the text mark keeps to them. */
export function leftLabels(labels: readonly string[]): { margin: number; text: Plot.TextOptions } {
  const longest = Math.max(0, ...labels.map(({ length }) => length));
  const margin = Math.max(5, Math.min(longest, LONGEST_LABEL)) * CHARACTER_WIDTH + 12;
  return { margin, text: longest > LONGEST_LABEL ? clipped(margin - 8) : {} };
}

/** Text marks that end in dots where they would be longer than so many pixels; Plot takes narrower letters than some systems have. */
export const clipped = (pixels: number) =>
  ({ lineWidth: (pixels / FONT_SIZE) * 0.88, textOverflow: 'ellipsis' }) as const;

const NO_MARK: CandidateMark = { color: 'currentColor', symbol: 'circle', dashed: false };

export const markOf = (marks: CandidateMarks, candidate: string): CandidateMark => marks.get(candidate) ?? NO_MARK;

/**
 * Whether a number has a place on an axis that may be logarithmic. No time in seconds, ratio or number of bytes that somebody
 * measured is outside; one that is would stretch the axis until nothing else could be told apart.
 */
export const isDrawable = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && value >= 1e-12 && value <= 1e15;
