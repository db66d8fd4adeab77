/** Texts of a table as messages show them: on one line, and short. */

const LONGEST = 60;
/** Control characters and what ends a line. */
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/** A name, or a cell. */
export function shown(text: string): string {
  const line = text.slice(0, 2 * LONGEST).replace(CONTROL, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** A cell, in quotes. */
export const quoted = (cell: string): string => JSON.stringify(shown(cell));

/** The first names of a list, and how many there are. */
export function shownList(names: readonly string[], most = 10): string {
  const first = names.slice(0, most).map(shown).join(', ');
  return names.length > most ? `${first}, … (${names.length})` : first;
}
