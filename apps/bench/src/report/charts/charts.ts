/** Helpers shared by the charts of candidates. */

import { drawSymbol } from '@nablajs/charts';
import type { Markup } from '@nablajs/charts/markup';
import type { CandidateMark, CandidateMarks } from './palette.js';

/** Width of every chart in CSS pixels before scaling: about that of a phone, so that text keeps its size. */
export const CHART_WIDTH = 340;

/** Average width of a character in the system's font, in pixels of a chart. */
const CHARACTER_WIDTH = 7;

/** Draws a candidate's mark for a legend. */
export const drawMark = ({ color, symbol }: CandidateMark): Markup => drawSymbol(symbol, color);

/** Longer labels at the left are truncated. */
const LONGEST_LABEL = 16;

/** Returns the pixels that labels at the left need. */
export function leftMargin(labels: readonly string[]): number {
  const longest = Math.max(0, ...labels.map(({ length }) => length));
  return Math.max(5, Math.min(longest, LONGEST_LABEL)) * CHARACTER_WIDTH + 12;
}

const NO_MARK: CandidateMark = { color: 'var(--ink)', symbol: 'circle', dashed: false };

export const markOf = (marks: CandidateMarks, candidate: string): CandidateMark => marks.get(candidate) ?? NO_MARK;

/**
 * Whether a number can be drawn on an axis that may be logarithmic. Every measured time, ratio or number of bytes can;
 * a number outside these limits would stretch the axis until nothing else is readable.
 */
export const isDrawable = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && value >= 1e-12 && value <= 1e15;
