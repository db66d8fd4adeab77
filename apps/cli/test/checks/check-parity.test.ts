import { Output } from '@nablajs/command-line';
import { describe, expect, it } from 'vitest';
import { checkParity, type ParitySettings } from '../../src/checks/check-parity.js';
import { idxFolder } from '../helpers/idx-folder.js';
import { captured } from '../helpers/report-samples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { altered, CHECK_SETTINGS, TS } from './check-samples.js';

async function check(other: string, change: Partial<ParitySettings> = {}) {
  const settings: ParitySettings = {
    ...CHECK_SETTINGS,
    projectFolder: temporaryFolder({ 'other.mjs': other }),
    data: idxFolder(),
    backends: ['ts', './other.mjs'],
    preset: undefined,
    steps: undefined,
    filter: undefined,
    requireNative: false,
    ...change,
  };
  const { streams, stdout, stderr } = captured();
  const code = await checkParity(settings, new Output({ quiet: settings.quiet, ...streams }));
  return { code, stdout: stdout(), stderr: stderr() };
}

describe('nabla parity', () => {
  it('finds no difference between a backend and its copy', async () => {
    const { code, stdout, stderr } = await check(altered(''), { filter: 'matmul float64 17x' });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Parity in float64 of\n {2}ts {11}pure TypeScript, 1 thread\n {2}\.\/other\.mjs {2}for tests\n/,
    );
    expect(stdout).toMatch(/\nOperations, ts and \.\/other\.mjs: \d+ cases, 0 left out as declared deviations\n/);
    expect(stdout).toMatch(/\nmatmul +float64 +\d+ +equal +ok\n/);
    expect(stdout).toMatch(/\n\.\/other\.mjs against ts's kernels +2,627 +0\.00e\+0 +ok\n/);
    expect(stdout).toMatch(/\nTraining: 100 steps, sgd, learning rate 0\.03, batches of 120; equal weights/);
    expect(stdout).toMatch(/\n1 +\d\.\d{6} +\d\.\d{6} +0\.0e\+0\n10 /);
    expect(stdout).toMatch(
      /\nok {4}accuracy on the test set: ts [\d.]+ %, \.\/other\.mjs [\d.]+ %; 0\.00 points apart \(gate 0\.2\)\n/,
    );
    expect(stdout).toMatch(
      /\nok: the backends agree, with difference 0 everywhere; [\d.]+ s; only cases with 'matmul float64 17x' in /,
    );
    expect(stderr).toBe('');
  });

  it('prints one JSON object', async () => {
    const other = altered("native: '1.2.3', notice: 'a slower way'");
    const { code, stdout, stderr } = await check(other, { json: true, dtype: 'float32', steps: 5, filter: '17x5x3' });
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout.startsWith('{"ok":true,"backends":[{"name":"ts","native":null,')).toBe(true);
    const { backends, dtype, filter, ops, gradients, training } = JSON.parse(stdout);
    expect(backends[1]).toEqual({
      name: './other.mjs',
      native: '1.2.3',
      description: 'for tests',
      notice: 'a slower way',
    });
    expect([dtype, filter]).toEqual(['float32', '17x5x3']);
    expect(ops.every((op: { dtype: string }) => op.dtype !== 'float64')).toBe(true);
    expect(ops[0]).toMatchObject({ backends: ['ts', './other.mjs'], kernel: 'matmul', dtype: 'float32', ok: true });
    expect(gradients.worst).toBe(0);
    expect(training.steps).toBe(5);
    expect(training.worstRelativeLossDifference).toBe(0);
    expect(training.losses.ts).toHaveLength(5);
    expect(training.losses['./other.mjs']).toEqual(training.losses.ts);
    expect(stderr).toBe('nabla: a slower way\n');
  });

  it('trains a preset to its end', async () => {
    const { code, stdout } = await check(altered(''), { preset: 'quick', json: true, filter: 'fill' });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).training).toMatchObject({
      steps: 6,
      plan: { optimizer: 'adam', batchSize: 120, epochs: 6 },
    });
  });

  it('accepts layers, and then does not flatten the images', async () => {
    const layers = [{ type: 'Conv2d', filters: 2, kernelSize: 3 }, { type: 'ReLU' }, { type: 'Flatten' }];
    const { code, stdout } = await check(altered(''), { layers, hidden: [3], steps: 2, filter: 'fill' });
    expect(code).toBe(0);
    expect(stdout).toContain('Gradients of the network (Conv2d, ReLU, Flatten, hidden 3) on one batch');
    // 3 * 3 * 2 + 2 of the convolution, 2 x 3 windows of 2 channels, and 120 images of 4 x 5.
    expect(stdout).toContain(` ${(20 + 12 * 3 + 3 + 3 * 10 + 10 + 120 * 20).toLocaleString('en-US')} `);
  });

  it('names a kernel, a gradient and a loss that differ, and exits with 1', async () => {
    const exp = `fused: undefined, exp: (x) => {
      const y = ts.exp(x);
      for (let i = 0; i < y.length; i++) y[i] *= 1.01 + 0.01 * (i % 2);
      return y;
    }`;
    const { code, stdout } = await check(altered(exp), { quiet: true, filter: 'exp' });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^WRONG exp float64 [^:]*: element \d+ is \S+ by ts, \S+ by \.\/other\.mjs; error [^\n]*, gate [^\n]* times\)\n/,
    );
    expect(stdout).toMatch(/\nWRONG \.\/other\.mjs against ts: 0\.weight at \[\d+, \d+\]: the gradient is /);
    expect(stdout).toMatch(/\nWRONG worst relative difference of the loss [\d.]+e-\d at step \d+ \(gate 1e-3\)\n/);
    expect(stdout).toMatch(
      /\nWRONG: the backends differ by more than they may; [\d.]+ s; only cases with 'exp' in their name\n$/,
    );
  });

  it('leaves out declared deviations, and counts them', async () => {
    const fill = 'fill: (shape, value, dtype) => ts.fill(shape, value === -1e300 ? 0 : value, dtype)';
    expect((await check(altered(fill), { steps: 1, dtype: 'float64', filter: 'fill' })).code).toBe(1);
    const declared = ['float32', 'float64'].map((dtype) => ({
      case: `fill ${dtype} 17 of -1e+300`,
      reason: 'too large',
      permits: { absolute: 1e301 },
    }));
    const other = altered(fill, `export const deviations = () => ${JSON.stringify(declared)};`);
    const { code, stdout } = await check(other, { steps: 1, dtype: 'float64', filter: 'fill' });
    expect(code).toBe(0);
    expect(stdout).toContain('1 left out as declared deviations');
  });

  it("compares with a package's own gradients too", async () => {
    const reference = `
      export const createGradientReference = async () => ({
        name: 'broken',
        differentiate: async ({ parameters }) => ({ loss: 9, inputGradient: undefined, gradients: parameters }),
      });`;
    const { code, stdout } = await check(altered('', reference), { steps: 1, filter: 'fill' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/\n\.\/other\.mjs against ts's kernels .* ok\n/);
    expect(stdout).toMatch(/\nts against \.\/other\.mjs's automatic differentiation .* WRONG\n/);
  });
});

describe('the comparison fails for a backend that', () => {
  it('throws in a kernel', async () => {
    const broken = altered("fused: undefined, exp: () => { throw new Error('no\\nGPU'); }");
    const { code, stdout } = await check(broken, { quiet: true, filter: 'exp' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^WRONG exp float64 [^\n]*: the backend threw: no GPU\n/);
    expect(stdout).toContain('\nWRONG ./other.mjs against ts: it threw: no GPU\n');
    expect(stdout).toContain('\nWRONG ./other.mjs: no GPU\n');
    expect(stdout).toMatch(
      /\nWRONG: the backends differ by more than they may; [\d.]+ s; only cases with 'exp' in their name\n$/,
    );
  });

  it('trains to NaN', async () => {
    const nan = altered('fused: undefined, exp: (x) => ts.exp(x).fill(NaN)');
    const { code, stdout } = await check(nan, { json: true, filter: 'exp' });
    expect(code).toBe(1);
    const { ok, training } = JSON.parse(stdout);
    expect(ok).toBe(false);
    expect(training.problems).toEqual([expect.stringMatching(/^\.\/other\.mjs: .*NaN at epoch 1, step 1/)]);
    expect(training.losses.ts).toHaveLength(100);
    expect(training.losses['./other.mjs']).toEqual([]);
  });
});

it('passes the options of the config file to the backend that it names', async () => {
  const other = `
    import { createBackend as createTs } from '${TS}';
    export const createBackend = async (options) => {
      return { ...(await createTs()), name: 'o', description: JSON.stringify(options) };
    };`;
  const configured = { backend: './other.mjs', backendOptions: { engine: 'cpu' } };
  const { stdout } = await check(other, { configured, steps: 1, filter: 'fill' });
  expect(stdout).toContain('\n  ./other.mjs  {"engine":"cpu"}\n');
});

describe('nabla parity refuses', () => {
  it.each([
    [{ backends: ['ts', 'auto'] }, "--backends: 'auto' is not a backend."],
    [{ backends: ['ts', 'tss'] }, "unknown backend 'tss'"],
    [{ filter: 'matmlu' }, "--filter: no case has 'matmlu' in its name. Did you mean 'matmul'?"],
    [{ filter: 'storage' }, "--filter: ts and ./other.mjs can compare no case with 'storage' in its name."],
    [{ dtype: 'float64' }, 'dtype float64: ./other.mjs cannot compute in this dtype.'],
    [{ requireNative: true }, '--require-native: no backend computes in a native library here.'],
  ] as const)('%j', async (change, message) => {
    const checking = check(altered("dtypes: ['float32', 'int32', 'uint8']"), change);
    await expect(checking).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });
});
