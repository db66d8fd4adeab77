/**
 * Writes the page of the benchmark on tables from the results of run.py, a folder, or from those of a page, a file:
 *
 *     node report.mjs RESULTS DOCS/benchmarks/tables
 *
 * The tables at even places of the alphabet chose nabla's defaults; the page reports the others apart.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberAxis, seriesColor, shapeSeries, svgFile, text } from '@nablajs/charts';
import { Random } from '@nablajs/core';

const MEASURES = [
  { name: 'logLoss', title: 'log loss', task: 'classes', sign: -1 },
  { name: 'accuracy', title: 'accuracy', task: 'classes', sign: 1 },
  { name: 'r2', title: 'R2', task: 'numbers', sign: 1 },
];
/** The calibration error of fewer test rows, and what intervals contain of them, is mostly chance. */
const MANY_ROWS = 300;
const RESAMPLES = 2000;

const [source, target] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const inFolder = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => read(join(folder, name)));
const fits = source.endsWith('.json') ? read(source) : inFolder(source);
const order = Object.keys(read(new URL('tables.json', import.meta.url))).sort();
const everyMethod = [...new Set(fits.map(({ method }) => method))].sort(
  (a, b) => isOurs(b) - isOurs(a) || (a < b ? -1 : 1),
);
const countOf = (method) => fits.filter((fit) => fit.method === method).length;
/** The methods that tried most fits. Slow ones that tried fewer are compared apart, and do not shrink the rest. */
const methods = everyMethod.filter((method) => countOf(method) > 0.9 * countOf(everyMethod[0]));
const slow = everyMethod.filter((method) => !methods.includes(method));

function isOurs(method) {
  return Number(method.startsWith('nabla'));
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const mean = (numbers) => sum(numbers) / numbers.length;
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The tables whose splits all methods finished or failed, each with the values of a measure by split and method. */
function valuesOf({ name, task }, tables, methods) {
  return tables.flatMap((table) => {
    const own = fits.filter((fit) => fit.table === table);
    if (own.find((fit) => fit.task !== undefined)?.task !== task) return [];
    const splits = [...new Set(own.map(({ split }) => split))].map((split) =>
      methods.map((method) => own.find((fit) => fit.split === split && fit.method === method)),
    );
    const whole = splits.filter((found) => found.every((fit) => fit !== undefined));
    return whole.length === 0 ? [] : [{ table, splits: whole.map((found) => found.map((fit) => fit[name])) }];
  });
}

/** The place of each value, 1 for the best; equal values share a place. A fit that failed is last. */
function ranks(values, sign) {
  const keys = values.map((value) => (value === undefined ? Number.NEGATIVE_INFINITY : sign * value));
  return keys.map((key) => 1 + sum(keys.map((other) => (other > key ? 1 : other === key ? 0.5 : 0))) - 0.5);
}

/** The middle 95 % of the means of tables drawn with replacement. */
function interval(numbers) {
  const random = new Random(1);
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(numbers.map(() => numbers[Math.floor(random.uniform() * numbers.length)])),
  );
  means.sort((a, b) => a - b);
  return [means[Math.floor(0.025 * RESAMPLES)], means[Math.ceil(0.975 * RESAMPLES) - 1]];
}

/** What is known about the methods on some tables. */
function summary(tables, methods) {
  return MEASURES.map((measure) => {
    const found = valuesOf(measure, tables, methods);
    const places = found.map(({ splits }) => splits.map((values) => ranks(values, measure.sign)));
    return {
      ...measure,
      tables: found.length,
      rank: methods.map((_, at) => mean(places.map((splits) => mean(splits.map((split) => split[at]))))),
      value: methods.map((_, at) => mean(found.map(({ splits }) => mean(splits.map((split) => split[at]))))),
      ahead: methods.map((_, at) => {
        const differences = found.map(({ splits }) =>
          mean(splits.map((split) => measure.sign * (split[0] - split[at]))),
        );
        return at === 0 || found.length === 0 ? undefined : interval(differences);
      }),
    };
  });
}

const digits = (number, count = 3) => (Number.isFinite(number) ? number.toFixed(count) : 'failed');

function markdownOf(names, methods, measures = summary(names, methods)) {
  const inAll = ({ table, split }) =>
    methods.every((method) => fits.some((fit) => fit.method === method && fit.table === table && fit.split === split));
  const compared = fits.filter((fit) => names.includes(fit.table) && inAll(fit));
  const own = (method) => compared.filter((fit) => fit.method === method);
  const calibration = (method) => {
    const known = own(method).filter((fit) => fit.ece !== undefined && fit.testRows >= MANY_ROWS);
    return known.length === 0 ? '' : digits(mean(known.map(({ ece }) => ece)));
  };
  const seconds = (method) => digits(median(own(method).flatMap(({ cpuSeconds }) => cpuSeconds ?? [])), 1);
  const head = [
    'Method',
    ...measures.map(({ title, tables }) => `${title}, ${tables} tables`),
    'calibration error',
    'seconds',
  ];
  const rows = methods.map((method, at) => [
    method,
    ...measures.map(({ rank, value, ahead }) => {
      const range = ahead[at] === undefined ? '' : `<br>${ahead[at].map((end) => digits(end)).join(' to ')}`;
      return `rank ${digits(rank[at], 2)}<br>${digits(value[at])}${range}`;
    }),
    ...[calibration(method), seconds(method)],
  ]);
  return rowsOf([head, ...rows]);
}

