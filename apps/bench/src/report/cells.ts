/** The cells of a suite's table, the same in the terminal and on pages. */
import { plainText, wrapText } from '@nablajs/charts/markup';
import { formatBytes, formatDigits, formatSeconds } from '@nablajs/command-line';
import type { Result } from '../result/result-file.js';
import { type Cell, type CellLine, line } from './columns.js';
import { ratioWords } from './ratio-words.js';
import type { SuiteSection, WorkloadRow } from './sections.js';
import { formatGflops, formatShare, formatSpread } from './units.js';

/** Returns the lines of a result, or of why there is none. */
export function resultCell(section: SuiteSection, row: WorkloadRow, candidate: string): Cell {
  const result = row.results.get(candidate);
  if (result === undefined) {
    const absence = section.absence(candidate, row);
    if (absence === 'failed') return [line(absence, 'bad')];
    return [line(absence === 'left out' ? absence : '-', 'faint')];
  }
  return [
    ...timeLines(result),
    ...tokenLines(result),
    ...ratioLines(result),
    ...speedLines(result),
    ...memoryLines(result),
    ...noteLines(result),
  ];
}

function timeLines(result: Result): CellLine[] {
  if (result.medianSeconds === null) return [];
  return [line(`${formatSeconds(result.medianSeconds)} ${formatSpread(result)}`.trim())];
}

function tokenLines({ tokensPerSecond }: Result): CellLine[] {
  return tokensPerSecond === undefined ? [] : [line(`${formatDigits(tokensPerSecond)} tokens/s`, 'faint')];
}

/** Notes wrap at the width of most cells, so they do not widen a column. */
const NOTE_WIDTH = 16;

const STYLES = { faster: 'good', slower: 'bad' } as const;

function ratioLines({ ratio }: Result): CellLine[] {
  if (ratio === undefined) return [];
  const { verdict, interval, direction } = ratioWords(ratio);
  // The ends of an interval that contains 1 say faster or slower themselves.
  if (direction === 'unclear') return interval.split(/ (?=to )/).map((text) => line(text));
  return [line(verdict, STYLES[direction]), line(`(${interval})`)];
}

function speedLines({ gflops, shareOfPeak }: Result): CellLine[] {
  const speed = gflops === undefined ? [] : [line(formatGflops(gflops), 'faint')];
  return shareOfPeak === undefined ? speed : [...speed, line(`${formatShare(shareOfPeak)} of peak`, 'faint')];
}

function memoryLines({ memory }: Result): CellLine[] {
  if (memory === undefined) return [];
  return [line(`${formatBytes(memory.peakBytes)} peak`), line(`${formatBytes(memory.rssBytes)} steady`)];
}

function noteLines({ note }: Result): CellLine[] {
  return note === undefined ? [] : wrapText(plainText(note), NOTE_WIDTH).map((text) => line(text, 'faint'));
}
