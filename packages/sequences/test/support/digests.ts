import { readFileSync } from 'node:fs';

/** The committed digests of the short runs, by backend and dtype. */
export const committed: Readonly<Record<string, Readonly<Record<string, object>>>> = JSON.parse(
  readFileSync(new URL('../../fixtures/digests.json', import.meta.url), 'utf8'),
);
