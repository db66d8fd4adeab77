/** `--filter TEXT` of the checks: only the cases whose name contains the text, in upper or lower case. */
import { type CommandError, suggestion, usageError } from '@nablajs/command-line';

/** The flag's text; undefined where the flag is absent. */
export function filterOption(text: unknown): string | undefined {
  if (text !== '') return text as string | undefined;
  throw usageError("--filter: expected a part of a case's name. Received an empty text.");
}

/** Whether the filter chooses a case; without a filter every case is chosen. */
export function matches(filter: string | undefined): (one: { readonly name: string }) => boolean {
  const text = filter?.toLowerCase() ?? '';
  return ({ name }) => name.toLowerCase().includes(text);
}

/** The error of a filter that chooses nothing; `known` are words that users may have meant, `example` is a whole name. */
export function nothingMatches(filter: string, known: readonly string[], example: string): CommandError {
  const remedy = suggestion(filter, known) || ` A name is such as '${example}'.`;
  return usageError(`--filter: no case to check has '${filter}' in its name.${remedy}`);
}

/** The end of a closing line: a check of some of the cases proves less. */
export const filterNote = (filter: string | undefined): string =>
  filter === undefined ? '' : `; only cases with '${filter}' in their name`;
