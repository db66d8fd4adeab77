/** Charts as inline SVG for a page. */
import { describe, expect, it } from 'vitest';
import type { Chart } from '../src/draw-chart.js';
import {
  drawChart,
  drawSymbol,
  line,
  logAxis,
  logOf,
  numberAxis,
  rect,
  shapeSeries,
  svgFile,
  text,
} from '../src/index.js';

const HOSTILE = `</svg></title><script>alert(1)</script>"'&`;

const bars = (values: readonly number[], more: Partial<Chart> = {}): string =>
  drawChart({
    label: `bars of ${HOSTILE}`,
    ...{ width: 200, height: 100 },
    option: {
      grid: { left: 0, right: 0, top: 0, bottom: 0, outerBoundsMode: 'none' },
      xAxis: numberAxis({ domain: [0, 10], format: (value) => `${value} ${HOSTILE}` }),
      yAxis: numberAxis({ domain: [values.length, 0] }),
      series: [
        shapeSeries(values, (value, { x, y }, at) => [rect(x(0), y(at), x(value), y(at + 1), 'var(--mark-0)', 0.5)]),
        shapeSeries([HOSTILE], (words) => [text(words, 5, 5, { rim: 'var(--card)', fontSize: 6.5 })]),
        {
          type: 'line',
          symbol: 'circle',
          data: [
            [0, 0],
            [10, 1],
          ],
          lineStyle: { color: 'var(--mark-1)' },
          itemStyle: { color: 'var(--mark-1)' },
        },
      ],
    },
    ...more,
  }).text;

describe('a chart', () => {
  it('is an image with a label for screen readers', () => {
    expect(bars([5])).toMatch(/^<div role="img" aria-label="bars of &lt;\/svg&gt;[^>]*"><svg class="chart" /);
    expect(bars([5])).toContain('><svg class="chart" viewBox="0 0 200 100" aria-hidden="true">');
  });

  it('places shapes by the axes', () => {
    expect(
      [
        ...bars([5, 10]).matchAll(/<path d="(\S+ \S+l\S+ 0l0 \S+)l[^"]*" fill="var\(--mark-0\)" fill-opacity="0.5"/g),
      ].map(([, d]) => d),
    ).toEqual(['M0 0l100 0l0 50', 'M0 50l200 0l0 50']);
  });

  it('escapes text of labels, shapes and tooltips', () => {
    const svg = bars([5], { tooltip: (series, item) => (series === 0 ? `${item} ${HOSTILE}` : undefined) });
    expect(svg).not.toMatch(/<script|alert\(1\)<\/|"'&(?!amp|quot|#39)/);
    expect(svg.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(3);
    expect(svg).toContain('<title>0 &lt;/svg&gt;&lt;/title&gt;&lt;script&gt;');
  });

  it('has no styles, ids or fixed colours, and is the same each time', () => {
    const svg = bars([5]);
    expect(svg).not.toMatch(/style|<defs| id=| class="zr|clip-path|xmlns|ecmeta|https?:/);
    expect(svg.match(/(?:fill|stroke)="(?!var\(|none)[^"]*"/g)).toBeNull();
    expect(svg).toMatch(/ font-size="6.5"/);
    expect(bars([5])).toBe(svg);
  });

  it('has tooltips only on the series that has them', () => {
    const svg = bars([5, 7], { tooltip: (series, item) => (series === 0 ? `bar ${item}` : undefined) });
    expect([...svg.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title)).toEqual(['bar 0', 'bar 1']);
  });
});

it('a logarithmic axis has the given ticks at their logarithms', () => {
  const svg = drawChart({
    ...{ label: 'log', width: 300, height: 100 },
    option: {
      grid: { left: 0, right: 0, top: 0, bottom: 20, outerBoundsMode: 'none' },
      xAxis: logAxis({ domain: [1, 1000], ticks: [1, 5, 100] }, { format: (value) => `${value} s` }),
      yAxis: numberAxis({ domain: [0, 1] }),
      series: [shapeSeries([10], (value, { x }) => [line([x(logOf(value)), 0], [x(logOf(value)), 9], 'var(--ink)')])],
    },
  }).text;
  for (const tick of ['1 s', '5 s', '100 s']) expect(svg).toContain(`>${tick}<`);
  expect(svg).toMatch(/<path d="M100 0L100 9"/);
});

describe('a chart as a file', () => {
  const option = {
    xAxis: numberAxis({ domain: [0, 2] }),
    yAxis: numberAxis({ domain: [0, 1] }),
    series: [shapeSeries([HOSTILE], (words) => [text(words, 5, 5)])],
  };
  const file = svgFile({ label: HOSTILE, width: 300, height: 100, option });

  it('has a size, a title, a font and colours for light and dark', () => {
    expect(file).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="300" height="100" viewBox="0 0 300 100" role="img" font-/,
    );
    expect(file).toContain(`<title>&lt;/svg&gt;&lt;/title&gt;&lt;script&gt;`);
    expect(file).toMatch(/--ink: #1a1d21;[\s\S]*prefers-color-scheme: dark[\s\S]*--ink: #e8eaed;/);
    expect(file).toContain('fill="var(--card)"');
    expect(file.match(/<svg|<\/svg>/g)).toEqual(['<svg', '</svg>']);
  });

  it('draws what the chart in a page draws, and nothing that could run', () => {
    const inside = /viewBox="0 0 300 100" aria-hidden="true">(.*)<\/svg>/.exec(
      drawChart({ label: '', width: 300, height: 100, option }).text,
    )?.[1];
    expect(inside).toContain('<text');
    expect(file).toContain(inside);
    expect(file).not.toContain('<script');
  });
});

it('a symbol is a small image without text', () => {
  const { text } = drawSymbol('triangle', 'var(--mark-3)');
  expect(text).toMatch(/^<svg class="mark" viewBox="0 0 14 14" aria-hidden="true">\s*<path /);
  expect(text).toMatch(/>\s*<path [^>]*fill="var\(--mark-3\)"[^>]*><\/path>\s*<\/svg>$/);
});
