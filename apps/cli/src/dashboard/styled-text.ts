/** Lines of pieces with a style each: their width is known before colours are put in. */
import picocolors from 'picocolors';

export type Style = 'plain' | 'bold' | 'dim' | 'cyan' | 'yellow' | 'green';

export interface Piece {
  readonly text: string;
  readonly style?: Style;
}

export type Line = readonly Piece[];

const widthOf = (line: Line): number => line.reduce((sum, { text }) => sum + text.length, 0);

/** The line as a terminal takes it, cut to `width` columns. */
export function rendered(line: Line, width: number, colours: boolean): string {
  const formatters = { plain: (text: string): string => text, ...picocolors.createColors(colours) };
  let room = width;
  const parts = line.map(({ text, style = 'plain' }) => {
    const shown = text.slice(0, Math.max(0, room));
    room -= text.length;
    return shown === '' ? '' : formatters[style](shown);
  });
  return parts.join('');
}

/** Items one after the other, in as many lines as they need. */
export function flowed(items: readonly Line[], width: number, gap = '   '): Line[] {
  const lines: Piece[][] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + gap.length + widthOf(item) <= width) last.push({ text: gap }, ...item);
    else lines.push([...item]);
  }
  return lines;
}

/** Side by side: each line of `left` filled up to `width` columns. */
export function beside(left: readonly Line[], right: readonly Line[], width: number): Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const line = left[at] ?? [];
    return [...line, { text: ' '.repeat(Math.max(0, width - widthOf(line))) }, ...(right[at] ?? [])];
  });
}
