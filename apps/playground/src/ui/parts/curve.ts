/** The geometry of a line chart, without the page. */

/** A line of a chart. */
export interface Line {
  readonly name: string;
  readonly values: readonly number[];
  /** How many values fill the width. Each is drawn where its part of the training ends. */
  readonly span: number;
}

/** Where a chart's lines go, in a box of this size. */
export interface Chart {
  /** For each line, the `d` of an SVG path; empty without values. */
  readonly paths: readonly string[];
  /** The least and the largest value of the axis. */
  readonly least: number;
  readonly most: number;
}

/** More points than a chart has pixels cannot be seen. */
const MOST_POINTS = 400;

/** Lays out lines that begin at the left. A logarithmic axis leaves out what is not > 0. */
export function layOut(
  lines: readonly Line[],
  { width, height, isLogarithmic }: Size & { readonly isLogarithmic: boolean },
): Chart {
  const shown = (value: number): boolean => Number.isFinite(value) && (!isLogarithmic || value > 0);
  const all = lines.flatMap(({ values }) => values.filter(shown));
  if (all.length === 0) return { paths: lines.map(() => ''), least: 0, most: 1 };
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of all) [least, most] = [Math.min(least, value), Math.max(most, value)];
  const scale = isLogarithmic ? Math.log : (value: number): number => value;
  const [low, high] = [scale(least), scale(most)];
  const y = (value: number): number => (high === low ? height / 2 : height * (1 - (scale(value) - low) / (high - low)));
  const paths = lines.map(({ values, span }) => {
    const x = (at: number): number => (width * (at + 1)) / span;
    const every = Math.max(1, Math.ceil(values.length / MOST_POINTS));
    const places: string[] = [];
    for (const [at, value] of values.entries()) {
      const isKept = at % every === 0 || at === values.length - 1;
      if (isKept && shown(value)) places.push(`${x(at).toFixed(1)} ${y(value).toFixed(1)}`);
    }
    // A line from a point to itself draws a dot, because its ends are round.
    return places.length === 0 ? '' : `M${[...places, ...(places.length === 1 ? places : [])].join('L')}`;
  });
  return { paths, least, most };
}

/** A box in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
