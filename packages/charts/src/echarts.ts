/**
 * The parts of ECharts that draw our charts. `scripts/bundle-echarts.mjs` replaces the built file with a bundle that
 * contains them, so that users do not install all of ECharts.
 */
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([CustomChart, LineChart, ScatterChart, GridComponent, SVGRenderer]);

/** An option of ECharts: axes, series and their style. */
export type ChartOption = Readonly<Record<string, unknown>>;

/** Draws one option as the text of an SVG, without a browser. `width` and `height` are in CSS pixels. */
export function renderOption(option: ChartOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString({ useViewBox: true });
  } finally {
    chart.dispose();
  }
}
