import { Output } from '@nablajs/command-line';
import { createBackend } from '@nablajs/core/testing';
import { gradientCases, operationCases } from '@nablajs/gradcheck';
import { describe, expect, it } from 'vitest';
import { checkGradients } from '../../src/checks/check-gradients.js';
import { FINITE_DIFFERENCES, type GradcheckSettings } from '../../src/checks/gradcheck-settings.js';
import { type CheckedCase, gradientReport } from '../../src/checks/gradient-report.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { captured } from '../helpers/report-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { altered, CHECK_SETTINGS } from './check-samples.js';

async function check(change: Partial<GradcheckSettings> = {}, files: Record<string, string> = {}) {
  const settings: GradcheckSettings = {
    ...CHECK_SETTINGS,
    projectFolder: temporaryFolder(files),
    against: FINITE_DIFFERENCES,
    samples: undefined,
    dataGiven: false,
    filter: undefined,
    ...change,
  };
  const { streams, stdout, stderr } = captured();
  const code = await checkGradients(settings, new Output({ quiet: settings.quiet, ...streams }));
  return { code, stdout: stdout(), stderr: stderr() };
}

/** Counts the networks and operations that the text selects. */
function chosen(text: string): { networks: number; operations: number } {
  const count = (cases: readonly { readonly name: string }[]): number =>
    cases.filter(({ name }) => name.toLowerCase().includes(text)).length;
  return { networks: count(gradientCases()), operations: count(operationCases()) };
}

const isSlow = process.env['NABLA_SLOW'] === '1';

/** Selects networks with a Sigmoid and its operation. check-gradients.slow.test.ts checks the whole set. */
const SIGMOID = { filter: 'sigmoid' };
/** A few of these networks. */
const FEW = { filter: 'dense, sigmoid, mean' };

describe('the default set', () => {
  it('passes on wasm, which auto chooses, and in float64 by default', async () => {
    const { code, stdout, stderr } = await check({ ...SIGMOID, samples: 1 });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Gradients of (wasm|native), float64, against central differences in float64 \(eps 1e-6\)\n/,
    );
    expect(stdout).toContain('atol 1e-5 + rtol 1e-3; a tensor within 1e-6 of its largest gradient');
    expect(stdout).toMatch(/\nSigmoid +(\d\.\de-\d+ *){7}\n/);
    expect(stdout).toContain('\n[5] MeanAbsoluteError\n');
    const { networks, operations } = chosen(SIGMOID.filter);
    expect(stdout).toMatch(
      new RegExp(
        `\\nOperations: ${operations}, worst error \\d\\.\\de-\\d+ \\(sigmoid\\)\\n\\n` +
          `ok: ${networks} networks, ${operations} operations?, [\\d,]+ elements, ` +
          "0 of them moved off a kink; worst error \\d.*; only cases with 'sigmoid' in their name\\n$",
      ),
    );
    expect(stderr).toMatch(/^Backend (wasm: .* SIMD|native: native code, \w+), \d+ threads? \(chosen by auto.*\)\n$/);
  });

  it('has the modules for sequences', async () => {
    const { code, stdout } = await check({ filter: 'GRU of the paper', samples: 5, quiet: true });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok: 1 network, \d\d elements, 0 of them moved/);
  });

  it('names wrong gradients, and exits with 1', async () => {
    // A slightly wrong sigmoid, with the gradient of the right one.
    const files = {
      'bent.mjs': altered(
        'sigmoid: (x) => { const y = ts.sigmoid(x); for (let i = 0; i < y.length; i++) y[i] *= 1.001; return y; }',
      ),
    };
    const { code, stdout } = await check({ ...SIGMOID, samples: 1, backend: './bent.mjs', quiet: true }, files);
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(28);
    expect(lines.slice(0, -2).every((line) => /^WRONG ([^:]*, Sigmoid, [^:]*|sigmoid): /.test(line))).toBe(true);
    expect(lines.at(-2)).toMatch(/^\.\.\. and \d+ more lines; --json has everything$/);
    expect(lines[0]).toMatch(
      /: 0\.weight at \[\d, \d\]: the gradient is -?[\d.e-]+, expected -?[\d.e-]+; error .*, gate/,
    );
    expect(lines.at(-1)).toMatch(/^WRONG: \d+ networks, .*worst error .* \([^)]*Sigmoid, /);
  });
});

