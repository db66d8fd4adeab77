import type { Backend } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { describe, expect, test } from 'vitest';
import {
  type CaseResult,
  type ConformanceReport,
  cases,
  type Deviation,
  type RunOptions,
  runConformance,
} from '../src/index.js';
import { tooManyDeclared } from '../src/tolerances/deviation.js';
import { createUnsigned, FEW, LOST_SIGN } from './declared.js';
import { elements } from './mutants/mutant.js';

const run = async (create: () => Promise<Backend>, options: RunOptions = {}): Promise<ConformanceReport> =>
  runConformance(await create(), { ...FEW, ...options });

const failuresOf = ({ cases: results }: ConformanceReport): CaseResult[] =>
  results.filter(({ status }) => status === 'failed');

const resultOf = (report: ConformanceReport, name: string): CaseResult | undefined =>
  report.cases.find((result) => result.name === name);

/** What a backend that fails in many cases would have to declare. */
const declarationsOf = (failures: readonly CaseResult[]): Deviation[] =>
  failures.map(({ name }) => ({ case: name, reason: 'another first element', permits: { result: () => 12345 } }));

async function createBadErf(): Promise<Backend> {
  const naive = await createBackend();
  const erf: Backend['erf'] = (x) => {
    const result = naive.erf(x);
    elements({ storage: result }).fill(12345, 0, 1);
    return result;
  };
  return { ...naive, erf };
}

describe('a backend that conforms', () => {
  test('passes in all cases that it can run', async () => {
    const chosen = cases(FEW);
    const seen: [number, number, string][] = [];
    const report = await run(createBackend, {
      onCase: (done, total, { name }) => seen.push([done, total, name]),
    });
    const { ok, passed, failed, declared, notApplicable, problem } = report;
    expect({ ok, failed, declared, problem }).toEqual({ ok: true, failed: 0, declared: 0, problem: undefined });
    expect(notApplicable).toBe(chosen.filter(({ kernel }) => kernel.startsWith('fused.')).length);
    expect(passed + notApplicable).toBe(chosen.length);
    expect(seen).toEqual(chosen.map(({ name }, index) => [index + 1, chosen.length, name]));
    expect(resultOf(report, 'exp float32 length 4')).toEqual({
      name: 'exp float32 length 4',
      kernel: 'exp',
      dtype: 'float32',
      status: 'passed',
    });
    expect(resultOf(report, 'fused.sgd float32 plain 1')).toMatchObject({
      status: 'not-applicable',
      reason: "backend 'naive' has no fused kernel sgd",
    });
  });

  test('may lack a group of kernels: its cases are not applicable, also those that only need it', async () => {
    const { csr: _csr, ...naive } = await createBackend();
    const backend = { ...naive, name: 'dense' };
    const own = cases({ dtypes: ['float32'], kernels: ['csr.upload', 'fused.dense', 'fill'] });
    const needing = own.filter(({ groups }) => groups.includes('csr'));
    expect(new Set(needing.map(({ kernel }) => kernel))).toEqual(new Set(['csr.upload', 'fused.dense']));
    const reasons = new Set(needing.map((one) => one.notApplicable(backend)));
    expect(reasons).toEqual(new Set(["backend 'dense' has no CSR kernels"]));
    const report = await run(async () => backend, { dtypes: ['float32'], kernels: ['csr.upload', 'fill'] });
    expect([report.ok, report.failed, report.passed > 0, report.notApplicable > 0]).toEqual([true, 0, true, true]);
  });

  test('lets other work run', async () => {
    let [turns, ended] = [0, false];
    const turn = (): void => {
      turns += 1;
      if (!ended) setImmediate(turn);
    };
    setImmediate(turn);
    await run(createBackend);
    ended = true;
    expect(turns).toBeGreaterThanOrEqual(cases(FEW).length);
  });
});

