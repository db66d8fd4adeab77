/** `nabla-bench report`, which makes pages of result files. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ResultFile } from '../../src/result/result-file.js';
import { benchHere, temporaryFolder } from '../run-bench.js';
import { around, sampleFile, sampleResult } from '../samples.js';

const BENCHMARKS = fileURLToPath(new URL('../../../../docs/benchmarks', import.meta.url));
const TABLES_REPORT = fileURLToPath(new URL('../../tables/report.mjs', import.meta.url));

const run = (created: string, seconds: number): ResultFile =>
  sampleFile({
    created,
    results: [sampleResult('ts', seconds), sampleResult('numpy', 2 * seconds, { ratio: around(2) })],
  });

const [OLD, NEW] = [run('2025-01-01T00:00:00.000Z', 0.123), run('2026-02-02T00:00:00.000Z', 0.456)].map((file) =>
  JSON.stringify(file),
) as [string, string];

describe('report', () => {
  it('prints the newest results first', async () => {
    const folder = temporaryFolder({ 'a.json': OLD, 'b.json': NEW });
    const { code, stdout } = await benchHere(['report', 'a.json', 'b.json'], folder);
    expect(code).toBe(0);
    expect(stdout.match(/\d+ ms(?= ±)/g)).toEqual(['456 ms', '912 ms', '123 ms', '246 ms']);
  });

  it('makes pages of all files in a folder', async () => {
    const folder = temporaryFolder({ 'a.json': OLD, 'b.json': NEW, 'note.txt': 'no results' });
    const out = temporaryFolder();
    const args = ['--html', join(out, 'all.html'), '--svg', join(out, 'new.svg'), '--markdown', join(out, 'README.md')];
    const { code, stdout } = await benchHere(['report', '.', ...args], folder);
    expect([code, stdout]).toEqual([0, '']);
    expect(readdirSync(out).sort()).toEqual(
      ['README.md', 'a-phone.svg', 'a.svg', 'all.html', 'b-phone.svg', 'b.svg', 'new.svg'].sort(),
    );
    const read = (name: string) => readFileSync(join(out, name), 'utf8');
    expect(read('new.svg')).toBe(read('b.svg'));
    expect(read('new.svg')).toContain('456 ms');
    expect(read('b-phone.svg')).toContain('456 ms');
    expect(read('a.svg')).toContain('123 ms');
    expect(read('README.md')).toMatch(
      /## Example 9000, 2026-02-02[\s\S]*b\.svg[\s\S]*## Example 9000, 2025-01-01[\s\S]*a\.svg/,
    );
    expect(read('all.html')).toMatch(/>Example 9000, 2026-02-02<\/h2>[\s\S]*>Example 9000, 2025-01-01<\/h2>/);
  });

  it.each([
    [['report', 'empty'], {}, /the folder 'empty' has no \.json file/],
    [['report', 'a.json', 'other/a.json', '--markdown', 'x.md'], {}, /two files are named 'a'/],
    [['report', 'a.json', '--svg', 'x.svg'], { results: [] }, /--svg: There is no chart/],
    [['report'], {}, /missing required argument 'files'/],
  ] as const)('%j is wrong usage', async (args, overrides, message) => {
    const text = JSON.stringify({ ...run('2026-01-01T00:00:00.000Z', 1), ...overrides });
    const folder = temporaryFolder({ 'a.json': text });
    mkdirSync(join(folder, 'empty'));
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'other', 'a.json'), text);
    const { code, stderr } = await benchHere(args, folder);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

it('the pages in docs/benchmarks are of the results beside them; otherwise run npm run bench:pages', async () => {
  const out = temporaryFolder();
  expect((await benchHere(['report', BENCHMARKS, '--markdown', join(out, 'README.md')])).code).toBe(0);
  const made = readdirSync(out).sort();
  const committed = readdirSync(BENCHMARKS).filter((name) => !name.endsWith('.json') && name !== 'tables');
  expect(committed.sort()).toEqual(made);
  for (const name of made) {
    expect(readFileSync(join(BENCHMARKS, name), 'utf8') === readFileSync(join(out, name), 'utf8'), name).toBe(true);
  }
});

it('the page of tables is of the results beside it; otherwise run tables/report.mjs', async () => {
  const out = temporaryFolder();
  const page = join(BENCHMARKS, 'tables');
  await promisify(execFile)(process.execPath, [TABLES_REPORT, join(page, 'results.json'), out]);
  for (const name of readdirSync(page)) {
    expect(readFileSync(join(page, name), 'utf8') === readFileSync(join(out, name), 'utf8'), name).toBe(true);
  }
});
