/** The geometry of the chart of a column's effect, without the page. */
import type { ColumnEffect } from '@nablajs/tables';
import type { Size } from '../../parts/curve.js';

/** Where the lines of an effect go. */
export interface EffectLines {
  /** For each output that is shown, the `d` of an SVG path. */
  readonly paths: readonly string[];
  /** The ends of the vertical axis. */
  readonly least: number;
  readonly most: number;
  /** The first and the last cell. */
  readonly first: string;
  readonly last: string;
}

/**
 * Lays out how outputs depend on a column of numbers or dates. Dates have equal distances. Missing cells are left out.
 */
export function effectLines(
  { cells, answers }: Pick<ColumnEffect, 'cells' | 'answers'>,
  outputs: readonly number[],
  { width, height, range }: Size & { readonly range?: readonly [least: number, most: number] },
): EffectLines {
  const kept = [...cells.keys()].filter((at) => (cells[at] as string).trim() !== '');
  const numbers = kept.map((at) => Number(cells[at]));
  const xs = numbers.every(Number.isFinite) ? numbers : [...kept.keys()];
  const ys = outputs.map((output) => kept.map((at) => answers[at]?.[output] as number));
  const [least, most] = range ?? ends(ys.flat());
  const [from, to] = ends(xs);
  const paths = ys.map((values) => {
    const places = values.map((value, at) => {
      const left = width * share(xs[at] as number, from, to);
      return `${left.toFixed(1)} ${(height * (1 - share(value, least, most))).toFixed(1)}`;
    });
    // A line from a point to itself draws a dot, because its ends are round.
    return places.length === 0 ? '' : `M${[...places, ...(places.length === 1 ? places : [])].join('L')}`;
  });
  return { paths, least, most, first: cells[kept[0] ?? 0] ?? '', last: cells[kept.at(-1) ?? 0] ?? '' };
}

const ends = (values: readonly number[]): readonly [number, number] =>
  values.reduce(
    ([least, most], value): [number, number] => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );

const share = (value: number, least: number, most: number): number =>
  most > least ? (value - least) / (most - least) : 0.5;
