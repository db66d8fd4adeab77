import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runPage } from '../../scripts/page.mjs';
import { PAGES, ROOT } from './pages.js';

const notRun: string[] = [];

/** A folder as a reader has it after `npm install`: here all of our packages are there already. */
function run(page: string) {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-page-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    symlinkSync(join(ROOT, 'docs', 'node_modules'), join(folder, 'node_modules'), 'junction');
    const markdown = readFileSync(join(ROOT, page), 'utf8');
    const report = runPage(markdown, { name: page, folder, root: ROOT, install: () => undefined });
    notRun.push(...report.notRun.map(({ line, reason }) => `${page}:${line}: ${reason}`));
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it('finds the pages', () => {
  expect(PAGES).toEqual(
    expect.arrayContaining(['README.md', 'packages/core/README.md', 'docs/guides/a-backend-of-your-own.md']),
  );
});

it.each(PAGES)(
  '%s: every block runs, or is what it quotes',
  (page) => {
    const { ran, quoted, written, notRun } = run(page);
    console.log(`${page}: ${ran} run, ${quoted} quoted, ${written} written, ${notRun.length} not run`);
  },
  // The CLI's page trains, and holds two backends against each other.
  300_000,
);

afterAll(() => {
  for (const line of notRun) console.log(`not run: ${line}`);
  writeFileSync(join(ROOT, 'docs', 'test-note.txt'), `${notRun.length} code blocks not run, by what their pages say\n`);
});
