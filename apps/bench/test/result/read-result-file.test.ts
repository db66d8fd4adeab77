import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resultFileJsonSchema } from '../../src/result/json-schema.js';
import { readResultFile, writeResultFile } from '../../src/result/read-result-file.js';
import { around, NATIVE_PEAKS, sampleCandidate, sampleFile, sampleResult } from '../samples.js';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'nabla-bench-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string) => join(folder, name);

const file = sampleFile({ results: [sampleResult('ts', 1e-3), sampleResult('numpy', 2e-3, { ratio: around(2) })] });

/** The error of reading `content`, without the path at its start. */
function problem(content: string): string {
  const path = inFolder('results.json');
  writeFileSync(path, content);
  try {
    readResultFile(path);
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    expect(code).toBe('data');
    expect(message).not.toContain('\n');
    return message.replace(`${path}: `, '');
  }
  return 'no problem';
}

it('reads what was written', () => {
  writeResultFile(inFolder('results.json'), file);
  expect(readResultFile(inFolder('results.json'))).toEqual(file);
});

it('keeps native peaks', () => {
  const native = sampleFile({
    machine: { ...file.machine, nativePeaks: NATIVE_PEAKS },
    candidates: [{ ...sampleCandidate('native'), peak: 'avx2 fast' }],
  });
  writeResultFile(inFolder('results.json'), native);
  expect(readResultFile(inFolder('results.json'))).toEqual(native);
});

it('ignores a byte order mark', () => {
  expect(problem(`\uFEFF${JSON.stringify(file)}`)).toBe('no problem');
});

it('reports a missing file or a folder in one line', () => {
  expect(() => readResultFile(inFolder('none.json'))).toThrow(
    `${inFolder('none.json')}: no such file; check the path.`,
  );
  expect(() => readResultFile(folder)).toThrow(
    `${folder}: this is a folder; pass a file written by nabla-bench --json.`,
  );
});

it('reports invalid JSON in one line', () => {
  expect(problem('{"schema":\n oops')).toMatch(/^not JSON \(.+\); expected a file written by nabla-bench --json\.$/);
  expect(problem('')).toMatch(/^not JSON/);
});

it.each([
  ['{"schema":"nabla-bench/2"}', 'schema "nabla-bench/2"'],
  ['{"schema":{"a":1}}', 'schema {"a":1}'],
  ['{"results":[]}', "no 'schema' field"],
  ['[]', "no 'schema' field"],
  ['null', "no 'schema' field"],
  ['7', "no 'schema' field"],
])('names another schema, %s, and the expected one', (content, found) => {
  expect(problem(content)).toBe(
    `expected schema "nabla-bench/1". Received ${found}; pass a file written by --json of this version of nabla-bench.`,
  );
});

it('names the first wrong field of a damaged file by its path', () => {
  const damaged = (change: (copy: Record<string, unknown>) => void) => {
    const copy = structuredClone(file) as unknown as Record<string, unknown>;
    change(copy);
    return problem(JSON.stringify(copy));
  };
  const remedy = 'Create the file again with nabla-bench --json.';
  expect(
    damaged((copy) =>
      Object.assign((copy['results'] as object[])[1] ?? {}, { ratio: { median: '2', low: 1, high: 3 } }),
    ),
  ).toBe(`damaged: results[1].ratio.median: expected number, received string. ${remedy}`);
  expect(damaged((copy) => Reflect.deleteProperty(copy, 'machine'))).toBe(
    `damaged: machine: expected object, received undefined. ${remedy}`,
  );
  expect(damaged((copy) => Object.assign(copy, { extra: 1 }))).toBe(
    `damaged: the whole file: Unrecognized key: "extra". ${remedy}`,
  );
});

it.each([
  ['samples', { samples: [1, 0] }, 'samples[1]'],
  ['a median', { medianSeconds: -1 }, 'medianSeconds'],
  ['the end of an interval', { low: 0 }, 'low'],
  ['a ratio', { ratio: around(0) }, 'ratio.median'],
])('%s of nothing, or less, is damage', (_, overrides, field) => {
  const damaged = sampleFile({ results: [sampleResult('numpy', 1, overrides)] });
  expect(problem(JSON.stringify(damaged))).toMatch(
    new RegExp(`^damaged: results\\[0\\]\\.${field.replace(/[[\]]/g, '\\$&')}: Too small`),
  );
});

it('refuses a number that JSON cannot represent before it touches the old file', () => {
  const path = inFolder('results.json');
  writeResultFile(path, file);
  const broken = { ...file, results: [sampleResult('ts', Number.NaN)] };
  expect(() => writeResultFile(path, broken)).toThrow(
    `${path}: not written: results[0].medianSeconds: expected number, received NaN.`,
  );
  expect(readResultFile(path)).toEqual(file);
});

it('writing replaces the file and leaves nothing beside it', () => {
  const path = inFolder('results.json');
  writeFileSync(path, 'old');
  writeResultFile(path, file);
  expect(readdirSync(folder)).toEqual(['results.json']);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(file);
});

it('writing through a link keeps the link', () => {
  writeFileSync(inFolder('target.json'), 'old');
  symlinkSync('target.json', inFolder('link.json'));
  writeResultFile(inFolder('link.json'), file);
  expect(lstatSync(inFolder('link.json')).isSymbolicLink()).toBe(true);
  expect(readResultFile(inFolder('target.json'))).toEqual(file);
});

it('writing to a folder, or into a missing one, fails and leaves nothing', () => {
  mkdirSync(inFolder('results.json'));
  expect(() => writeResultFile(inFolder('results.json'), file)).toThrow(/EISDIR/);
  expect(() => writeResultFile(inFolder('none/results.json'), file)).toThrow(/ENOENT/);
  expect(readdirSync(folder)).toEqual(['results.json']);
});

it('nabla-bench.schema.json is up to date', () => {
  const written = readFileSync(new URL('../../nabla-bench.schema.json', import.meta.url), 'utf8');
  expect(written, "stale: write it anew with 'npm run schema' in apps/bench").toBe(
    `${JSON.stringify(resultFileJsonSchema(), undefined, 2)}\n`,
  );
});
