/** What the charts of candidates have in common. */

import { drawSymbol } from '@nablajs/charts';
import type { Markup } from '@nablajs/charts/markup';
import type { CandidateMark, CandidateMarks } from './palette.js';

/** Of every chart, in CSS pixels before scaling: about as wide as a phone, so that text keeps its size. */
export const CHART_WIDTH = 340;

/** An average character of the system's font, in pixels of a chart. */
const CHARACTER_WIDTH = 7;

/** The mark of a legend. */
export const drawMark = ({ color, symbol }: CandidateMark): Markup => drawSymbol(symbol, color);

/** Longer labels at the left are cut. */
const LONGEST_LABEL = 16;

/** Pixels for labels at the left. */
export function leftMargin(labels: readonly string[]): number {
  const longest = Math.max(0, ...labels.map(({ length }) => length));
  return Math.max(5, Math.min(longest, LONGEST_LABEL)) * CHARACTER_WIDTH + 12;
}

const NO_MARK: CandidateMark = { color: 'var(--ink)', symbol: 'circle', dashed: false };

export const markOf = (marks: CandidateMarks, candidate: string): CandidateMark => marks.get(candidate) ?? NO_MARK;

/**
 * Whether a number has a place on an axis that may be logarithmic. No time in seconds, ratio or number of bytes that somebody
 * measured is outside; one that is would stretch the axis until nothing else could be told apart.
 */
export const isDrawable = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && value >= 1e-12 && value <= 1e15;