describe('a backend that does not', () => {
  test('fails in each case with its code and message, and all others still run', async () => {
    const report = await run(async () => ({
      ...(await createBackend()),
      erf: () => {
        throw new Error('lost the device');
      },
    }));
    const own = cases(FEW).filter(({ kernel }) => kernel === 'erf');
    expect(failuresOf(report)).toEqual(
      own.map(({ name }) => ({
        name,
        kernel: 'erf',
        dtype: 'float32',
        status: 'failed',
        code: 'threw',
        message: `${name}: the backend threw: lost the device`,
      })),
    );
    expect(report.ok).toBe(false);
    expect(report.passed).toBe(report.cases.length - own.length - report.notApplicable);
  });

  test('shows both values of a mismatch', async () => {
    const report = await run(createUnsigned);
    expect(failuresOf(report)).toEqual([
      {
        name: LOST_SIGN.case,
        kernel: 'fill',
        dtype: 'float32',
        status: 'failed',
        code: 'mismatch',
        message: expect.stringMatching(
          /^fill float32 17 of -0: element 0 at \[0\]: expected -0 \(literal\), received 0;/,
        ),
        expected: '-0',
        received: '0',
        elements: '17 of 17',
      },
    ]);
  });
});

describe('a declared deviation', () => {
  test('that the case needs is neither passed nor failed', async () => {
    const report = await run(createUnsigned, { deviations: [LOST_SIGN] });
    expect(report).toMatchObject({ ok: true, failed: 0, declared: 1, unused: 0 });
    expect(resultOf(report, LOST_SIGN.case)).toEqual({
      name: LOST_SIGN.case,
      kernel: 'fill',
      dtype: 'float32',
      status: 'declared',
      reason: LOST_SIGN.reason,
      expected: '-0',
      received: '0',
      elements: '17 of 17',
    });
  });

  test('that the backend does not need here passes, and is counted', async () => {
    const report = await run(createBackend, { deviations: [LOST_SIGN] });
    expect(report).toMatchObject({ ok: true, failed: 0, declared: 0, unused: 1 });
    expect(resultOf(report, LOST_SIGN.case)).toEqual({
      name: LOST_SIGN.case,
      kernel: 'fill',
      dtype: 'float32',
      status: 'passed',
      unused: true,
      reason: LOST_SIGN.reason,
    });
  });

  test('that is said to hold always fails where it does not', async () => {
    const report = await run(createBackend, { deviations: [{ ...LOST_SIGN, always: true }] });
    expect(report).toMatchObject({ ok: false, failed: 1, declared: 0, unused: 0 });
    expect(failuresOf(report)[0]).toMatchObject({
      code: 'stale-declaration',
      reason: LOST_SIGN.reason,
      message:
        'fill float32 17 of -0: the case passes, although it is declared to deviate always (fill loses the sign of a ' +
        'zero). Remove the declaration.',
    });
    expect(await run(createUnsigned, { deviations: [{ ...LOST_SIGN, always: true }] })).toMatchObject({
      ok: true,
      declared: 1,
    });
  });

  test('that permits something else fails with what the case shows, and with its reason', async () => {
    const deviation: Deviation = { ...LOST_SIGN, permits: 'passes-over-nan' };
    const report = await run(createUnsigned, { deviations: [deviation] });
    expect(report).toMatchObject({ ok: false, failed: 1, declared: 0 });
    const [failure] = failuresOf(report);
    expect(failure).toMatchObject({ code: 'mismatch', expected: '-0', received: '0', elements: '17 of 17' });
    expect(failure?.message).toMatch(
      /17 of 17 elements fail\. The declared deviation \(fill loses the sign of a zero\) does not permit that\.$/,
    );
  });

  test('does not cover a second mistake behind the worst element', async () => {
    const create = async (): Promise<Backend> => {
      const right = await createBackend();
      const fill: Backend['fill'] = (shape, value, dtype) => {
        const storage = right.fill(shape, value + 0, dtype) as Float32Array;
        if (Object.is(value, -0)) storage[16] = 12345;
        return storage;
      };
      return { ...right, fill };
    };
    const report = await run(create, { deviations: [LOST_SIGN] });
    expect(resultOf(report, LOST_SIGN.case)).toMatchObject({
      status: 'failed',
      code: 'mismatch',
      expected: '-0',
      received: '12345',
      elements: '1 of 17',
    });
  });

  test('does not cover a case that fails for another reason', async () => {
    const create = async (): Promise<Backend> => ({
      ...(await createBackend()),
      fill: () => {
        throw new Error('not written yet');
      },
    });
    const report = await run(create, { deviations: [LOST_SIGN] });
    expect(resultOf(report, LOST_SIGN.case)).toMatchObject({
      status: 'failed',
      code: 'threw',
      message: expect.stringContaining('the backend threw: not written yet'),
    });
  });

  test('of a case that is not applicable fails', async () => {
    const deviation = { ...LOST_SIGN, case: 'fused.dense float32 special values none' };
    const options: RunOptions = { kernels: [...FEW.kernels, 'fused.dense'], deviations: [deviation] };
    const report = await run(createBackend, options);
    expect(failuresOf(report)).toMatchObject([
      { code: 'stale-declaration', message: expect.stringContaining("backend 'naive' has no fused kernel dense") },
    ]);
  });

  test('of a dtype that is left out does not matter', async () => {
    const deviation = { ...LOST_SIGN, case: 'fill float64 17 of -0' };
    expect(await run(createBackend, { deviations: [deviation] })).toMatchObject({ ok: true, declared: 0 });
  });

  test.each([
    ['names no case', [{ ...LOST_SIGN, case: 'fill float32 17' }], "no case is named 'fill float32 17'"],
    ['is there twice', [LOST_SIGN, LOST_SIGN], "'fill float32 17 of -0' is declared twice"],
    ['has no reason', [{ ...LOST_SIGN, reason: ' ' }], "'fill float32 17 of -0' needs a reason"],
    ['permits nothing', [{ ...LOST_SIGN, permits: {} }], "'fill float32 17 of -0' permits nothing"],
    ['has no limit', [{ ...LOST_SIGN, permits: { absolute: Infinity } }], 'needs a finite absolute above 0'],
    ['has an unknown name', [{ ...LOST_SIGN, permits: 'anything' as never }], "permits 'anything', which is none of"],
    ['is of the old form', [{ ...LOST_SIGN, permits: undefined as never }], 'must say what it permits'],
    ['names no kernel', [{ ...LOST_SIGN, case: 'csr.upload float32 copies' }], 'so it cannot be declared'],
  ])('that %s is refused before any case runs', async (_, deviations, message) => {
    const seen: string[] = [];
    const promise = run(createUnsigned, { deviations, onCase: (_done, _total, { name }) => seen.push(name) });
    await expect(promise).rejects.toMatchObject({ code: 'unknown-case', message: expect.stringContaining(message) });
    expect(seen).toEqual([]);
  });
});

