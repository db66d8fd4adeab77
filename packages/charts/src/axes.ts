/** The axes of charts, as ECharts options. */
import { type LogScale, linearTicks } from './scales.js';

/** Options of `numberAxis` and `logAxis`. */
export interface AxisOptions {
  /** The two ends of the axis. */
  readonly domain: readonly [number, number];
  /** Where to draw labels and grid lines. Default: round numbers. */
  readonly ticks?: readonly number[];
  /** The largest number of default ticks. Default: 6. */
  readonly tickCount?: number;
  /** Formats a tick's label. Default: `String`. */
  readonly format?: (value: number) => string;
  /** A title next to the middle of the axis. Default: none. */
  readonly name?: string;
  /** Whether to draw lines across the chart at the ticks. Default: true. */
  readonly grid?: boolean;
}

const LINE = { show: true, lineStyle: { color: 'var(--line)', width: 1 } } as const;
const LABEL = { color: 'var(--faint)', fontSize: 11, hideOverlap: true } as const;
const NAME = { nameLocation: 'middle', nameTextStyle: { color: 'var(--faint)', fontSize: 11 } } as const;

/**
 * Returns a linear axis for `drawChart`.
 *
 * @example
 * ```ts
 * const option = { xAxis: numberAxis({ domain: [1, 20], name: 'epoch' }), yAxis: numberAxis({ domain: [0, 1] }) };
 * ```
 */
export function numberAxis(options: AxisOptions): Record<string, unknown> {
  const { domain, tickCount = 6, format, name, grid = true } = options;
  const customValues = [...(options.ticks ?? linearTicks(domain, tickCount))];
  return {
    type: 'value',
    min: domain[0],
    max: domain[1],
    axisLine: { show: false },
    axisTick: { show: false, customValues },
    splitLine: grid ? LINE : { show: false },
    axisLabel: { ...LABEL, customValues, ...(format !== undefined && { formatter: format }) },
    ...(name !== undefined && { name, ...NAME }),
  };
}

/**
 * Returns a logarithmic axis with the ticks of a scale. It is a linear axis of logarithms, as ECharts' own logarithmic
 * axis only has powers of ten. So pass `logOf(value)` as data.
 *
 * @example
 * ```ts
 * const times = [0.8, 3.1, 12];
 * const option = { xAxis: logAxis(pointScale(times), { format: formatSeconds }) };
 * const data = times.map(logOf);
 * ```
 */
export function logAxis(
  { domain, ticks }: LogScale,
  options: Omit<AxisOptions, 'domain' | 'ticks'> = {},
): Record<string, unknown> {
  const { format = String } = options;
  return numberAxis({
    ...options,
    domain: [logOf(domain[0]), logOf(domain[1])],
    ticks: ticks.map(logOf),
    // Rounds back to the exact number of the tick.
    format: (value) => format(Number((10 ** value).toPrecision(12))),
  });
}

/**
 * The decimal logarithm of a value, as data for a `logAxis`.
 *
 * @example
 * ```ts
 * const series = [{ type: 'line', data: [[1, logOf(0.9)], [2, logOf(0.4)]] }];
 * const option = { xAxis: numberAxis({ domain: [1, 2] }), yAxis: logAxis(pointScale([0.9, 0.4])), series };
 * ```
 */
export const logOf = (value: number): number => Math.log10(value);
