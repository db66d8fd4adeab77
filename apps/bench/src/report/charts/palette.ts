/** The colour and symbol of each candidate in a report. */
import { LIGHT_COLORS, seriesColor } from '@nablajs/charts';

export interface CandidateMark {
  /** A CSS colour; the page's style defines it for light and dark. */
  readonly color: string;
  /** Whether lines are dashed: they are when the colours repeat. */
  readonly dashed: boolean;
  /**
   * The symbol of dots, as ECharts takes it. Colours repeat after 8 candidates, colour and symbol together after 56.
   */
  readonly symbol: string;
}

/** Marks by candidate, in the order of the file. */
export type CandidateMarks = ReadonlyMap<string, CandidateMark>;

const SYMBOLS = [
  'circle',
  'rect',
  'triangle',
  'diamond',
  'path://M0,-10L2.9,-3.1L9.5,-3.1L4.3,1.2L5.9,8.1L0,4L-5.9,8.1L-4.3,1.2L-9.5,-3.1L-2.9,-3.1Z',
  'path://M-3,-9H3V-3H9V3H3V9H-3V3H-9V-3H-3Z',
  'path://M-9,-9H9L0,0L9,9H-9L0,0Z',
] as const;

export function candidateMarks(names: readonly string[]): CandidateMarks {
  return new Map(names.map((name, at) => [name, markAt(at)]));
}

function markAt(at: number): CandidateMark {
  return {
    color: seriesColor(at),
    symbol: SYMBOLS[at % SYMBOLS.length] ?? 'circle',
    dashed: at % (2 * LIGHT_COLORS.length) >= LIGHT_COLORS.length,
  };
}
