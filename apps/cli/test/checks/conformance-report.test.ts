import { type ConformanceReport, DEFAULT_ULPS, STRICT_ULPS } from '@nablajs/conformance';
import type { Backend } from '@nablajs/core';
import { createBackend } from '@nablajs/core/testing';
import { describe, expect, it } from 'vitest';
import { conformanceJson, headLines, resultLines } from '../../src/checks/conformance-report.js';

const naive: Backend = { ...(await createBackend()), name: 'toy', description: 'plain loops' };

const report: ConformanceReport = {
  ok: false,
  passed: 2,
  failed: 1,
  declared: 1,
  notApplicable: 1,
  unused: 1,
  problem: '1 of 4 applicable cases are declared deviations; at most 5 % may be.',
  cases: [
    { name: 'exp float32 a', kernel: 'exp', dtype: 'float32', status: 'passed' },
    { name: 'exp float64 a', kernel: 'exp', dtype: 'float64', status: 'passed', unused: true, reason: 'rounds down' },
    {
      name: 'exp float32 b',
      kernel: 'exp',
      dtype: 'float32',
      status: 'declared',
      reason: 'flushes subnormals',
      expected: '1e-40',
      received: '0',
    },
    {
      name: 'fill float32 c',
      kernel: 'fill',
      dtype: 'float32',
      status: 'failed',
      code: 'threw',
      message: 'fill float32 c: the backend threw: lost\nthe \u001b[31mdevice',
    },
    { name: 'fused.sgd float32 d', kernel: 'fused.sgd', dtype: 'float32', status: 'not-applicable', reason: 'none' },
  ],
};

describe('the head', () => {
  it('names the backend, its native library, its types and their tolerances', () => {
    const backend: Backend = { ...naive, native: '2.15.1' };
    expect(headLines({ backend, dtypes: ['float32'], ulps: DEFAULT_ULPS, filter: undefined })).toEqual([
      'Conformance of toy: plain loops, native library 2.15.1; float32',
      'Gates in float32: one operation 1e-5 relative + 1e-6; ' +
        'exp 4, expm1 4, log 4, log1p 4, sqrt 4, tanh 5, sigmoid 4, erf 4 ULP; ' +
        'matmul 4 sqrt(k) 2^-24 of |A| |B|; sums 1e-5 of their magnitudes',
      '',
    ]);
  });

  it('leaves out integer types, and a missing native library', () => {
    const lines = headLines({
      backend: naive,
      dtypes: ['float32', 'float64', 'int32'],
      ulps: STRICT_ULPS,
      filter: undefined,
    });
    expect(lines[0]).toBe('Conformance of toy: plain loops; float32, float64');
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'Conformance of toy',
      'Gates in float32',
      'Gates in float64',
      '',
    ]);
    expect(lines[2]).toContain('tanh 2, sigmoid 2, erf 4 ULP');
  });
});

describe('the result', () => {
  const failures = [
    'FAILED fill float32 c: the backend threw: lost the \\u001b[31mdevice',
    'FAILED 1 of 4 applicable cases are declared deviations; at most 5 % may be.',
    'FAILED: 2 passed, 1 failed, 1 declared (1 more not needed here), 1 not applicable; 1.3 s',
  ];

  it('has a table, declared deviations, failures and a last line', () => {
    expect(resultLines(report, 1.26, { quiet: false, filter: undefined })).toEqual([
      'kernel       dtype  passed  failed  declared  not applicable',
      'exp        float32       1       0         1               0',
      'exp        float64       1       0         0               0',
      'fill       float32       0       1         0               0',
      'fused.sgd  float32       0       0         0               1',
      '',
      'not needed here exp float64 a: rounds down',
      'declared exp float32 b: flushes subnormals (expected 1e-40, received 0)',
      ...failures,
    ]);
  });

  it('has only failures and the last line with --quiet', () => {
    expect(resultLines(report, 1.26, { quiet: true, filter: undefined })).toEqual(failures);
  });

  it('ends with ok for a backend that conforms', () => {
    const { problem: _, ...rest } = report;
    const lines = resultLines({ ...rest, ok: true, failed: 0, unused: 0, cases: [] }, 2, {
      quiet: true,
      filter: 'exp',
    });
    expect(lines).toEqual([
      "ok: 2 passed, 0 failed, 1 declared, 1 not applicable; 2.0 s; only cases with 'exp' in their name",
    ]);
  });
});

describe('the JSON object', () => {
  it('begins with ok and the counts, and contains the report', () => {
    const line = conformanceJson(report, {
      backend: naive,
      dtypes: ['float32'],
      ulps: DEFAULT_ULPS,
      filter: undefined,
    });
    expect(line.startsWith('{"ok":false,"passed":2,"failed":1,"declared":1,"notApplicable":1,')).toBe(true);
    expect(JSON.parse(line)).toEqual({
      ...report,
      backend: { name: 'toy', native: null, dtypes: naive.dtypes, description: 'plain loops' },
      dtypes: ['float32'],
      ulps: DEFAULT_ULPS,
      filter: null,
    });
  });

  it('has the version of a native library, and no problem if there is none', () => {
    const { problem: _, ...rest } = report;
    const head = {
      backend: { ...naive, native: '2.15.1' },
      dtypes: ['float32'] as const,
      ulps: DEFAULT_ULPS,
      filter: undefined,
    };
    const object = JSON.parse(conformanceJson(rest, head));
    expect(object.backend.native).toBe('2.15.1');
    expect(object).not.toHaveProperty('problem');
  });
});
