/** The table of docs/formats.md. `NABLA_WRITE=1 npx vitest run test/formats` in this package writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { casesOf, formatsTable, TYPES } from './table.js';

const PAGE = new URL('../../../../docs/formats.md', import.meta.url);
const PART = /(?<=<!-- the table, written by a test -->\n\n)[\s\S]*?(?=\n\n<!-- the end of the table -->)/;

it('has networks for each module', () => {
  expect(TYPES.filter((type) => casesOf(type).length === 0)).toEqual([]);
});

it('says what each module becomes in each format', async () => {
  const table = await formatsTable();
  const page = readFileSync(PAGE, 'utf8');
  if (process.env['NABLA_WRITE'] === '1') writeFileSync(PAGE, page.replace(PART, table));
  else expect(PART.exec(page)?.[0]).toBe(table);
});
