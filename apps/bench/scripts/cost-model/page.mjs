/** The page of the cost model: the model against measurements, and a projection to many ranks. */
import {
  dataTable,
  drawChart,
  drawSymbol,
  htmlPage,
  logAxis,
  logOf,
  numbers,
  pointScale,
  seriesColor,
  texts,
} from '@nablajs/charts';
import { html } from '@nablajs/charts/markup';
import { fitSums, MOST_RANKS, NETWORK, predictHere, project, RANK_TICKS, takeover } from './model.mjs';

const WIDTH = 440;
const HEIGHT = 260;
const GRID = { left: 60, right: 14, top: 10, bottom: 44 };

const plainNumber = (value) => new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value);
const milliseconds = (value) => `${plainNumber(value)} ms`;
const ranksWords = (ranks) => `${ranks} ${ranks === 1 ? 'rank' : 'ranks'}`;

/** Symbols with their meanings. */
function legend(entries) {
  const items = entries.map(([symbol, color, words]) => html`<li>${drawSymbol(symbol, color)} ${words}</li>`);
  return html`<ul class="legend">${items}</ul>`;
}

/** A chart for each workload, side by side. */
function charts(workloads, titleOf, draw) {
  const sections = workloads.map((one) => html`<section><h4>${titleOf(one)}</h4>${draw(one)}</section>`);
  return html`<div class="charts">${sections}</div>`;
}

const lineOf = (points, color, { dashed = false, symbol = 'circle' } = {}) => ({
  ...{ type: 'line', symbol, symbolSize: 7, showAllSymbol: true },
  data: points.map(([x, y]) => [logOf(x), logOf(y)]),
  itemStyle: { color },
  lineStyle: { color, width: 1.5, type: dashed ? [4, 3] : 'solid' },
});

function chart(label, { x, y, series, tooltip }) {
  const option = {
    grid: GRID,
    xAxis: logAxis({ ...pointScale(x.values), ticks: x.ticks }, { name: x.name, format: plainNumber }),
    yAxis: logAxis(pointScale(y.values), { name: y.name, format: plainNumber }),
    series,
  };
  // The title of an axis must not touch its numbers.
  Object.assign(option.xAxis, { nameGap: 26 });
  Object.assign(option.yAxis, { nameGap: 42 });
  return drawChart({ label, width: WIDTH, height: HEIGHT, option, tooltip });
}

/** The times of steps on ranks of this machine. */
function hereChart(measured, workload) {
  const points = workload.measured.map(({ ranks, milliseconds: [, real] }) => ({
    ...{ ranks, real },
    predicted: predictHere(measured, workload, ranks).step,
  }));
  const ranks = points.map((point) => point.ranks);
  return chart(`Milliseconds per step by ranks, measured and predicted: ${workload.title}`, {
    x: { values: ranks, ticks: ranks, name: 'ranks' },
    y: { values: points.flatMap(({ real, predicted }) => [real, predicted]), name: 'ms per step' },
    series: [
      lineOf(
        points.map((point) => [point.ranks, point.predicted]),
        seriesColor(1),
        { dashed: true, symbol: 'diamond' },
      ),
      lineOf(
        points.map((point) => [point.ranks, point.real]),
        seriesColor(0),
      ),
    ],
    tooltip: (series, at) => milliseconds(series === 0 ? points[at].predicted : points[at].real),
  });
}

function hereTable(measured) {
  const rows = measured.workloads.flatMap((workload) =>
    workload.measured.map(({ ranks, milliseconds: [low, real, high] }) => {
      const { step, communicate } = predictHere(measured, workload, ranks);
      const error = `${step >= real ? '+' : ''}${(100 * (step / real - 1)).toFixed(0)} %`;
      const name = `${workload.title}, ${ranksWords(ranks)}`;
      return [
        name,
        milliseconds(real),
        `${plainNumber(low)} to ${plainNumber(high)}`,
        milliseconds(step),
        milliseconds(communicate),
        error,
      ];
    }),
  );
  const columns = ['measured', 'middle half', 'predicted', 'of it communication', 'difference'].map(numbers);
  return dataTable('Steps on this machine', [texts('workload'), ...columns], rows);
}

