/** Charts and pages for reports. Import it only when you write a report: it loads ECharts. */
export * from './axes.js';
export * from './confusion-chart.js';
export * from './curve-chart.js';
export * from './data-table.js';
export * from './draw-chart.js';
export type { ChartOption } from './echarts.js';
export * from './page.js';
export * from './palette.js';
export * from './scales.js';
export * from './shapes.js';
