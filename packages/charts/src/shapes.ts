/** Custom series for ECharts: shapes at any place in a chart. */

/** Converts values on the axes to pixels. */
export interface Place {
  /** Returns the x of a value on the x axis. */
  readonly x: (value: number) => number;
  /** Returns the y of a value on the y axis. */
  readonly y: (value: number) => number;
}

/** A shape, which ECharts calls an element. `rect`, `line` and `text` create them. */
export interface Shape {
  readonly type: 'rect' | 'line' | 'text';
  readonly shape?: Readonly<Record<string, number>>;
  readonly style: Readonly<Record<string, unknown>>;
  /** The origin of the shape, in pixels. Default: 0 for both. */
  readonly x?: number;
  readonly y?: number;
  /** Turns the shape around its origin, counterclockwise, in radians. Default: 0. */
  readonly rotation?: number;
}

/**
 * Returns a series that draws some shapes for each item. Both axes must have an explicit domain.
 *
 * @example
 * ```ts
 * const bars = [{ time: 2 }, { time: 5 }];
 * const series = shapeSeries(bars, ({ time }, { x, y }, at) => [
 *   rect(x(0), y(at) - 8, x(time), y(at) + 8, seriesColor(0)),
 * ]);
 * ```
 */
export function shapeSeries<T>(
  items: readonly T[],
  draw: (item: T, place: Place, at: number) => readonly Shape[],
): Record<string, unknown> {
  return {
    type: 'custom',
    silent: true,
    data: items.map((_, at) => [at, at]),
    renderItem: (
      { dataIndex }: { readonly dataIndex: number },
      { coord }: { readonly coord: (values: readonly [number, number]) => readonly [number, number] },
    ) => {
      const place = { x: (value: number) => coord([value, 0])[0], y: (value: number) => coord([0, value])[1] };
      return { type: 'group', children: draw(items[dataIndex] as T, place, dataIndex) };
    },
  };
}

/**
 * Returns a rectangle between two corners, in pixels.
 *
 * @example
 * ```ts
 * const series = shapeSeries([2, 5], (time, { x, y }, at) => [
 *   rect(x(0), y(at) - 8, x(time), y(at) + 8, seriesColor(0), 0.8),
 * ]);
 * ```
 */
export const rect = (x1: number, y1: number, x2: number, y2: number, fill: string, opacity = 1): Shape => ({
  type: 'rect',
  shape: { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) },
  style: { fill, opacity },
});

/**
 * Returns a line from one point to another, in pixels.
 *
 * @example
 * ```ts
 * const limits = shapeSeries([2, 5], (time, { x, y }, at) => [
 *   line([x(time), y(at) - 8], [x(time), y(at) + 8], 'var(--ink)', { lineDash: [4, 2] }),
 * ]);
 * ```
 */
export const line = (
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  stroke: string,
  style: { readonly lineWidth?: number; readonly lineDash?: readonly number[]; readonly opacity?: number } = {},
): Shape => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { fill: 'none', stroke, lineWidth: 1, ...style } });

/** The style of a `text`. */
export interface TextStyle {
  /** A CSS colour. Default: the page's text colour. */
  readonly fill?: string;
  /** Which part of the text is at x. Default: `left`. */
  readonly align?: 'left' | 'center' | 'right';
  /** Which part of the text is at y. Default: `middle`. */
  readonly verticalAlign?: 'top' | 'middle' | 'bottom';
  /** In CSS pixels. Default: 12. */
  readonly fontSize?: number;
  /** Cuts off longer text with an ellipsis. Default: no limit. */
  readonly width?: number;
  /** Draws a rim of this colour around the letters, so that grid lines do not touch them. Default: none. */
  readonly rim?: string;
}

/**
 * Returns one line of text. Pass untrusted text through `plainText` first.
 *
 * @example
 * ```ts
 * const names = shapeSeries(['Adam', 'SGD'], (name, { x, y }, at) => [
 *   text(plainText(name), x(0) - 6, y(at), { align: 'right' }),
 * ]);
 * ```
 */
export function text(content: string, x: number, y: number, style: TextStyle = {}): Shape {
  const { fill = 'var(--ink)', align = 'left', verticalAlign = 'middle', fontSize = 12, width, rim } = style;
  return {
    type: 'text',
    style: {
      ...{ text: content, x, y, fill, align, verticalAlign, fontSize, fontFamily: 'inherit' },
      ...(width !== undefined && { width, overflow: 'truncate', ellipsis: '…' }),
      ...(rim !== undefined && { stroke: rim, lineWidth: 4 }),
    },
  };
}
