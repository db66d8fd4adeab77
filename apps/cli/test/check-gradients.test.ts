import { Output } from '@nablajs/command-line';
import { describe, expect, it } from 'vitest';
import { checkGradients, FINITE_DIFFERENCES, type GradcheckSettings } from '../src/check-gradients.js';
import { altered, CHECK_SETTINGS } from './check-samples.js';
import { idxFolder } from './idx-folder.js';
import { captured } from './report-samples.js';
import { temporaryFolder } from './temporary-folder.js';

async function check(change: Partial<GradcheckSettings> = {}, files: Record<string, string> = {}) {
  const settings: GradcheckSettings = {
    ...CHECK_SETTINGS,
    projectFolder: temporaryFolder(files),
    against: FINITE_DIFFERENCES,
    samples: undefined,
    dataGiven: false,
    ...change,
  };
  const { streams, stdout, stderr } = captured();
  const code = await checkGradients(settings, new Output({ quiet: settings.quiet, ...streams }));
  return { code, stdout: stdout(), stderr: stderr() };
}

describe('the default set', () => {
  it('passes on wasm, which auto chooses, in float64 where nothing else is said', async () => {
    const { code, stdout, stderr } = await check();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Gradients of wasm, float64, against central differences in float64 \(eps 1e-6\)\n/);
    expect(stdout).toContain('atol 1e-5 + rtol 1e-3; a tensor within 1e-6 of its largest gradient');
    expect(stdout).toMatch(/\nLeakyReLU +(\d\.\de-\d+ *){7}\n/);
    expect(stdout).toContain('\n[5] MeanAbsoluteError\n');
    expect(stdout).toMatch(
      /\nOperations: 84, worst error \d\.\de-\d+ \(.+\)\n\nok: 350 networks, 84 operations, 26,779 elements, \d+ of them moved off a kink; worst error \d/,
    );
    expect(stderr).toMatch(/^Backend wasm: WebAssembly SIMD, \d+ threads? \(chosen by auto\)\n$/);
  });

  it('names what is wrong, and ends with 1', async () => {
    // The true tanh, whose slope is 1 - y^2, and one that is bent a little.
    const files = {
      'bent.mjs': altered(
        'tanh: (x) => { const y = ts.tanh(x); for (let i = 0; i < y.length; i++) y[i] *= 1.001; return y; }',
      ),
    };
    const { code, stdout } = await check({ backend: './bent.mjs', quiet: true }, files);
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(28);
    expect(lines.slice(0, -2).every((line) => /^WRONG ([^:]*, Tanh, [^:]*|tanh): /.test(line))).toBe(true);
    expect(lines.at(-2)).toMatch(/^\.\.\. and \d+ more lines; --json has everything$/);
    expect(lines[0]).toMatch(
      /: 0\.weight at \[\d, \d\]: the gradient is -?[\d.e-]+, expected -?[\d.e-]+; error .*, gate/,
    );
    expect(lines.at(-1)).toMatch(/^WRONG: 350 networks, .*worst error .* \([^)]*Tanh, /);
  });
});

it('a backend that throws is a check that failed, case by case', async () => {
  const files = { 'broken.mjs': altered("tanh: () => { throw new Error('no\\nGPU'); }") };
  const { code, stdout } = await check({ backend: './broken.mjs', json: true }, files);
  expect(code).toBe(1);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout.startsWith('{"ok":false,"worstRelativeError":null,')).toBe(true);
  const { cases, backend, dtype, against, native, gate } = JSON.parse(stdout);
  expect({ backend, dtype, against, native }).toEqual({
    backend: 'altered',
    dtype: 'float64',
    against: 'finite-differences',
    native: null,
  });
  expect(gate).toEqual({ atol: 1e-5, rtol: 1e-3, worstRelativeError: 1e-6 });
  expect(cases).toHaveLength(350 + 84);
  expect(cases.at(-1)).toMatchObject({ operation: 'softmaxCrossEntropy', ok: true, problems: [] });
  expect(cases[7]).toMatchObject({ layer: 'Dense', activation: 'ReLU', ok: true, problems: [] });
  const wrong = cases.filter((one: { ok: boolean }) => !one.ok);
  expect(wrong).toHaveLength(35 + 1);
  expect(wrong.at(-1)).toMatchObject({ operation: 'tanh', problems: ['it threw: no GPU'] });
  expect(wrong[0]).toMatchObject({ activation: 'Tanh', problems: ['it threw: no GPU'], tensors: [] });
});

