import { nearestName } from '@nablajs/core';

/** ` Did you mean 'x'?`, or nothing where no known name is near. */
export function suggestion(name: string, known: readonly string[]): string {
  const found = nearestName(name, known);
  return found === undefined ? '' : ` Did you mean '${found}'?`;
}
