/**
 * The parts of ECharts that this package uses. ECharts' own types are stricter, but would require its 60 MB for every
 * build, even for `npm start`, which only trains.
 */
declare module 'echarts/core' {
  export type EChartsCoreOption = Readonly<Record<string, unknown>>;

  interface EChartsInstance {
    setOption(option: EChartsCoreOption): void;
    renderToSVGString(options: { readonly useViewBox: boolean }): string;
    dispose(): void;
  }

  export function init(
    dom: null,
    theme: null,
    options: { readonly renderer: 'svg'; readonly ssr: true; readonly width: number; readonly height: number },
  ): EChartsInstance;

  export function use(extensions: readonly object[]): void;
}

declare module 'echarts/charts' {
  export const CustomChart: object;
  export const LineChart: object;
  export const ScatterChart: object;
}

declare module 'echarts/components' {
  export const GridComponent: object;
}

declare module 'echarts/renderers' {
  export const SVGRenderer: object;
}