describe('a network', () => {
  const network = { namesNetwork: true, data: '' };

  it('is that of the settings, on training images, sampled', async () => {
    const { code, stdout } = await check({ ...network, data: idxFolder(), samples: 20 });
    expect(code).toBe(0);
    expect(stdout).toContain('Network 20-7-10\n');
    expect(stdout).toMatch(/\n0\.weight +\[20, 7\] +20 .* ok\n/);
    expect(stdout).toMatch(/\n2\.bias +\[10\] +10 .* ok\n/);
    expect(stdout).toMatch(/\nok: 1 network, 77 elements, \d of them moved/);
  });

  it('as one object', async () => {
    const { code, stdout } = await check({ ...network, data: idxFolder(), samples: 20, json: true });
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const { ok, worstRelativeError, cases } = JSON.parse(stdout);
    expect(ok).toBe(true);
    expect(worstRelativeError).toBeGreaterThan(0);
    expect(worstRelativeError).toBeLessThanOrEqual(1e-6);
    expect(cases).toHaveLength(1);
    expect(worstRelativeError).toBe(cases[0].worstRelativeError);
  });

  it('in float32 is said to be widened', async () => {
    const { code, stderr } = await check({ ...network, data: idxFolder(), samples: 5, dtype: 'float32' });
    expect(code).toBe(0);
    expect(stderr).toMatch(/(^|\n)float32 has too few digits for finite differences: [^\n]*\n$/);
  });

  it('of many narrow layers, some dead, is not at a kink for that', async () => {
    for (const seed of [0, 2, 3, 4]) {
      const { code, stdout } = await check({ ...network, data: idxFolder(), hidden: [5, 5, 5], seed, quiet: true });
      expect(code, stdout).toBe(0);
    }
  });
});

describe('against', () => {
  it('another backend', async () => {
    const files = { 'other.mjs': altered('') };
    const { code, stdout } = await check({ against: './other.mjs' }, files);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Gradients of wasm, float64, against \.\/other\.mjs: the same formulas on for tests\n/);
    expect(stdout).toContain('atol 1e-12 + rtol 1e-9');
  });

  it("a package's own gradients, before its kernels", async () => {
    const reference = `
      export const createGradientReference = async () => ({
        name: 'zero', description: 'nothing', native: '1.2.3', notice: 'for tests alone',
        differentiate: async ({ parameters }) => ({
          loss: 0, inputGradient: undefined,
          gradients: new Map([...parameters].map(([name, { data, shape }]) => [name, { layout: 'dense', shape, data: data.map(() => 0) }])),
        }),
      });`;
    const { code, stdout, stderr } = await check(
      { against: './own.mjs', json: true },
      { 'own.mjs': altered('', reference) },
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      worstRelativeError: 1,
      native: '1.2.3',
      against: './own.mjs',
    });
    expect(stderr).toContain('nabla: for tests alone\n');
  });

  it.each([
    [
      { backend: 'ts', against: 'ts' },
      "--against: expected finite-differences or another backend than the tested. Received 'ts', the backend under test.",
    ],
    [{ against: 'auto' }, "Received 'auto'."],
    [{ against: 'finite-diferences' }, "--against: unknown backend 'finite-diferences'"],
    [{ against: './none.mjs' }, "unknown backend './none.mjs'"],
    [{ against: 'finite-diferences' }, "Did you mean 'finite-differences'?"],
    [{ against: './other.mjs', samples: 3 }, '--samples is for finite differences'],
    [{ dataGiven: true, data: 'images' }, '--data is for a network: name one with --preset, --hidden or --config.'],
    [{ against: './odd.mjs' }, "what createGradientReference returned has no 'differentiate' and 'name'"],
    [{ backend: './other.mjs', dtype: 'float64' }, "dtype float64: backend 'altered' computes in float32 alone"],
  ] as const)('%j is refused', async (change, message) => {
    const files = {
      'other.mjs': altered("dtypes: ['float32']"),
      'odd.mjs': altered('', 'export const createGradientReference = () => ({});'),
    };
    await expect(check(change, files)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });
});