it('counts each case as failed in which the backend throws', async () => {
  const broken = `expm1: () => { throw new Error('no\\nGPU'); },
    fused: { ...ts.fused, softmaxCrossEntropy: () => { throw new Error('no\\nGPU'); } }`;
  const files = { 'broken.mjs': altered(broken) };
  const { code, stdout } = await check({ backend: './broken.mjs', json: true, filter: 'softplus', samples: 2 }, files);
  expect(code).toBe(1);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout.startsWith('{"ok":false,"worstRelativeError":null,')).toBe(true);
  const { cases, filter, backend, dtype, against, native, gate } = JSON.parse(stdout);
  expect({ filter, backend, dtype, against, native }).toEqual({
    filter: 'softplus',
    backend: 'altered',
    dtype: 'float64',
    against: 'finite-differences',
    native: null,
  });
  expect(gate).toEqual({ atol: 1e-5, rtol: 1e-3, worstRelativeError: 1e-6 });
  const { networks, operations } = chosen('softplus');
  expect(networks).toBeGreaterThanOrEqual(35);
  expect(cases).toHaveLength(networks + operations);
  expect(cases.at(-1)).toMatchObject({ operation: 'softplus', ok: true, problems: [] });
  expect(cases[3]).toMatchObject({ layer: 'Dense', activation: 'Softplus', ok: true, problems: [] });
  const wrong = cases.filter((one: { ok: boolean }) => !one.ok);
  const isBroken = ({ loss = '' }: { loss?: string }): boolean =>
    /^SoftmaxCrossEntropy \((labels|smoothed)\)$/.test(loss);
  expect(wrong).toEqual(cases.filter(isBroken));
  expect(wrong[0]).toMatchObject({ activation: 'Softplus', problems: ['it threw: no GPU'], tensors: [] });
  const operation = await check({ backend: './broken.mjs', json: true, filter: 'expm1' }, files);
  expect(JSON.parse(operation.stdout).cases).toEqual([
    expect.objectContaining({ operation: 'expm1', ok: false, problems: ['it threw: no GPU'] }),
  ]);
});

describe('--filter', () => {
  it('shows filtered cases as not checked, and does not limit the share of shifted elements', async () => {
    const backend = await createBackend();
    const head = { backend, dtype: 'float64', note: undefined, against: undefined } as const;
    const one = (activation: string, loss: string, moved: number): CheckedCase => ({
      ...{ name: `Dense, ${activation}, ${loss}`, layer: 'Dense', activation, loss },
      report: {
        ...{ ok: true, dtype: 'float64', against: 'differences', worstRelativeError: 1e-9, checked: 9, moved },
        ...{ tensors: [], problems: [], warnings: [] },
      },
    });
    const finish = (filter: string | undefined): string => {
      const { streams, stdout } = captured();
      const report = gradientReport(CHECK_SETTINGS, new Output({ quiet: false, ...streams }), { ...head, filter });
      report.finish([one('ReLU', 'Huber', 1), one('Tanh', 'MeanSquaredError', 0)], 0);
      return stdout();
    };
    expect(finish(undefined)).toContain('WRONG 1 of 18 elements lie at a kink');
    expect(finish('e').split('\n').slice(2, -1)).toEqual([
      '         [1]     [2]',
      'ReLU  1.0e-9       -',
      'Tanh       -  1.0e-9',
      '[1] Huber',
      '[2] MeanSquaredError',
      '',
      'ok: 2 networks, 18 elements, 1 of them moved off a kink; ' +
        "worst error 1.00e-9 (Dense, ReLU, Huber); 0.0 s; only cases with 'e' in their name",
    ]);
  });

  it('shows no networks if it selects only operations', async () => {
    const { code, stdout } = await check({ filter: 'expm1', backend: 'ts' });
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(2)).toEqual([
      '',
      expect.stringMatching(/^Operations: 1, worst error .* \(expm1\)$/),
      '',
      expect.stringMatching(/^ok: 1 operation, 6 elements, .* s; only cases with 'expm1' in their name$/),
      '',
    ]);
  });
});

