/** How a candidate looks, all through a report. */

export type MarkSymbol = (typeof SYMBOLS)[number];

export interface CandidateMark {
  /** A CSS colour: the page's style says what it is in light and dark. */
  readonly color: string;
  /** Of lines: the second time round the colours they are broken. */
  readonly dashed: boolean;
  /** Of dots. Colours come round again after eight; colour and symbol together do not before 56. */
  readonly symbol: MarkSymbol;
}

/** By candidate, in the order of the file. */
export type CandidateMarks = ReadonlyMap<string, CandidateMark>;

const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'star', 'cross', 'wye'] as const;

/**
 * Found by search: about 3 to 1 in contrast with a card at least, and as far apart as eight hues can be, as seen with full colour
 * vision and with protanopia, deuteranopia and tritanopia (Machado et al. 2009).
 */
export const LIGHT_COLORS = [
  '#0044bb',
  '#db7701',
  '#37a56d',
  '#890474',
  '#696027',
  '#8c65e5',
  '#0a809a',
  '#373737',
] as const;
export const DARK_COLORS = [
  '#007ff0',
  '#d73e05',
  '#6ec786',
  '#cf57ad',
  '#fae34a',
  '#cfaaf4',
  '#a3f9fa',
  '#6a6a6a',
] as const;

export function candidateMarks(names: readonly string[]): CandidateMarks {
  return new Map(names.map((name, at) => [name, markAt(at)]));
}

function markAt(at: number): CandidateMark {
  return {
    color: `var(--mark-${at % LIGHT_COLORS.length})`,
    symbol: SYMBOLS[at % SYMBOLS.length] ?? 'circle',
    dashed: at % (2 * LIGHT_COLORS.length) >= LIGHT_COLORS.length,
  };
}
