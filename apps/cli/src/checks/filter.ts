/** `--filter TEXT`: checks only the cases whose name contains the text, in upper or lower case. */
import { type CommandError, suggestion, usageError } from '@nablajs/command-line';

/** Throws if the text is empty. */
export function filterOption(text: unknown): string | undefined {
  if (text !== '') return text as string | undefined;
  throw usageError("--filter: expected part of a case's name. Received an empty string.");
}

/** Without a filter, every case matches. */
export function matches(filter: string | undefined): (one: { readonly name: string }) => boolean {
  const text = filter?.toLowerCase() ?? '';
  return ({ name }) => name.toLowerCase().includes(text);
}

/** `known`: words to suggest. `example`: a whole name. */
export function nothingMatches(filter: string, known: readonly string[], example: string): CommandError {
  const remedy = suggestion(filter, known) || ` Names look like '${example}'.`;
  return usageError(`--filter: no case has '${filter}' in its name.${remedy}`);
}

/** The end of a check's last line names the filter: a part of a check proves less. */
export const filterNote = (filter: string | undefined): string =>
  filter === undefined ? '' : `; only cases with '${filter}' in their name`;