/** Computing and communicating by ranks. */
function projectionChart(measured, workload, growth) {
  const points = project(measured, workload, growth);
  const communicating = points.filter(({ communicate }) => communicate > 0);
  const words = growth === 'fixed' ? 'one batch for all ranks' : 'each rank has the whole number of rows';
  return chart(`Projection: milliseconds per step by ranks: ${workload.title}, ${words}`, {
    x: { values: [1, MOST_RANKS], ticks: RANK_TICKS, name: 'ranks' },
    y: { values: points.flatMap(({ compute, communicate }) => [compute, communicate || compute]), name: 'ms per step' },
    series: [
      lineOf(
        points.map(({ ranks, compute }) => [ranks, compute]),
        seriesColor(0),
      ),
      lineOf(
        communicating.map(({ ranks, communicate }) => [ranks, communicate]),
        seriesColor(1),
        { symbol: 'diamond' },
      ),
    ],
    tooltip: (series, at) => milliseconds(series === 0 ? points[at].compute : communicating[at].communicate),
  });
}

/** Projections with what one could change. */
const CHANGES = [
  ['as it is', {}],
  ['8 times the batch', { batch: 8 }],
  ['half the bytes, as with 16 bits per number', { bytes: 0.5 }],
  ['the sum during the backward pass, as far as it fits', { overlap: true }],
  ['16 cores compute on each rank', { computing: 16 }],
];

function changesTable(measured) {
  const rows = measured.workloads.flatMap((workload) =>
    CHANGES.map(([words, change]) => {
      const points = project(measured, workload, 'fixed', change);
      const best = points.reduce((a, b) => (b.rowsPerSecond > a.rowsPerSecond ? b : a));
      const [{ rowsPerSecond: alone }] = points;
      const at = takeover(points);
      return [
        `${workload.title}: ${words}`,
        at === undefined ? `not up to ${points.at(-1).ranks}` : ranksWords(at),
        ranksWords(best.ranks),
        plainNumber(best.rowsPerSecond / alone),
      ];
    }),
  );
  const columns = ['communication takes longer from', 'fastest on', 'and there so many times as fast as one'].map(
    numbers,
  );
  return dataTable('Projection: what a change does', [texts('one batch for all ranks'), ...columns], rows);
}

function growthTable(measured) {
  const rows = measured.workloads.map((workload) => {
    const points = project(measured, workload, 'rows');
    const at = (ranks) => points.find((point) => point.ranks === ranks);
    const efficiency = (ranks) => `${(100 * (at(ranks).compute / at(ranks).step)).toFixed(0)} %`;
    return [
      workload.title.replace('batch of ', 'rows per rank: ').replace('full batch', 'rows per rank: 60,000'),
      ...[16, 128, 1024].map(efficiency),
    ];
  });
  const columns = [16, 128, 1024].map((ranks) => numbers(`on ${ranks} ranks`));
  return dataTable(
    'Projection: share of the time in which ranks compute',
    [texts('the batch grows with the ranks'), ...columns],
    rows,
  );
}

const STYLE =
  '.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:1rem}' +
  '.legend{list-style:none;padding:0}';

