import { nearestName } from '@nablajs/core';

/**
 * Returns ` Did you mean 'x'?` for the most similar known name, or an empty text if none is similar.
 *
 * @example
 * ```ts
 * throw usageError(`unknown optimizer '${name}'.${suggestion(name, ['adam', 'sgd'])}`);
 * ```
 */
export function suggestion(name: string, known: readonly string[]): string {
  const found = nearestName(name, known);
  return found === undefined ? '' : ` Did you mean '${found}'?`;
}