const rowsOf = ([head, ...rows]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The mean of a measure on each table. */
function detailsOf(measure) {
  const rows = valuesOf(measure, order, methods).map(({ table, splits }) => [
    table,
    ...methods.map((_, at) => digits(mean(splits.map((split) => split[at])))),
  ]);
  const summary = `<summary>${measure.title} on each of ${rows.length} tables</summary>`;
  return `<details>${summary}\n\n${rowsOf([['Table', ...methods], ...rows])}\n\n</details>`;
}

/** The share of numbers in the intervals of a method that has some, of each table with many test rows. */
function coverageOf(method) {
  const known = fits.filter((fit) => fit.method === method && fit.coverage !== undefined && fit.testRows >= MANY_ROWS);
  const tables = [...new Set(known.map(({ table }) => table))];
  const shares = tables.map((table) => mean(known.filter((fit) => fit.table === table).map((fit) => fit.coverage)));
  if (shares.length === 0) return '';
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  return (
    `On the ${tables.length} tables of numbers with at least ${MANY_ROWS} test rows, ${method}'s 90 % intervals contain\n` +
    `${percent(mean(shares))} of the numbers, from ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))}.`
  );
}

/** The tables that are not ranked, because a method has not learned all splits of them. */
function unrankedOf() {
  const ranked = MEASURES.flatMap((measure) => valuesOf(measure, order, methods)).map(({ table }) => table);
  const left = order.filter((table) => !ranked.includes(table));
  return left.length === 0 ? '' : `Not ranked, because a method has not learned all their splits: ${left.join(', ')}.`;
}

/** A comparison with each slow method, on the splits that it learned. */
function slowOf(tables) {
  if (slow.length === 0) return '';
  const comparisons = slow.map((method) => {
    const learned = new Set(fits.filter((fit) => fit.method === method).map(({ table }) => table)).size;
    const what = `${method} learned ${countOf(method)} splits of ${learned} tables. These are all methods on those:`;
    return `${what}\n\n${markdownOf(tables, [...methods, method])}`;
  });
  return `\n\n## With slow methods\n\n${comparisons.join('\n\n')}`;
}

const colorOf = (method) => (isOurs(method) ? seriesColor(0) : 'var(--faint)');

function chartOf(measures) {
  const rows = measures.flatMap(({ title, rank }) =>
    rank.map((own, at) => ({ title, method: methods[at], own })).toSorted((a, b) => a.own - b.own),
  );
  const option = {
    grid: { left: 260, right: 30, top: 10, bottom: 40 },
    xAxis: numberAxis({ domain: [1, methods.length], name: 'mean rank: 1 is the best' }),
    yAxis: { type: 'value', min: 0, max: rows.length, inverse: true, show: false },
    series: [
      shapeSeries(rows, ({ title, method, own }, { x, y }, at) => [
        text(`${title}: ${method}`, 250, y(at + 0.5), { align: 'right' }),
        text('●', x(own), y(at + 0.5), { align: 'center', fill: colorOf(method) }),
      ]),
    ],
  };
  const label = 'The mean rank of each method in log loss, accuracy and R2. The tables below have the numbers.';
  return svgFile({ label, width: 720, height: 60 + 20 * rows.length, option });
}

const splits = new Set(fits.map(({ split }) => split)).size;
const places = (even) => order.filter((_, at) => (at % 2 === 1) === even);
const [apart, chose] = [places(false), places(true)];
const measuresApart = summary(apart, methods);
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'results.json'), `[\n${fits.map((fit) => JSON.stringify(fit)).join(',\n')}\n]\n`);
writeFileSync(join(target, 'ranks.svg'), chartOf(measuresApart));
writeFileSync(
  join(target, 'README.md'),
  `<!-- Written by apps/bench/tables/report.mjs. Do not edit. -->

# How well tables are learned

Every method learns the same ${order.length} tables with its defaults, ${splits} times each, every time from other
three quarters of the rows, and is tested on the rest. Cells have the mean rank among the methods, the mean of the
measure, and how far ${methods[0]} is ahead of the method: a 95 % interval of the differences on each table. Below 0 it
is behind. The calibration error is the mean on tables with at least ${MANY_ROWS} test rows; the seconds are the median
processor time of a fit with its predictions. [How it is measured](../../../apps/bench/tables/README.md).

${[coverageOf(methods[0]), unrankedOf()].filter((line) => line !== '').join('\n\n')}

![The mean rank of each method](./ranks.svg)

## Tables that chose nothing

${markdownOf(apart, methods, measuresApart)}

## Tables that chose nabla's defaults

${markdownOf(chose, methods)}${slowOf(order)}

## Each table

${MEASURES.map(detailsOf).join('\n\n')}
`,
);
