/** How each program's results are drawn. The label of a picture has its numbers: docs/gallery.md repeats it. */
import { numberAxis, rect, seriesColor, shapeSeries, svgFile, text } from '@nablajs/charts';
import { drawPhotos } from './photos.mjs';

const SIZE = { width: 440, height: 290 };
const [OURS, OTHER, THIRD] = [seriesColor(0), seriesColor(1), seriesColor(2)];
const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;
const hidden = (domain, more = {}) => ({ type: 'value', min: domain[0], max: domain[1], show: false, ...more });
const plot = { left: 50, right: 16, top: 34, bottom: 42 };

/** A line through values at x = first, first + 1, … */
const curve = (values, color, { first = 1, step = 1, dashed = false } = {}) => ({
  type: 'line',
  showSymbol: false,
  lineStyle: { color, width: 2, type: dashed ? [5, 4] : 'solid' },
  data: values.map((value, at) => [first + step * at, value]),
});

/** Names of lines, above the plot: in their colours. */
const legend = (names) => ({
  grid: { left: 16, right: 16, top: 6, height: 20 },
  series: shapeSeries(names, ([name, color, at], { x, y }) => [
    rect(x(at), y(0) - 4, x(at) + 12, y(0) + 4, color),
    text(name, x(at) + 18, y(0)),
  ]),
});

/** Draws a plot with a legend above it. */
function drawLines(label, { names, xAxis, yAxis, series, area = plot }) {
  const { grid, series: marks } = legend(names);
  const second = { xAxisIndex: 1, yAxisIndex: 1 };
  return svgFile({
    ...{ label, ...SIZE },
    option: {
      grid: [area, grid],
      xAxis: [xAxis, hidden([0, SIZE.width - 32], { gridIndex: 1 })],
      yAxis: [yAxis, hidden([-1, 1], { gridIndex: 1 })],
      series: [...series, { ...marks, ...second }],
    },
  });
}

/** Draws names and bars from `from`, each with its number. */
function drawBars(label, rows, { domain, from = domain[0], format, color }) {
  const option = {
    grid: { left: 130, right: 56, top: 12, bottom: 12 },
    xAxis: hidden(domain),
    yAxis: hidden([0, rows.length], { inverse: true }),
    series: [
      shapeSeries(rows, ([name, value], { x, y }, at) => [
        text(name, x(domain[0]) - 10, y(at + 0.5), { align: 'right' }),
        rect(x(from), y(at + 0.2), x(value), y(at + 0.8), color(value)),
        text(format(value), x(Math.max(value, from)) + 8, y(at + 0.5)),
      ]),
    ],
  };
  return svgFile({ label, ...SIZE, option });
}

function digits({ accuracy, matrix }) {
  const cells = matrix.flatMap((row, truth) => row.map((count, answer) => ({ truth, answer, count })));
  const most = cells.reduce((max, { truth, answer, count }) => (truth === answer ? max : Math.max(max, count)), 1);
  const shade = ({ truth, answer, count }) =>
    truth === answer ? 0.22 : count === 0 ? 0 : 0.25 + (0.65 * count) / most;
  const option = {
    grid: { left: 46, right: 12, top: 30, bottom: 10 },
    xAxis: hidden([0, 10]),
    yAxis: hidden([0, 10], { inverse: true }),
    series: [
      shapeSeries(cells, (cell, { x, y }) => {
        const { truth, answer, count } = cell;
        const color = truth === answer ? OURS : OTHER;
        return [
          rect(x(answer) + 1, y(truth) + 1, x(answer + 1) - 1, y(truth + 1) - 1, color, shade(cell)),
          ...(count === 0
            ? []
            : [text(`${count}`, x(answer + 0.5), y(truth + 0.5), { align: 'center', fontSize: 11 })]),
        ];
      }),
      shapeSeries([...'0123456789'], (digit, { x, y }, at) => [
        text(digit, x(0) - 10, y(at + 0.5), { align: 'right', fill: 'var(--faint)' }),
        text(digit, x(at + 0.5), y(0) - 12, { align: 'center', fill: 'var(--faint)' }),
      ]),
    ],
  };
  const label = `10,000 digits by what they are (rows) and what the network read (columns): ${percent(accuracy, 2)} are right.`;
  return svgFile({ label, ...SIZE, option });
}

function table({ importance }) {
  const [first, second] = importance;
  const label =
    `How much the loss grows without a column of the penguins: by ${first.mean.toFixed(2)} without ${first.column}, ` +
    `by ${second.mean.toFixed(2)} without ${second.column}.`;
  const rows = importance.map(({ column, mean }) => [column, mean]);
  return drawBars(label, rows, { domain: [0, first.mean], format: (value) => value.toFixed(2), color: () => OURS });
}

function words({ cells, means, right, test }) {
  const rows = cells.map((word, at) => [word, means[at][1]]).sort(([, a], [, b]) => b - a);
  const label =
    `The words that say most: with “${rows[0][0]}” a review is good with ${percent(rows[0][1], 0)}, with ` +
    `“${rows.at(-1)[0]}” with ${percent(rows.at(-1)[1], 0)}. ${right} of ${test.length} test reviews are right.`;
  const format = (value) => percent(value, 0);
  return drawBars(label, rows, { domain: [0, 1], from: 0.5, format, color: (value) => (value > 0.5 ? OURS : OTHER) });
}

