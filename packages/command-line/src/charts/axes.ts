/** The axes that all charts of the reports have. */
import { type LogScale, linearTicks } from './scales.js';

export interface AxisOptions {
  /** Ends of the axis. Default: round numbers around the data. */
  readonly domain?: readonly [number, number];
  /** Where the labels and the lines of the grid are. Default: round numbers. */
  readonly ticks?: readonly number[];
  /** How many ticks there may be. Default 6. */
  readonly tickCount?: number;
  /** Default: the number as it is. */
  readonly format?: (value: number) => string;
  /** What the axis counts, at its end or middle. */
  readonly name?: string;
  /** Lines across the chart at the ticks. Default true. */
  readonly grid?: boolean;
  /** Whether 0 need not be on the axis. Default true. */
  readonly zoom?: boolean;
  /** Whole numbers alone. */
  readonly whole?: boolean;
}

const LINE = { show: true, lineStyle: { color: 'var(--line)', width: 1 } } as const;
const LABEL = { color: 'var(--faint)', fontSize: 11, hideOverlap: true } as const;
const NAME = { nameLocation: 'middle', nameTextStyle: { color: 'var(--faint)', fontSize: 11 } } as const;

/** An axis of numbers, as ECharts takes it. */
export function numberAxis(options: AxisOptions = {}): Record<string, unknown> {
  const { domain, tickCount = 6, format, name, grid = true, zoom = true, whole = false } = options;
  const ticks = options.ticks ?? (domain && linearTicks(domain, tickCount));
  const customValues = ticks === undefined ? {} : { customValues: [...ticks] };
  return {
    type: 'value',
    scale: zoom,
    splitNumber: tickCount,
    ...(domain !== undefined && { min: domain[0], max: domain[1] }),
    ...(whole && { minInterval: 1 }),
    axisLine: { show: false },
    axisTick: { show: false, ...customValues },
    splitLine: grid ? LINE : { show: false },
    axisLabel: { ...LABEL, ...customValues, ...(format !== undefined && { formatter: format }) },
    ...(name !== undefined && { name, ...NAME }),
  };
}

/**
 * A logarithmic axis with the ticks of `scale`. ECharts' own has powers of ten alone, so this is an axis of logarithms:
 * pass `logOf` of the values as data.
 */
export function logAxis({ domain, ticks }: LogScale, options: AxisOptions = {}): Record<string, unknown> {
  const { format = String } = options;
  return numberAxis({
    ...options,
    domain: [logOf(domain[0]), logOf(domain[1])],
    ticks: ticks.map(logOf),
    // Back to the very number that the tick was made of.
    format: (value) => format(Number((10 ** value).toPrecision(12))),
  });
}

export const logOf = (value: number): number => Math.log10(value);

/** An axis of names; an empty format leaves the labels to the chart. */
export function nameAxis(
  names: readonly string[],
  options: { readonly labels?: boolean } = {},
): Record<string, unknown> {
  return {
    type: 'category',
    data: [...names],
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { ...LABEL, show: options.labels ?? true, interval: 0 },
  };
}