describe('the limit on declarations', () => {
  test('is 5 % of the applicable cases', () => {
    expect(tooManyDeclared(5, 100)).toBe(undefined);
    expect(tooManyDeclared(6, 100)).toBe('6 of 100 applicable cases are declared deviations; at most 5 % may be.');
    expect(tooManyDeclared(0, 0)).toBe(undefined);
  });

  test('is not judged of a selection by name', async () => {
    const report = await run(createUnsigned, { filter: LOST_SIGN.case, deviations: [LOST_SIGN] });
    expect(report).toMatchObject({ ok: true, declared: 1, passed: 0 });
  });

  test('makes the report not ok although every declaration holds', async () => {
    const failures = failuresOf(await run(createBadErf));
    const report = await run(createBadErf, { deviations: declarationsOf(failures) });
    expect(failures.length).toBeGreaterThan(15);
    expect(report).toMatchObject({ ok: false, failed: 0, declared: failures.length });
    expect(report.problem).toBe(
      `${failures.length} of ${report.cases.length - report.notApplicable} applicable cases are declared deviations; ` +
        'at most 5 % may be.',
    );
  });
});

test('a signal ends the run before its next case', async () => {
  const controller = new AbortController();
  const seen: string[] = [];
  const promise = run(createBackend, {
    signal: controller.signal,
    onCase: (done, _total, { name }) => {
      seen.push(name);
      if (done === 3) controller.abort(new Error('stopped by the user'));
    },
  });
  await expect(promise).rejects.toThrow('stopped by the user');
  expect(seen.length).toBe(3);
});
