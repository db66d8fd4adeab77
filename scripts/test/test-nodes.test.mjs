import { afterEach, expect, it, vi } from 'vitest';
import { readArguments, testNodes } from '../test-nodes.mjs';

afterEach(() => vi.restoreAllMocks());

it('takes versions up to the first flag', () => {
  expect(readArguments([])).toEqual({ versions: ['20.19', '22', '24', '26'], flags: [] });
  expect(readArguments(['22', '24.1.0', '--filter', '@nablajs/core'])).toEqual({
    versions: ['22', '24.1.0'],
    flags: ['--filter', '@nablajs/core'],
  });
  expect(readArguments(['--filter=x']).versions).toHaveLength(4);
  expect(readArguments(['22', 'lts'])).toBeUndefined();
});

const total = (failed) => ({ passed: 12, failed, skipped: 3 });

/** Runs with outcomes by version, where undefined cannot be fetched; the exit code and what stdout got. */
function outcome(outcomes) {
  let written = '';
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
  const fetch = (version) => (outcomes[version] === undefined ? undefined : { version: `${version}.1.0`, folder: '/' });
  const code = testNodes(Object.keys(outcomes), '/', ({ version }) => outcomes[version.slice(0, 2)], fetch);
  return { code, table: written.trim().split('\n').slice(-Object.keys(outcomes).length) };
}

it('ends with 0 where every version passes', () => {
  expect(outcome({ 22: { ok: true, total: total(0) } })).toEqual({
    code: 0,
    table: ['22.1.0      12       0        3        0'],
  });
});

it('ends with 1 where a test fails, a build does, or a version cannot be fetched, and runs the others', () => {
  const outcomes = { 22: { ok: false, total: total(1) }, 24: { ok: false, total: total(0) }, 26: undefined };
  expect(outcome(outcomes)).toEqual({
    code: 1,
    table: [
      '22.1.0      12       1        3        0',
      '24.1.0      12       0        3        0  failed, see above',
      '26      not fetched',
    ],
  });
  expect(outcome({ 26: undefined, 22: { ok: true, total: total(0) } }).code).toBe(1);
});
