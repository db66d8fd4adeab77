/** What `npm run docs` demands of the sources too, and an example of every exported function and class. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeApi } from '../scripts/api.mjs';

const folder = mkdtempSync(join(tmpdir(), 'nabla-api-'));
let found: Awaited<ReturnType<typeof writeApi>>;

beforeAll(async () => {
  found = await writeApi(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('documents every export of every entry point for users, and every type that one of them names', () => {
  expect(found.warnings).toEqual([]);
});

it('gives every exported function and class an example', () => {
  expect(found.withoutExample).toEqual([]);
});
