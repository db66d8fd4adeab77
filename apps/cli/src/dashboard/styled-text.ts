/** Lines of styled pieces. Their width is known before colours are added. */
import { visible } from '@nablajs/command-line';
import picocolors from 'picocolors';

export type Style = 'plain' | 'bold' | 'dim' | 'cyan' | 'yellow' | 'green';

export interface Piece {
  readonly text: string;
  readonly style?: Style;
}

export type Line = readonly Piece[];

const widthOf = (line: Line): number => line.reduce((sum, { text }) => sum + text.length, 0);

/** Cuts the line to `width` columns. Invisible characters are escaped. */
export function rendered(line: Line, width: number, colours: boolean): string {
  const formatters = { plain: (text: string): string => text, ...picocolors.createColors(colours) };
  let room = width;
  const parts = line.map(({ text, style = 'plain' }) => {
    const whole = visible(text);
    const shown = whole.slice(0, Math.max(0, room));
    room -= whole.length;
    return shown === '' ? '' : formatters[style](shown);
  });
  return parts.join('');
}

/** Lays out items one after the other, in as many lines as needed. */
export function flowed(items: readonly Line[], width: number, gap = '   '): Line[] {
  const lines: Piece[][] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last === undefined || widthOf(last) + gap.length + widthOf(item) > width) lines.push([...item]);
    else lines[lines.length - 1] = [...last, { text: gap }, ...item];
  }
  return lines;
}

/** Pads each line of `left` to `width` columns. */
export function beside(left: readonly Line[], right: readonly Line[], width: number): Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const line = left[at] ?? [];
    return [...line, { text: ' '.repeat(Math.max(0, width - widthOf(line))) }, ...(right[at] ?? [])];
  });
}
