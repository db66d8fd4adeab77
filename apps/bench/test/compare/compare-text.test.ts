import { expect, it } from 'vitest';
import { compareFiles } from '../../src/compare/compare.js';
import { comparisonLines } from '../../src/compare/compare-text.js';
import type { Result } from '../../src/result/result-file.js';
import { sampleFile, sampleMemory, sampleResult } from '../samples.js';

const plain = { width: 80, color: false };

const NO_FIXED = [
  'Note: No other library is in both files, so a slower machine looks like slower',
  '  code when seconds are compared. Include one with --peers to tell them apart.',
  '',
];

const named = (name: string, seconds: number): Result => sampleResult('ts', seconds, { name });

const old = sampleFile({
  results: [
    named('exp', 1e-3),
    named('tanh', 1e-3),
    named('relu', 1e-3),
    named('sum', 1e-3),
    named('gone', 5e-6),
    named('broken', 5e-6),
    named('dropped', 5e-6),
    sampleMemory('ts', 1e8, 2e8),
  ],
});
const current = sampleFile({
  results: [
    named('exp', 0.5e-3),
    named('tanh', 1.2e-3),
    named('relu', 2e-3),
    named('sum', 1e-3),
    named('new', 7e-6),
    sampleMemory('ts', 1e8, 3e8),
  ],
  failures: [{ suite: 'ops', name: 'broken', dtype: 'float32', candidate: 'ts', reason: 'its result is wrong' }],
  leftOut: [{ suite: 'ops', name: 'dropped', dtype: 'float32', candidate: 'ts', reason: 'too slow' }],
});

it('lists what changed, worst first, and ends with a summary', () => {
  expect(comparisonLines(compareFiles(old, current, { failOver: 0.3 }), plain)).toEqual([
    ...NO_FIXED,
    'failed   ts: ops broken float32',
    '         was 5.00 us; now: its result is wrong; REGRESSION',
    'slower   ts: ops relu float32',
    '         +100.0 % time (+92.2 % to +108.2 %); 2.00 ms, was 1.00 ms; REGRESSION',
    'larger   ts: memory train 532 float32',
    '         +50.0 % memory; 300 MB, was 200 MB; REGRESSION',
    'slower   ts: ops tanh float32',
    '         +20.0 % time (+15.3 % to +24.9 %); 1.20 ms, was 1.00 ms',
    'added    ts: ops new float32',
    '         7.00 us',
    'removed  ts: ops gone float32',
    '         was 5.00 us',
    'left out ts: ops dropped float32',
    '         was 5.00 us; now: too slow',
    'faster   ts: ops exp float32',
    '         -50.0 % time (-52.0 % to -48.0 %); 500 us, was 1.00 ms',
    '',
    '9 rows: 1 failed, 2 slower, 1 larger, 1 faster, 1 same, 1 left out, 1 added, 1 removed. 3 regressions over 30 %.',
  ]);
});

it('says that nothing changed', () => {
  expect(comparisonLines(compareFiles(old, old), plain)).toEqual([...NO_FIXED, '8 rows: 8 same.']);
  expect(comparisonLines(compareFiles(old, old, { failOver: 0.1 }), plain)).toEqual([
    ...NO_FIXED,
    '8 rows: 8 same. No regression over 10 %.',
  ]);
});

it('names the change that it subtracts, and puts notes first', () => {
  const both = (machine: number, ts: number) =>
    sampleFile({ results: [sampleResult('ts', machine * ts), sampleResult('numpy', machine)] });
  expect(comparisonLines(compareFiles(both(1, 1), both(1.3, 1.5)), plain)).toEqual([
    'Note: The other libraries take 30 % more time, so the machine changed. This',
    '  change is subtracted from changes in seconds.',
    '',
    'slower   ts: ops matmul 64x64x64 float32',
    '         +50.0 % time (+44.1 % to +56.1 %) in addition to the +30.0 % of the',
    '         other libraries; 1.95 s, was 1.00 s',
    '',
    '2 rows: 1 slower, 1 same.',
  ]);
});

it('paints verdicts only with colour on, and removes escape sequences', () => {
  const hostile = (seconds: number) =>
    sampleFile({ results: [sampleResult('ts', seconds, { name: 'a\u001b[31mb\nc' })] });
  const comparison = compareFiles(hostile(1), hostile(2));
  expect(comparisonLines(comparison, plain)).toContain('slower   ts: ops a?[31mb c float32');
  expect(comparisonLines(comparison, { width: 80, color: true })).toContain(
    '\u001b[31mslower   \u001b[39mts: ops a?[31mb c float32',
  );
});
