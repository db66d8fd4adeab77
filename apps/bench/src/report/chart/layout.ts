/** Where the parts of the summary chart are, in pixels. */

/** Average width of a character of the chart's text. */
const CHARACTER = 7;
const LEGEND_LINE = 20;
const MARK = 18;

export interface LegendEntry {
  readonly name: string;
  /** The middle of the mark. The name begins right of it. */
  readonly x: number;
  readonly y: number;
}

/** Places names with their marks in lines of at most `width` pixels. */
export function legendLayout(names: readonly string[], width: number): { entries: LegendEntry[]; height: number } {
  const entries: LegendEntry[] = [];
  let [left, line] = [0, 0];
  for (const name of names) {
    const needed = MARK + textWidth(name) + 12;
    if (left > 0 && left + needed > width) [left, line] = [0, line + 1];
    entries.push({ name, x: left + MARK / 2, y: (line + 0.5) * LEGEND_LINE });
    left += needed;
  }
  return { entries, height: names.length === 0 ? 0 : (line + 1) * LEGEND_LINE };
}

export const textWidth = (text: string): number => text.length * CHARACTER;

/** Dots closer than this overlap, in pixels. */
const LEAST_GAP = 10;
const LANES = [0, -1, 1] as const;

/**
 * Returns a lane for each dot of a row: 0 is the middle, -1 above and 1 below. Dots that would cover each other get
 * different lanes. The first dot is always in the middle.
 *
 * @param places The dots' x, in pixels.
 */
export function lanesOf(places: readonly number[]): number[] {
  const taken = new Map<number, number[]>(LANES.map((lane) => [lane, []]));
  const lanes = places.map(() => 0);
  const [first, ...others] = places.map((x, at) => ({ x, at }));
  for (const { x, at } of [...(first === undefined ? [] : [first]), ...others.sort((a, b) => a.x - b.x)]) {
    const gap = (lane: number): number =>
      (taken.get(lane) ?? []).reduce((least, other) => Math.min(least, Math.abs(other - x)), Number.POSITIVE_INFINITY);
    const lane = LANES.find((one) => gap(one) >= LEAST_GAP) ?? LANES.reduce((a, b) => (gap(b) > gap(a) ? b : a));
    taken.get(lane)?.push(x);
    lanes[at] = lane;
  }
  return lanes;
}

export interface Placed<Row> {
  /** The title of a group, or one of its rows. */
  readonly item: { readonly title: string } | { readonly row: Row };
  readonly top: number;
  readonly bottom: number;
}

/** Stacks the groups: a title, then its rows. */
export function stack<Row>(
  groups: readonly { readonly title: string; readonly rows: readonly Row[] }[],
  heights: { readonly title: number; readonly row: number },
): { placed: Placed<Row>[]; height: number } {
  const placed: Placed<Row>[] = [];
  let top = 0;
  const put = (item: Placed<Row>['item'], height: number): void => {
    placed.push({ item, top, bottom: top + height });
    top += height;
  };
  for (const { title, rows } of groups) {
    put({ title }, heights.title);
    for (const row of rows) put({ row }, heights.row);
  }
  return { placed, height: top };
}
