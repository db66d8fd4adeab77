/** Shows how long the epochs took. */

import { drawChart, numberAxis, rect, shapeSeries } from '@nablajs/charts';
import { html, type Markup } from '@nablajs/charts/markup';
import { formatTick } from '@nablajs/command-line';
import { count, time } from '../format.js';
import type { EpochPoint } from '../read/read-events.js';
import type { ReadRun } from '../read/read-run.js';

interface Timed extends EpochPoint {
  readonly seconds: number;
}

const MOST_BARS = 120;

/** Returns the section, or nothing if no epoch recorded its time. */
export function timingSection({ events: { epochs }, results }: ReadRun): Markup {
  const timed = epochs.filter((epoch): epoch is Timed => epoch.seconds !== undefined);
  if (timed.length === 0) return html``;
  const rates = timed.flatMap(({ rows, seconds }) => (rows === undefined || seconds <= 0 ? [] : [rows / seconds]));
  const validation = results === undefined || results.seconds <= 0 ? [] : [results.rows / results.seconds];
  const facts = [
    { name: 'Median epoch', value: time(median(timed.map(({ seconds }) => seconds))), detail: 'training only' },
    ...(rates.length === 0 ? [] : [speed('Training', median(rates))]),
    ...validation.map((rate) => speed('Validation', rate)),
  ].map(({ name, value, detail }) => html`<div><dt>${name}</dt><dd>${value}<small>${detail}</small></dd></div>`);
  const caption = html`<figcaption>Time of each epoch <span>training only</span></figcaption>`;
  return html`<section id="timing">
<h2>Timing</h2>
<dl class="stats">${facts}</dl>
<div class="cards"><figure>${caption}${timingChart(timed)}</figure></div>
</section>`;
}

const speed = (name: string, rate: number): { name: string; value: string; detail: string } => ({
  ...{ name, value: count(Math.round(rate)), detail: 'examples a second' },
});

/** Returns the upper median, or 0 for no values. */
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Draws a bar per epoch, or per group of epochs if there are too many. */
function timingChart(epochs: readonly Timed[]): Markup {
  const every = Math.ceil(epochs.length / MOST_BARS);
  const groups = Array.from({ length: Math.ceil(epochs.length / every) }, (_, at) =>
    epochs.slice(at * every, (at + 1) * every),
  );
  const bars = groups.map((group) => ({
    first: group[0]?.epoch ?? 0,
    last: group.at(-1)?.epoch ?? 0,
    seconds: group.reduce((sum, { seconds }) => sum + seconds, 0) / group.length,
  }));
  const most = bars.reduce((max, { seconds }) => Math.max(max, seconds), 0) || 1;
  const domain = [(bars[0]?.first ?? 0) - 0.5, (bars.at(-1)?.last ?? 0) + 0.5] as const;
  const tick = (epoch: number): string => (Number.isInteger(epoch) ? `${epoch}` : '');
  return drawChart({
    label: 'Seconds of each epoch',
    ...{ width: 400, height: 220 },
    option: {
      grid: { left: 60, right: 16, top: 10, bottom: 42 },
      xAxis: { ...numberAxis({ domain, grid: false, name: 'epoch', format: tick }), nameGap: 26 },
      yAxis: numberAxis({
        domain: [0, most * 1.05],
        tickCount: 5,
        format: (seconds) => formatTick(seconds, time),
      }),
      series: [
        shapeSeries(bars, ({ first, last, seconds }, { x, y }) => {
          const gap = Math.min(1.5, (x(last + 0.5) - x(first - 0.5)) * 0.15);
          return [rect(x(first - 0.5) + gap, y(0), x(last + 0.5) - gap, y(seconds), 'var(--mark-0)')];
        }),
      ],
    },
    tooltip: (_, at) => {
      const bar = bars[at];
      return bar && `epoch ${bar.first}${bar.last === bar.first ? '' : ` to ${bar.last}`}: ${time(bar.seconds)}`;
    },
  });
}
