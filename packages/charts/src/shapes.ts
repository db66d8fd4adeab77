/** Shapes at places of a chart that none of ECharts' own series draws: a custom series of it. */

/** Pixels of values on the axes. */
export interface Place {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** What ECharts calls an element; the functions below make them. */
export interface Shape {
  readonly type: 'rect' | 'line' | 'text';
  readonly shape?: Readonly<Record<string, number>>;
  readonly style: Readonly<Record<string, unknown>>;
  /** Where the shape's own origin is, and how it is turned around it: radians, counterclockwise. */
  readonly x?: number;
  readonly y?: number;
  readonly rotation?: number;
}

/** A series that draws some shapes for each item, with the item's tooltip. Both axes need a domain of their own. */
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

/** Between two corners, in pixels. */
export const rect = (x1: number, y1: number, x2: number, y2: number, fill: string, opacity = 1): Shape => ({
  type: 'rect',
  shape: { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) },
  style: { fill, opacity },
});

/** From one point to the other, in pixels. */
export const line = (
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  stroke: string,
  style: { readonly lineWidth?: number; readonly lineDash?: readonly number[]; readonly opacity?: number } = {},
): Shape => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { fill: 'none', stroke, lineWidth: 1, ...style } });

export interface TextStyle {
  readonly fill?: string;
  readonly align?: 'left' | 'center' | 'right';
  /** Default: the middle of the line is at y. */
  readonly verticalAlign?: 'top' | 'middle' | 'bottom';
  readonly fontSize?: number;
  /** Longer text ends in dots. */
  readonly width?: number;
  /** Draws a rim in this colour, so that lines of the grid do not go through the letters. */
  readonly rim?: string;
}

/** `text` is one line; take `plainText` of what a file says. */
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
