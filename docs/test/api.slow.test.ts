/** What `npm run docs` demands of the sources too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeApi } from '../scripts/api.mjs';

it('documents every export of every entry point for users, and every type that one of them names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-api-'));
  try {
    expect(await writeApi(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
