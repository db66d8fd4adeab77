/** The axes that all charts of the reports have. */
import { type LogScale, linearTicks } from './scales.js';

export interface AxisOptions {
  /** Ends of the axis. */
  readonly domain: readonly [number, number];
  /** Where the labels and the lines of the grid are. Default: round numbers. */
  readonly ticks?: readonly number[];
  /** How many ticks there may be. Default 6. */
  readonly tickCount?: number;
  /** Default: the number as it is. */
  readonly format?: (value: number) => string;
  /** What the axis counts, written beside its middle. */
  readonly name?: string;
  /** Lines across the chart at the ticks. Default true. */
  readonly grid?: boolean;
}

const LINE = { show: true, lineStyle: { color: 'var(--line)', width: 1 } } as const;
const LABEL = { color: 'var(--faint)', fontSize: 11, hideOverlap: true } as const;
const NAME = { nameLocation: 'middle', nameTextStyle: { color: 'var(--faint)', fontSize: 11 } } as const;

/** An axis of numbers, as ECharts takes it. */
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
 * A logarithmic axis with the ticks of `scale`. ECharts' own has powers of ten alone, so this is an axis of logarithms:
 * pass `logOf` of the values as data.
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
    // Back to the very number that the tick was made of.
    format: (value) => format(Number((10 ** value).toPrecision(12))),
  });
}

export const logOf = (value: number): number => Math.log10(value);
