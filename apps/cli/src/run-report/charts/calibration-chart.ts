/** Charts the calibration of a classifier: is it right as often as it is sure? */

import { dataTable, drawChart, line, numberAxis, numbers, rect, shapeSeries, words } from '@nablajs/charts';
import type { Markup } from '@nablajs/charts/markup';
import type { ClassificationResults } from '../../results/results-schema.js';
import { count, percent } from '../format.js';

type Bin = ClassificationResults['calibration']['bins'][number];

const tick = (share: number): string => `${Math.round(share * 100)} %`;

/** Draws accuracy by confidence. Bars that end on the diagonal are well calibrated. */
export function calibrationChart(bins: readonly Bin[]): Markup {
  const axis = { domain: [0, 1], format: tick } as const;
  return drawChart({
    label: 'Accuracy by confidence of the prediction, in ten bins',
    ...{ width: 400, height: 300 },
    option: {
      grid: { left: 52, right: 16, top: 10, bottom: 42 },
      xAxis: { ...numberAxis({ ...axis, grid: false, name: 'confidence' }), nameGap: 26 },
      yAxis: numberAxis(axis),
      series: [
        shapeSeries(bins, ({ from, to, accuracy }, { x, y }) =>
          accuracy === null ? [] : [rect(x(from) + 1.5, y(0), x(to) - 1.5, y(accuracy), 'var(--mark-0)', 0.6)],
        ),
        shapeSeries([0], (_, { x, y }) => [
          line([x(0), y(0)], [x(1), y(1)], 'var(--ink)', { lineDash: [4, 4], opacity: 0.6 }),
        ]),
        {
          type: 'scatter',
          symbolSize: 7,
          itemStyle: { color: 'var(--mark-1)', opacity: 1, borderColor: 'var(--card)', borderWidth: 1.5 },
          data: bins.flatMap(({ confidence, accuracy }) => (accuracy === null ? [] : [[confidence, accuracy]])),
        },
      ],
    },
    tooltip: (series, at) => (series === 0 ? binWords(bins[at]) : undefined),
  });
}

const binWords = (bin: Bin | undefined): string | undefined =>
  bin && `confidence ${percent(bin.confidence)}, accuracy ${percent(bin.accuracy)}, ${count(bin.count)} examples`;

/** Returns the chart's numbers as a table. */
export function calibrationTable(bins: readonly Bin[]): Markup {
  const columns = [words('Confidence'), ...['Examples', 'Mean confidence', 'Accuracy'].map(numbers)];
  const rows = bins.map(({ from, to, count: number, confidence, accuracy }) => [
    `${tick(from)} to ${tick(to)}`,
    count(number),
    percent(confidence),
    percent(accuracy),
  ]);
  return dataTable('Calibration', columns, rows);
}
