/** Draws charts with ECharts as inline SVG, without a browser. Their colours are CSS variables of the page. */
import { type ChartOption, renderOption } from './echarts.js';
import { html, Markup } from './markup.js';
import { COLOR_STYLE } from './page-style.js';

/** The font size of charts, in CSS pixels. */
const FONT_SIZE = 12;

/** The size of a chart, in CSS pixels. The page may scale it. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** A chart for `drawChart`. */
export interface Chart extends ChartSize {
  /** Describes the chart in words, for screen readers. */
  readonly label: string;
  /** The ECharts option: axes and series. Take text from functions or data, not from templates such as `{value}`. */
  readonly option: ChartOption;
  /** Returns the tooltip of an item in a series; both are counted from 0. Default: no tooltips. */
  readonly tooltip?: (series: number, item: number) => string | undefined;
}

/**
 * Draws a chart as inline SVG that scales with the page. Text from the data is escaped.
 *
 * @example
 * ```ts
 * const option = {
 *   xAxis: numberAxis({ domain: [1, 3], name: 'epoch' }),
 *   yAxis: numberAxis({ domain: [0, 1], name: 'loss' }),
 *   series: [{ type: 'line', data: [[1, 0.9], [2, 0.4], [3, 0.2]] }],
 * };
 * const chart = drawChart({ label: 'loss per epoch', width: 440, height: 240, option });
 * ```
 */
export function drawChart({ label, tooltip, ...chart }: Chart): Markup {
  return html`<div role="img" aria-label="${label}">${drawSvg(chart, 'chart', tooltip)}</div>`;
}

/**
 * Draws a symbol for a legend: `symbol` is a name that ECharts knows or `path://...`, `color` any CSS colour.
 *
 * @example
 * ```ts
 * const legend = html`<ul><li>${drawSymbol('circle', seriesColor(0))}training</li></ul>`;
 * ```
 */
export function drawSymbol(symbol: string, color: string): Markup {
  const axis = { type: 'value', min: -1, max: 1, show: false } as const;
  const option = {
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    ...{ xAxis: axis, yAxis: axis },
    series: [{ type: 'scatter', symbol, symbolSize: 11, itemStyle: { color, opacity: 1 }, data: [[0, 0]] }],
  };
  return drawSvg({ width: 14, height: 14, option }, 'mark', undefined);
}

/**
 * Draws a chart as a separate SVG file, for an image in a Markdown page, a site or a message. It has a background,
 * and colours for light and dark systems. Text from the data is escaped.
 *
 * @example
 * ```ts
 * const option = {
 *   xAxis: numberAxis({ domain: [1, 3], name: 'epoch' }),
 *   yAxis: numberAxis({ domain: [0, 1], name: 'loss' }),
 *   series: [{ type: 'line', data: [[1, 0.9], [2, 0.4], [3, 0.2]] }],
 * };
 * await writeFile('loss.svg', svgFile({ label: 'loss per epoch', width: 440, height: 240, option }));
 * ```
 */
export function svgFile({ label, tooltip, ...chart }: Chart): string {
  const { width, height } = chart;
  const size = html`width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="system-ui, sans-serif">
<title>${label}</title>
<style>${new Markup(COLOR_STYLE)}
text { white-space: pre; }
</style>
<rect width="100%" height="100%" rx="8" fill="var(--card)"/>
${new Markup(svgContent(chart, tooltip))}
</svg>
`.text;
}

function drawSvg(chart: ChartSize & Pick<Chart, 'option'>, name: string, tooltip: Chart['tooltip']): Markup {
  const box = `0 0 ${chart.width} ${chart.height}`;
  return html`<svg class="${name}" viewBox="${box}" aria-hidden="true">${new Markup(svgContent(chart, tooltip))}</svg>`;
}

/** Returns what is within the `svg` element. */
function svgContent({ width, height, option }: ChartSize & Pick<Chart, 'option'>, tooltip: Chart['tooltip']): string {
  const textStyle = { fontFamily: 'inherit', fontSize: FONT_SIZE, color: 'var(--ink)' };
  return cleaned(renderOption({ animation: false, textStyle, ...option }, width, height), tooltip);
}

/**
 * Removes what only ECharts' own SVG needs: its root element, styles (which a page's policy forbids), and ids (which
 * two charts on a page could share). Quotes in text are escaped, so text cannot be mistaken for an attribute.
 */
function cleaned(svg: string, tooltip: Chart['tooltip']): string {
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>\s*/g, '')
    .replace(/<defs[^>]*>[\s\S]*?<\/defs>\s*/g, '')
    .replace(/ (?:clip-path|pointer-events|class|xml:space)="[^"]*"/g, '')
    .replace(/ style="font-size:([\d.]+)px;font-family:inherit;"/g, ' font-size="$1"')
    .replace(/^\s*<svg [^>]*>|<\/svg>\s*$/g, '')
    .replace(/^<rect [^>]*fill="none"><\/rect>\n/m, '')
    .replace(
      /<(path|rect|circle|ellipse)( [^>]*?ecmeta_series_index[^>]*)><\/\1>/g,
      (_, tag, attributes) => `<${tag}${attributes}>${titleOf(attributes, tooltip)}</${tag}>`,
    )
    .replace(/ ecmeta_\w+="[^"]*"/g, '')
    .replaceAll('\n', '');
}

function titleOf(attributes: string, tooltip: Chart['tooltip']): string {
  const [series, item] = ['series', 'data'].map((name) =>
    Number(new RegExp(`ecmeta_${name}_index="(\\d+)"`).exec(attributes)?.[1] ?? Number.NaN),
  );
  const text = tooltip?.(series ?? Number.NaN, item ?? Number.NaN);
  return text === undefined ? '' : html`<title>${text}</title>`.text;
}