/** Returns the page of measurements, as HTML. */
export function costModelPage(measured) {
  const { cpu, cores, library, load, created, workloads, sums } = measured;
  const here = fitSums(sums, 2);
  const [blue, orange] = [seriesColor(0), seriesColor(1)];
  const growing = workloads.filter(({ batchSize }) => batchSize === 128);
  const body = html`<header><h1>What more ranks cost and bring</h1>
<p class="faint">${created.slice(0, 10)}; ${cpu}, ${cores} cores; ${library};
load ${load.join(' before, ')} after</p></header>
<main>
<p>A training step on several ranks computes the gradients of a part of the batch, and then adds the gradients of all
ranks. This page predicts how long that takes, compares the prediction with measurements on one machine, and projects it
to 1,024 ranks. Every rank has one thread of backend-wasm. The MLP has 784, 532 and 10 units
(${plainNumber(workloads[0].parameters)} parameters), the convnet is Keras' <code>mnist_convnet</code>
(${plainNumber(growing.at(-1).parameters)} parameters).</p>
<h2>The model</h2>
<p>A step takes as long as computing and adding one after the other. Computing is measured on one rank that has its part
of the batch and waits for nobody; ranks that share a core take turns. A sum takes a fixed time and a time for each
byte. On two ranks of this machine these are ${plainNumber(1e3 * here.latency)} µs and
${plainNumber(1e6 * here.perByte)} ms per megabyte.</p>
<h2>Measured here</h2>
${legend([
  ['circle', blue, 'measured'],
  ['diamond', orange, 'predicted'],
])}
${charts(
  workloads,
  ({ title }) => title,
  (workload) => hereChart(measured, workload),
)}
${hereTable(measured)}
<p>The machine has ${cores} cores, so four ranks cannot be faster than two.</p>
<h2>Projection to 1,024 ranks</h2>
<p><b>This is a projection, not a measurement.</b> Every rank has a machine like this one to itself, and uses one core.
The network has ${NETWORK.name} (${plainNumber(NETWORK.bytesPerSecond / 1e9)} GB/s in each direction, for every rank at
the same time), and a message takes ${plainNumber(NETWORK.latencySeconds * 1e6)} µs. Both are assumptions. What a sum
costs within a machine is added as measured here. Nothing disturbs the ranks: on real machines the slowest of a thousand
ranks is the one that counts.</p>
${legend([
  ['circle', blue, 'computing'],
  ['diamond', orange, 'communicating'],
])}
<h3>All ranks share one batch</h3>
<p>Computing gets shorter with every rank; communication does not. Where the lines cross, more than half of a step is
communication. A batch of 128 has work for 128 ranks at most.</p>
${charts(
  workloads,
  ({ title }) => `Projection: ${title}`,
  (workload) => projectionChart(measured, workload, 'fixed'),
)}
<h3>The batch grows with the ranks</h3>
<p>With 128 rows on every rank, computing takes equally long on any number of ranks. The batch is larger, so a training
needs other learning rates, and may need more epochs.</p>
${charts(
  growing,
  ({ title }) => `Projection: ${title.replace('batch of 128', '128 rows per rank')}`,
  (workload) => projectionChart(measured, workload, 'rows'),
)}
${growthTable(measured)}
<h3>What one would change</h3>
${changesTable(measured)}
<ul>
<li><b>A larger batch</b> is what helps most: ranks compute longer for the same sum. You can do that today
(<code>--batch-size</code>).</li>
<li><b>Fewer bytes</b>: gradients of 16 bits take half the time on the network, and nearly nothing less in latency. The
sums would be less exact, so nabla does not do it.</li>
<li><b>Overlap</b>: the last layer's gradients could be added while the first layer's are computed. It hides
communication at most as long as a step computes, so a step takes half as long at best. nabla adds all gradients as one
array at the end.</li>
<li><b>Machines with many ranks</b>: a sum adds neighbouring ranks first, each of them a part of the array, so the ranks
of a machine together send no more over the network than one rank would. Number them by machine, as mpirun does.</li>
<li><b>More cores per rank</b> compute faster, so communication takes over earlier; a step is still shorter.</li>
</ul>
</main>
<footer><p>Written by apps/bench/scripts/cost-model.mjs.</p></footer>`;
  return htmlPage({ title: 'nabla: what more ranks cost and bring', style: STYLE, body });
}