function gpt({ losses, written }) {
  const last = losses.at(-1);
  const lines = wrapped(written.replaceAll('\n', ' '), 62).slice(0, 3);
  const label =
    `The loss on held-out characters falls from ${losses[0].toFixed(2)} to ${last.toFixed(2)} in ${losses.length} ` +
    `epochs. Then the network writes: “${lines.join(' ')} …”`;
  const domain = [Math.floor(10 * last) / 10, Math.ceil(10 * losses[0]) / 10];
  const option = {
    grid: [
      { ...plot, top: 16, bottom: 118 },
      { left: 20, right: 16, bottom: 10, height: 64 },
    ],
    xAxis: [numberAxis({ domain: [1, losses.length], name: 'epoch' }), hidden([0, 1], { gridIndex: 1 })],
    yAxis: [
      numberAxis({ domain, name: 'held-out loss', tickCount: 4 }),
      hidden([0, 3], { gridIndex: 1, inverse: true }),
    ],
    series: [
      curve(losses, OURS),
      {
        ...shapeSeries(lines, (words, { x, y }, at) => [text(words, x(0), y(at + 0.5), { fontSize: 12.5 })]),
        ...{ xAxisIndex: 1, yAxisIndex: 1 },
      },
    ],
  };
  return svgFile({ label, ...SIZE, option });
}

function wrapped(words, width) {
  const lines = [''];
  for (const word of words.split(' ')) {
    if (`${lines.at(-1)} ${word}`.length > width) lines.push(word);
    else lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trimStart();
  }
  return lines;
}

function forecast({ truth, forecast: made, network, naive, week }) {
  const [real, own] = [truth.slice(-week), Array.from(made.slice(-week))];
  const least = Math.floor(Math.min(...real, ...own) / 10) * 10;
  const most = Math.ceil(Math.max(...real, ...own) / 10) * 10;
  const label =
    `A week of power and its forecasts, each made at midnight for a day: ${network.toFixed(2)} megawatts off on average. ` +
    `The week before would be ${naive.toFixed(2)} off.`;
  return drawLines(label, {
    names: [
      ['power', 'var(--faint)', 0],
      ['forecast of the LSTM', OURS, 80],
    ],
    xAxis: numberAxis({ domain: [0, 7], name: 'day', ticks: [0, 1, 2, 3, 4, 5, 6, 7] }),
    yAxis: numberAxis({ domain: [least, most], name: 'megawatts' }),
    series: [curve(real, 'var(--faint)', { first: 0, step: 7 / week }), curve(own, OURS, { first: 0, step: 7 / week })],
  });
}

function gan({ far, ring, x, y }) {
  const dots = (data, color, opacity) => ({ type: 'scatter', symbolSize: 4, itemStyle: { color, opacity }, data });
  const real = Array.from({ length: ring.length / 2 }, (_, at) => [ring[2 * at], ring[2 * at + 1]]);
  const made = Array.from(x, (value, at) => [value, y[at]]);
  const rounded = (points) =>
    points.filter((_, at) => at % 3 === 0).map((pair) => pair.map((one) => Number(one.toFixed(3))));
  const label = `Points that the generator makes of noise lie ${far.toFixed(3)} from the ring of real points on average.`;
  const { width, height } = SIZE;
  const tall = 1.35;
  const wide = (tall * (width - 32)) / (height - 46);
  return drawLines(label, {
    names: [
      ['real points', 'var(--faint)', 0],
      ['points of the generator', OTHER, 110],
    ],
    area: { left: 16, right: 16, top: 34, bottom: 12 },
    xAxis: hidden([-wide, wide]),
    yAxis: hidden([-tall, tall]),
    series: [dots(rounded(real), 'var(--faint)', 0.5), dots(rounded(made), OTHER, 0.9)],
  });
}

function federated({ rounds }) {
  const last = rounds.at(-1);
  const label =
    `After ${last.round} rounds the mean of both networks is right in ${last.averaged} % of the tests. Before the last ` +
    `averaging, the networks of the two pages were right in ${last.own[0]} % and ${last.own[1]} %.`;
  return drawLines(label, {
    names: [
      ['averaged', OURS, 0],
      ['left page', OTHER, 105],
      ['right page', THIRD, 210],
    ],
    xAxis: numberAxis({ domain: [1, rounds.length], name: 'round', ticks: [1, 10, 20, 30] }),
    yAxis: numberAxis({ domain: [60, 100], name: '% right, on both halves' }),
    series: [
      curve(
        rounds.map(({ own }) => own[0]),
        OTHER,
        { dashed: true },
      ),
      curve(
        rounds.map(({ own }) => own[1]),
        THIRD,
        { dashed: true },
      ),
      curve(
        rounds.map(({ averaged }) => averaged),
        OURS,
      ),
    ],
  });
}

/** By name: each takes what its program exports, and returns an SVG file. */
export const DRAWINGS = { digits, photos: drawPhotos, table, text: words, gpt, forecast, gan, federated };
