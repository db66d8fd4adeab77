/** The projection as one picture, for a Markdown page. */
import { logAxis, logOf, pointScale, seriesColor, svgFile } from '@nablajs/charts';
import { MOST_RANKS, NETWORK, project, RANK_TICKS } from './model.mjs';

/** What the picture shows, from the fastest to the slowest. */
const LINES = [
  { title: 'convnet, batch of 128', growth: 'rows', name: 'convnet, 128 rows each' },
  { title: 'MLP, batch of 128', growth: 'rows', name: 'MLP, 128 rows each' },
  { title: 'MLP, full batch', growth: 'fixed', name: 'MLP, 60,000 rows in all' },
  { title: 'convnet, batch of 128', growth: 'fixed', name: 'convnet, 128 rows in all' },
  { title: 'MLP, batch of 128', growth: 'fixed', name: 'MLP, 128 rows in all' },
];

/** Returns how many times as many rows per second some ranks have as one, as an SVG file. */
export function speedChart(measured) {
  const lines = LINES.map(({ title, growth, name }, at) => {
    const workload = measured.workloads.find((one) => one.title === title);
    const points = project(measured, workload, growth);
    const data = points.map(({ ranks, rowsPerSecond }) => [
      logOf(ranks),
      logOf(rowsPerSecond / points[0].rowsPerSecond),
    ]);
    const color = seriesColor(at);
    return {
      ...{ type: 'line', symbol: 'circle', symbolSize: 5, showAllSymbol: true, data },
      ...{ itemStyle: { color }, lineStyle: { color, width: 1.5 } },
      endLabel: { show: true, formatter: name, color: 'var(--ink)', distance: 8 },
      labelLayout: { moveOverlap: 'shiftY' },
    };
  });
  const ideal = {
    ...{ type: 'line', symbol: 'none', data: [1, MOST_RANKS].map((ranks) => [logOf(ranks), logOf(ranks)]) },
    lineStyle: { color: 'var(--faint)', width: 1, type: [4, 3] },
  };
  const name = 'ranks (a projection, not a measurement)';
  const yName = 'projected rows per second, times those of one rank';
  const scaleFrom = (least) => ({ ...pointScale([least, MOST_RANKS]), ticks: RANK_TICKS });
  const xAxis = { ...logAxis(scaleFrom(1), { name, format: String }), nameGap: 26 };
  const yAxis = { ...logAxis(scaleFrom(0.5), { name: yName, format: (value) => `${value}x` }), nameGap: 46 };
  return svgFile({
    label: `Projection to 1,024 ranks on a network of ${NETWORK.name}: rows per second by ranks`,
    ...{ width: 760, height: 400 },
    option: { grid: { left: 72, right: 190, top: 16, bottom: 48 }, xAxis, yAxis, series: [ideal, ...lines] },
  });
}