describe('a network', () => {
  const network = { namesNetwork: true, data: '' };

  it('is the network of the settings, on training images, with sampled elements', async () => {
    const { code, stdout } = await check({ ...network, data: idxFolder(), samples: 20 });
    expect(code).toBe(0);
    expect(stdout).toContain('Network 20-7-10\n');
    expect(stdout).toMatch(/\n0\.weight +\[20, 7\] +20 .* ok\n/);
    expect(stdout).toMatch(/\n2\.bias +\[10\] +10 .* ok\n/);
    expect(stdout).toMatch(/\nok: 1 network, 77 elements, \d of them moved/);
  });

  it('may have any layers; noise in the images keeps max pooling from seeing equal values', async () => {
    const layers = [
      { type: 'Conv2d', filters: 2, kernelSize: 2 },
      { type: 'MaxPool2d', size: [1, 2] },
      { type: 'Flatten' },
    ];
    const { code, stdout } = await check({ ...network, data: idxFolder(), layers, hidden: [], samples: 20 });
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Network 4x5x1-Conv2d-MaxPool2d-Flatten-10\n');
    expect(stdout).toMatch(/\n0\.weight +\[2, 2, 1, 2\] +8 .* ok\n/);
    expect(stdout).toMatch(/\n3\.weight +\[12, 10\] +20 .* ok\n/);
  });

  it('is reported as one JSON object', async () => {
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

  it('in float32 prints the wider tolerance', async () => {
    const { code, stderr } = await check({ ...network, data: idxFolder(), samples: 5, dtype: 'float32' });
    expect(code).toBe(0);
    expect(stderr).toMatch(/(^|\n)float32 has too few digits for finite differences: [^\n]*\n$/);
  });

  it('with many narrow layers, some of them dead, is not at a kink', async () => {
    for (const seed of isSlow ? [0, 2, 3, 4] : [0, 2]) {
      const { code, stdout } = await check({ ...network, data: idxFolder(), hidden: [5, 5, 5], seed, quiet: true });
      expect(code, stdout).toBe(0);
    }
  });
});

describe('against', () => {
  it('another backend', async () => {
    const files = { 'other.mjs': altered('') };
    const { code, stdout } = await check({ ...FEW, backend: 'wasm', against: './other.mjs' }, files);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Gradients of wasm, float64, against \.\/other\.mjs: the same formulas on for tests\n/);
    expect(stdout).toContain('atol 1e-12 + rtol 1e-9');
  });

  it("a package's own gradients, before its kernels", async () => {
    const reference = `
      export const createGradientReference = async () => ({
        name: 'zero', description: 'nothing', native: '1.2.3', notice: 'for tests only',
        differentiate: async ({ parameters }) => ({
          loss: 0, inputGradient: undefined,
          gradients: new Map([...parameters].map(([name, { data, shape }]) => {
            return [name, { layout: 'dense', shape, data: data.map(() => 0) }];
          })),
        }),
      });`;
    const { code, stdout, stderr } = await check(
      { ...FEW, against: './own.mjs', json: true },
      { 'own.mjs': altered('', reference) },
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      worstRelativeError: 1,
      native: '1.2.3',
      against: './own.mjs',
    });
    expect(stderr).toContain('nabla: for tests only\n');
  });

  it.each([
    [
      { backend: 'ts', against: 'ts' },
      '--against: expected finite-differences or a backend other than the one under test. ' +
        "Received 'ts', the backend under test.",
    ],
    [{ against: 'auto' }, "Received 'auto'."],
    [{ against: 'finite-diferences' }, "--against: unknown backend 'finite-diferences'"],
    [{ against: './none.mjs' }, "unknown backend './none.mjs'"],
    [{ against: 'finite-diferences' }, "Did you mean 'finite-differences'?"],
    [{ against: './other.mjs', samples: 3 }, '--samples works only with finite differences'],
    [{ filter: 'tahn' }, "--filter: no case has 'tahn' in its name. Did you mean 'Tanh'?"],
    [{ filter: 'no such case at all' }, "Names look like 'Dense, no activation, SoftmaxCrossEntropy (labels)'."],
    [{ against: './own.mjs', filter: 'expm1' }, "no case has 'expm1' in its name"],
    [
      { filter: 'tanh', namesNetwork: true },
      '--filter works only with the default set: leave out --preset, --layers, --hidden and',
    ],
    [
      { dataGiven: true, data: 'images' },
      '--data needs a network: name one with --preset, --layers, --hidden or --config.',
    ],
    [{ against: './odd.mjs' }, "createGradientReference returned an object without 'differentiate' and 'name'"],
    [{ backend: './other.mjs', dtype: 'float64' }, "dtype float64: backend 'altered' computes only in float32"],
  ] as const)('%j is refused', async (change, message) => {
    const reference = "export const createGradientReference = () => ({ name: 'own', differentiate: () => {} });";
    const files = {
      'other.mjs': altered("dtypes: ['float32']"),
      'own.mjs': altered('', reference),
      'odd.mjs': altered('', 'export const createGradientReference = () => ({});'),
    };
    await expect(check(change, files)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });
});
