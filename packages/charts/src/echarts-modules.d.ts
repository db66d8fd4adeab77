/** The parts of ECharts that `echarts.ts` names. With them `npm start`, which only trains, builds without ECharts. */
declare module 'echarts/core' {
  interface EChartsInstance {
    setOption(option: Readonly<Record<string, unknown>>): void;
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
