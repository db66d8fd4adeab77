import { Output } from '@nablajs/command-line';
import { cases } from '@nablajs/conformance';
import { describe, expect, it } from 'vitest';
import { type ConformanceSettings, checkConformance } from '../../src/checks/check-conformance.js';
import { captured } from '../helpers/report-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { CHECK_SETTINGS, TS } from './check-samples.js';

/** Returns the files of a backend that is ts, except that it loses the sign of a zero when it fills. */
const unsigned = (more = ''): Record<string, string> => ({
  'backend.mjs': `
    import { createBackend as createTs } from '${TS}';
    export async function createBackend() {
      const ts = await createTs();
      const fill = (shape, value, dtype) => ts.fill(shape, value + 0, dtype);
      return { ...ts, name: 'unsigned', dtypes: ['float32'], fill, notice: 'for tests only' };
    }
    ${more}`,
});

const declaration = (permits: string): string => `
  export const deviations = ({ name }) => [
    { case: 'fill float32 17 of -0', reason: name + ' loses signs', permits: ${permits} },
  ];`;

const LOSES_SIGNS = '{ result: (element) => element + 0 }';

async function check(change: Partial<ConformanceSettings>) {
  const settings: ConformanceSettings = {
    ...CHECK_SETTINGS,
    backend: './backend.mjs',
    filter: undefined,
    ...change,
  };
  const { streams, stdout, stderr } = captured();
  const code = await checkConformance(settings, new Output({ quiet: settings.quiet, ...streams }));
  return { code, lines: stdout().trimEnd().split('\n'), stderr: stderr() };
}

const checkFiles = (files: Record<string, string>, change: Partial<ConformanceSettings> = {}) =>
  check({ projectFolder: temporaryFolder(files), filter: 'fill', ...change });

describe('nabla conformance', () => {
  it('checks ts with stricter tolerances, and only in the requested dtype', async () => {
    const { code, lines, stderr } = await check({ backend: 'ts', dtype: 'float64', filter: 'tanh' });
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^Conformance of ts: .*; float64$/);
    expect(lines[1]).toContain('exp 1, expm1 1, log 1, log1p 1, sqrt 0.5, tanh 2, sigmoid 2, erf 4 ULP');
    const own = cases().filter(({ kernel, dtype }) => kernel === 'tanh' && dtype === 'float64').length;
    expect(own).toBeGreaterThan(10);
    expect(lines.map((line) => line.replaceAll(/ +/g, ' '))).toContain(`tanh float64 ${own} 0 0 0`);
    expect(lines.some((line) => line.includes('float32 '))).toBe(false);
    expect(lines.at(-1)).toMatch(
      /^ok: \d\d passed, 0 failed, 0 declared, 0 not applicable; [\d.]+ s; only cases with 'tanh' in their name$/,
    );
    expect(stderr).toBe('');
  });

  it('checks every type that the backend has, and prints one object with --json', async () => {
    const { code, lines } = await check({ backend: 'ts', json: true, filter: 'slice' });
    expect([code, lines.length]).toEqual([0, 1]);
    const { ok, passed, failed, declared, backend, cases, dtypes, filter } = JSON.parse(lines[0] ?? '');
    expect({ ok, failed, declared, filter }).toEqual({ ok: true, failed: 0, declared: 0, filter: 'slice' });
    expect(dtypes).toEqual(backend.dtypes);
    expect(backend).toMatchObject({ name: 'ts', native: null });
    expect(passed).toBe(cases.length);
    expect(new Set(cases.map((one: { dtype: string }) => one.dtype)).size).toBe(4);
  });

  it('exits with 1 and prints the failure if a backend breaks the usual tolerances', async () => {
    const { code, lines, stderr } = await checkFiles(unsigned());
    expect(code).toBe(1);
    expect(lines[1]).toContain('exp 4, expm1 4');
    expect(lines.at(-2)).toMatch(
      /^FAILED fill float32 17 of -0: element 0 at \[0\]: expected -0 \(literal\), received 0;/,
    );
    expect(lines.at(-1)).toMatch(/^FAILED: \d+ passed, 1 failed, 0 declared, 0 not applicable/);
    expect(stderr).toBe('nabla: for tests only\n');
  });

  it('accepts the deviations that the package declares', async () => {
    const { code, lines } = await checkFiles(unsigned(declaration(LOSES_SIGNS)));
    expect(code).toBe(0);
    expect(lines).toContain(
      'declared fill float32 17 of -0: unsigned loses signs (expected -0, received 0; 17 of 17 elements)',
    );
    expect(lines.at(-1)).toMatch(/^ok: \d+ passed, 0 failed, 1 declared,/);
  });

  it('fails for a value that a declaration does not permit, and prints nothing else with --quiet', async () => {
    const { code, lines, stderr } = await checkFiles(unsigned(declaration("'passes-over-nan'")), { quiet: true });
    expect([code, lines.length, stderr]).toEqual([1, 2, 'nabla: for tests only\n']);
    expect(lines[0]).toContain('The declared deviation (unsigned loses signs) does not permit that.');
  });
});

describe('nabla conformance refuses', () => {
  it.each([
    ['a list', 'export const deviations = [];'],
    ['a function of something else', 'export const deviations = () => 3;'],
    ['of an older form', "export const deviations = () => [{ case: 'a', reason: 'b', expected: '1', received: '2' }];"],
    ['entries without a reason', "export const deviations = () => [{ case: 'a', permits: 'passes-over-nan' }];"],
  ])('deviations that are %s', async (_, code) => {
    await expect(checkFiles(unsigned(code))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(
        "backend './backend.mjs': 'deviations' must be a function that returns a list of { case, reason, permits }",
      ),
    });
  });

  it('deviations that throw', async () => {
    const files = unsigned("export const deviations = () => { throw new Error('lost'); };");
    await expect(checkFiles(files)).rejects.toMatchObject({
      exitCode: 2,
      message: "backend './backend.mjs': its 'deviations' threw: lost",
    });
  });

  it('a declaration of a case that does not exist', async () => {
    const files = unsigned(declaration(LOSES_SIGNS).replace('fill float32 17 of -0', 'fill float32 of -0'));
    await expect(checkFiles(files)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("backend './backend.mjs': deviations: no case is named 'fill float32 of -0'."),
    });
  });

  it('a filter that selects nothing', async () => {
    await expect(checkFiles(unsigned(), { filter: 'fil ' })).rejects.toMatchObject({
      exitCode: 2,
      message: "--filter: no case has 'fil ' in its name. Did you mean 'fill'?",
    });
  });

  it('a type that the backend does not have', async () => {
    await expect(checkFiles(unsigned(), { dtype: 'float64' })).rejects.toMatchObject({
      exitCode: 2,
      message: "dtype float64: backend 'unsigned' computes only in float32. Use another dtype or backend.",
    });
  });
});
