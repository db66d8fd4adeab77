/** The text after a command's options in `--help`, wrapped to the terminal. */
import type { Command } from 'commander';

/** A paragraph, or a title with rows. Each row is a command or a name, with its description. */
export type HelpBlock = string | { readonly title: string; readonly rows: readonly HelpRow[] };
type HelpRow = readonly [term: string, description?: string];

/** Help is as wide as the terminal, but at least this wide. */
const NARROWEST = 60;
/** The width if stdout is not a terminal, or if its width is unknown. */
const DEFAULT_WIDTH = 80;
/** If a description would be narrower than this, it goes below its term, not next to it. */
export const NARROWEST_DESCRIPTION = 20;

export function helpWidth({ isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return isTTY === true && columns ? Math.max(NARROWEST, columns) : DEFAULT_WIDTH;
}

/** As wide as the command's `configureOutput` says. */
export function addHelpBlocks(command: Command, blocks: readonly HelpBlock[]): Command {
  return command.addHelpText('after', () => {
    const width = command.configureOutput().getOutHelpWidth?.() ?? DEFAULT_WIDTH;
    return `\n${helpText(blocks, width)}`;
  });
}

/** No line is longer than `width`, unless a single word is. */
export function helpText(blocks: readonly HelpBlock[], width: number): string {
  return blocks
    .map((block) => {
      if (typeof block === 'string') return wrapped(block, width).join('\n');
      return [...wrapped(`${block.title}:`, width), ...rowLines(block.rows, width)].join('\n');
    })
    .join('\n\n');
}

/** Terms in one column, what they mean in the next. */
export function rowLines(rows: readonly HelpRow[], width: number): string[] {
  const described = rows.filter(([, description]) => description !== undefined);
  const column = 4 + described.reduce((most, [term]) => Math.max(most, term.length), 0);
  const beside = width - column >= NARROWEST_DESCRIPTION;
  return rows.flatMap(([term, description]) => {
    const termLines = indented(wrappedTerm(term, width - 2), 2);
    if (description === undefined) return termLines;
    if (!beside) return [...termLines, ...indented(wrapped(description, width - 6), 6)];
    const [first = '', ...others] = wrapped(description, width - column);
    return [`  ${term}`.padEnd(column) + first, ...indented(others, column)];
  });
}

/** Breaks a long command into several lines that a shell accepts. */
function wrappedTerm(term: string, width: number): string[] {
  if (term.length <= width) return [term];
  const lines = wrapped(term, width - 4);
  return lines.map((line, at) => `${at === 0 ? '' : '  '}${line}${at === lines.length - 1 ? '' : ' \\'}`);
}

const indented = (lines: readonly string[], by: number): string[] => lines.map((line) => ' '.repeat(by) + line);

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
