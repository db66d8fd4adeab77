import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResultFile } from '../src/result/read-result-file.js';
import { altered, bench, benchHere, SHORT, temporaryFolder } from './run-bench.js';

describe('nabla-bench', () => {
  it('times backends side by side, and reports in three ways', async () => {
    const folder = temporaryFolder({ 'other.mjs': altered('') });
    const args = ['ops', ...SHORT, '--filter', 'matmul', '--backends', 'ts,./other.mjs'];
    const { code, stdout } = await bench([...args, '--json', 'out.json', '--html', 'out.html'], folder);
    expect(code).toBe(0);
    expect(stdout).toContain('matmul 256x256x256');
    const file = readResultFile(join(folder, 'out.json'));
    expect(file).toMatchObject({ complete: true, quick: true, baseline: 'ts', failures: [], missing: [] });
    expect(file.candidates.map(({ name }) => name)).toEqual(['ts', './other.mjs']);
    const [ts, other] = file.results;
    expect(ts).toMatchObject({ suite: 'ops', candidate: 'ts', dtype: 'float32', kind: 'matmul' });
    expect(ts?.samples).toHaveLength(2);
    expect(ts?.medianSeconds).toBeGreaterThan(1e-4);
    expect(ts?.verified).toBeLessThan(1);
    expect(ts?.ratio).toBeUndefined();
    expect(file.candidates.map(({ peer }) => peer)).toEqual([false, false]);
    expect(other?.ratio?.low).toBeLessThanOrEqual(other?.ratio?.high ?? 0);
    expect(readFileSync(join(folder, 'out.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<svg/i);
    const again = await benchHere(['report', 'out.json'], folder);
    expect(again.stdout).toContain('matmul 256x256x256');
    expect((await benchHere(['compare', 'out.json', 'out.json', '--fail-over', '10%'], folder)).code).toBe(0);
    const renamed = readFileSync(join(folder, 'out.json'), 'utf8').replaceAll('matmul 256x256x256', 'matmul');
    writeFileSync(join(folder, 'renamed.json'), renamed);
    const apart = await benchHere(['compare', 'out.json', 'renamed.json'], folder);
    expect(apart.code).toBe(1);
    expect(apart.stderr).toMatch(/^nabla: the two files have no common row, [^\n]*\n$/);
  });
});

it('reports a file that is not a backend before it measures', async () => {
  const folder = temporaryFolder({ 'no.mjs': 'export const backend = 3;' });
  const { code, stdout, stderr } = await benchHere(['--quick', '--backends', 'ts,./no.mjs'], folder);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe("nabla: backend './no.mjs': the package exports no createBackend, so it is not a backend.\n");
});

describe('a usage error is one line and exit code 2', () => {
  it('from the process', async () => {
    const { code, stdout, stderr } = await bench(['opps']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe("nabla: unknown suite 'opps'. Did you mean 'ops'?\n");
  });

  it.each([
    [['opps'], /unknown suite 'opps'\. Did you mean 'ops'\?$/],
    [['--peers', 'numpi'], /--peers: unknown peer 'numpi'\. Did you mean 'numpy'\?$/],
    [['--backends', 'tss'], /unknown backend 'tss'.*Did you mean 'ts'\?$/],
    [
      ['--baseline', 'numpy'],
      /--baseline: 'numpy' is not one of the candidates\. Candidates: wasm, (native, native-fast, )?ts\.$/,
    ],
    [
      ['--quick', '--baseline', 'numpy'],
      /--baseline: 'numpy' is not one of the candidates\. Candidates: wasm, (native, )?ts\.$/,
    ],
    [['--backends', ''], /nothing to measure/],
    [['ops', '--filter', 'nothing-like-this'], /--filter: no workload name contains 'nothing-like-this'/],
    [['--backends', 'auto'], /--backends: 'auto' is not a backend/],
    [
      ['--json', '/no/such/folder/x.json'],
      /--json: the folder of '\/no\/such\/folder\/x\.json' does not exist or is not writable\.$/,
    ],
    [['--rounds', '0'], /--rounds: expected a whole number of at least 1/],
    [['--nope'], /unknown option '--nope'.* See 'nabla-bench run --help'\.$/],
    [['compare', 'a.json'], /missing required argument 'new'/],
    [
      ['compare', 'a.json', 'b.json', '--fail-over', '10'],
      /--fail-over: expected a percentage such as 10%\. Received '10'\.$/,
    ],
    [['install', 'numpi'], /unknown peer 'numpi'/],
  ])('%j', async (args, pattern) => {
    const { code, stdout, stderr } = await benchHere(args);
    expect(stderr).toMatch(/^nabla: [^\n]*\n$/);
    expect(stderr.trimEnd()).toMatch(pattern);
    expect([code, stdout]).toEqual([2, '']);
  });
});

it('reports a file that is not a result file in one line', async () => {
  const folder = temporaryFolder({ 'other.json': '{ "schema": "other/2" }', 'broken.json': '{' });
  for (const [name, pattern] of [
    ['other.json', /other\/2/],
    ['broken.json', /JSON/],
    ['none.json', /none\.json/],
  ] as const) {
    const { code, stderr } = await benchHere(['report', name], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^nabla: [^\n]*\n$/);
    expect(stderr).toMatch(pattern);
  }
});

it('the package contains the peers', () => {
  expect(existsSync(new URL('../peers/README.md', import.meta.url))).toBe(true);
});
