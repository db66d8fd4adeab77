/** Formats texts of a table for messages: on one line, and short. */
const MAX_LENGTH = 60;
/** Control characters and line breaks. */
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/** Formats a name or a cell. */
export function shown(text: string): string {
  const line = text.slice(0, 2 * MAX_LENGTH).replace(CONTROL, ' ');
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}

/** Formats a cell, in quotes. */
export const quoted = (cell: string): string => JSON.stringify(shown(cell));

/** Formats the first names of a list, and says how many there are in all. */
export function shownList(names: readonly string[], most = 10): string {
  const first = names.slice(0, most).map(shown).join(', ');
  return names.length > most ? `${first}, … (${names.length})` : first;
}
