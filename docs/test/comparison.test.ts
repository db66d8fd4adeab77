/** The page that compares libraries shows what its script found. The script itself runs every night. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../.vitepress/pages.js';
import { ROWS, writeShortTable, writeTables } from '../scripts/comparison/page.mjs';

const read = (file: string): string => readFileSync(join(ROOT, 'docs', file), 'utf8');

it('has the results of scripts/comparison/results.json', () => {
  expect(read('comparison.md')).toBe(
    writeTables(read('comparison.md'), JSON.parse(read('scripts/comparison/results.json'))),
  );
});

it.each(['../README.md', 'index.md'])('gives %s some of its rows', (file) => {
  expect(read(file)).toBe(writeShortTable(read(file), JSON.parse(read('scripts/comparison/results.json'))));
});

it('says how each cell was checked', () => {
  const results: { name: string; cells: Record<string, { how: string; evidence: string }> }[] = JSON.parse(
    read('scripts/comparison/results.json'),
  );
  expect(results).toHaveLength(6);
  for (const { name, cells } of results) {
    for (const [row = ''] of ROWS) {
      expect(['ran', 'quoted'], `${name}, ${row}`).toContain(cells[row]?.how);
      expect(cells[row]?.evidence, `${name}, ${row}`).toMatch(/\w/);
    }
  }
});
