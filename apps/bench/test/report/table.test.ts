import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { formatSeconds } from '@nablajs/command-line';
import { expect, it } from 'vitest';
import { terminalLines } from '../../src/report/table.js';
import { readResultFile } from '../../src/result/read-result-file.js';
import type { ResultFile } from '../../src/result/result-file.js';
import { around, NATIVE_PEAKS, sampleCandidate, sampleFile, sampleMemory, sampleResult } from '../samples.js';

const plain = { width: 80, color: false };

const leftOut = (name: string, candidate: string, reason: string) =>
  ({ suite: 'ops', name, dtype: 'float32', candidate, reason }) as const;

const file = sampleFile({
  missing: [{ name: 'torch', reason: 'no module named torch', install: 'pip install torch' }],
  results: [
    sampleResult('ts', 4.5e-4, { gflops: 1.165, shareOfPeak: 0.0194 }),
    sampleResult('numpy', 9e-5, { ratio: around(0.2), gflops: 5.83, shareOfPeak: 0.097 }),
    sampleResult('tfjs-cpu', 8.5e-4, { ratio: { median: 1.9, low: 1.8, high: 2 } }),
    sampleResult('ts', 2e-6, { name: 'exp 1,000', kind: 'unary', dtype: 'float64' }),
    sampleResult('tfjs-cpu', 2e-6, {
      name: 'exp 1,000',
      kind: 'unary',
      dtype: 'float64',
      ratio: { median: 1, low: 0.9, high: 1.2 },
    }),
    sampleResult('ts', 3e-6, { name: 'sum', tokensPerSecond: 1234 }),
    sampleMemory('ts', 1.1e8, 3.45e8),
  ],
  failures: [
    {
      suite: 'ops',
      name: 'exp 1,000',
      dtype: 'float64',
      candidate: 'numpy',
      reason: 'result differs: 3 times its gate',
    },
  ],
  leftOut: [
    ...['a', 'b', 'c', 'd', 'e'].map((name) => leftOut(name, 'brain.js', 'no such kind')),
    leftOut('sum', 'tfjs-cpu', 'one execution takes 4.0 s, more than --limit 2'),
  ],
});

const docs = new URL('../../../../docs/', import.meta.url);
const readGuide = (name: string) => readFileSync(new URL(`guides/${name}.md`, docs), 'utf8');
const readResults = (name: string) => readResultFile(fileURLToPath(new URL(`benchmarks/${name}.json`, docs)));

it('the guide shows rows of the results in this repository', () => {
  const quoted = /apps\/bench compares them with the file -->\n\n```text\n([\s\S]*?)\n```/.exec(
    readGuide('reading-benchmark-results'),
  )?.[1];
  expect(quoted?.split('\n').length).toBeGreaterThan(10);
  const lines = terminalLines(readResults('xeon-2-cores'), { width: 110, color: false });
  expect(lines.join('\n')).toContain(quoted);
});

it.each([
  ['an epoch of 60,000 MNIST images, full batch, 532 hidden units', 'full batch, 60,000 rows, 532 hidden'],
  ['100 steps of 128 images, Adam', 'shuffled batches of 128, 12,800 rows, Adam'],
  ['one step of a convolutional network, 128 images', 'mnist_convnet, batch of 128'],
  ['one image, from pixels to logits', 'latency of one image'],
  ['a dense product, 1,024 × 1,024 × 1,024', 'matmul 1024x1024x1024'],
  ['start', 'import and start'],
])('"Choosing a backend" shows the measured times: %s', (row, workload) => {
  const timed = readResults('epyc-zen4-2-cores').results.filter(
    ({ suite, name, dtype }) => suite !== 'memory' && name === workload && dtype === 'float32',
  );
  const measured = (candidate: string) => timed.find((result) => result.candidate === candidate);
  const line = readGuide('choosing-a-backend')
    .split('\n')
    .find((each) => each.startsWith(`| ${row} |`));
  const [time, ...ratios] = line?.split(' | ').slice(1) ?? [];
  expect(time?.replace('µ', 'u')).toBe(formatSeconds(measured('wasm')?.medianSeconds ?? Number.NaN));
  expect(ratios.map((ratio) => ratio.replace(/ \|$/, ''))).toEqual(
    ['native', 'ts', 'tfjs-node'].map((candidate) => measured(candidate)?.ratio?.median.toPrecision(2)),
  );
});

it('shows everything in 80 columns', () => {
  expect(terminalLines(file, plain)).toEqual([
    'Machine  Example 9000, 2 cores; Memory 8.00 GB; System Linux 6.1 x64; Node',
    '         v22.1.0; Load 0.12 before, 1.50 after; Peak 60.0 GFLOP/s per core',
    '         (float32)',
    'Method   2 launches x 5 rounds (fewer for slow workloads), about 200 ms per',
    '         candidate and round, baseline ts',
    'Reading  Median of the rounds, ± half the width of its interval. Ratios compare',
    '         each round with the baseline: the candidate is slower or faster, with',
    '         the interval in parentheses. GFLOP/s count only the operations that',
    '         every candidate has to do. In training and inference these exclude',
    '         black pixels, so a library that multiplies all pixels has a smaller',
    '         share of the peak.',
    '',
    'Candidates',
    '  ts (baseline): 1.2.3; made up ts; 1 thread',
    '  numpy: 1.2.3; made up numpy; 1 thread',
    '  tfjs-cpu: 1.2.3; made up tfjs-cpu; 1 thread',
    '',
    'Operations',
    'workload         ts              numpy           tfjs-cpu',
    '                 (baseline)',
    '---------------  --------------  --------------  ---------------',
    'matmul 64x64x64  450 us ±2.0 %   90.0 us ±2.0 %  850 us ±2.0 %',
    'float32          1.17 GFLOP/s    5.0x faster     1.9x slower',
    '                 1.9 % of peak   (4.9 to 5.2)    (1.8 to 2.0)',
    '                                 5.83 GFLOP/s',
    '                                 9.7 % of peak',
    '',
    'exp 1,000        2.00 us ±2.0 %  failed          2.00 us ±2.0 %',
    'float64                                          1.11x faster',
    '                                                 to 1.20x slower',
    '',
    'sum              3.00 us ±2.0 %  -               left out',
    'float32          1230 tokens/s',
    '',
    'Memory',
    'workload   ts',
    '           (baseline)',
    '---------  -------------',
    'train 532  345 MB peak',
    'float32    110 MB steady',
    '',
    'Missing',
    '  torch: no module named torch. To install it: pip install torch',
    '',
    'Failures',
    '  numpy, ops exp 1,000 float64: result differs: 3 times its gate',
    '',
    'Left out',
    '  brain.js: no such kind: ops a float32; ops b float32; ops c float32; and 2',
    '    more',
    '  tfjs-cpu: one execution takes 4.0 s, more than --limit 2: ops sum float32',
  ]);
});

/** Twelve candidates; the last one does not have the second workload. */
function longFile(): ResultFile {
  const names = ['ts', ...Array.from({ length: 11 }, (_, at) => `candidate-${at}`)];
  const row = (name: string, candidate: string) =>
    sampleResult(candidate, 1e-3, { name, ...(candidate === 'ts' ? {} : { ratio: around(1.5) }) });
  const results = names.flatMap((candidate) => [row('one', candidate), row('two', candidate)]).slice(0, -1);
  return sampleFile({ candidates: names.map(sampleCandidate), results });
}

it.each([60, 80, 120, 200])('breaks a long table into blocks that fit %d columns, and loses no candidate', (width) => {
  const lines = terminalLines(longFile(), { width, color: false });
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
  const table = lines.slice(lines.indexOf('Operations'));
  const headers = table.filter((line) => line.startsWith('workload'));
  expect(headers.flatMap((line) => line.split(/ +/).slice(1))).toEqual(longFile().candidates.map(({ name }) => name));
  expect(table.join('\n').match(/1\.00 ms ±2\.0 %/g)).toHaveLength(23);
  // The candidate without a result.
  expect(table.filter((line) => / -$/.test(line))).toHaveLength(1);
});

it('shows the note of a result in its cell, wrapped to the width of other cells', () => {
  const noted = sampleFile({ results: [sampleResult('ts', 1e-3, { note: 'channels_last, the faster format' })] });
  const table = terminalLines(noted, plain);
  expect(table.slice(table.indexOf('Operations')).map((line) => line.trim())).toEqual([
    'Operations',
    'workload         ts',
    '(baseline)',
    '---------------  --------------',
    'matmul 64x64x64  1.00 ms ±2.0 %',
    'float32          channels_last,',
    'the faster',
    'format',
  ]);
});

it('says the same with colour and without', () => {
  const colored = terminalLines(file, { ...plain, color: true });
  expect(colored.map(stripVTControlCharacters)).toEqual(terminalLines(file, plain));
  expect(colored.join('\n')).toContain('\u001b[31m1.9x slower\u001b[39m');
  expect(colored.join('\n')).toContain('\u001b[32m5.0x faster\u001b[39m');
});

it('says that a run was stopped, was quick, or has no results', () => {
  const lines = terminalLines(sampleFile({ complete: false, quick: true }), { width: 200, color: false });
  expect(lines.find((line) => line.startsWith('Method'))).toMatch(/; quick: fewer rounds, wider intervals$/);
  expect(lines).toContain(
    'Stopped  The run was stopped early: these results are complete, the others were not measured.',
  );
  expect(lines.at(-1)).toBe('No results.');
});

it('removes escape sequences from a file', () => {
  const evil = 'x\u001b]0;title\u0007\u009b2J\r\ny';
  const hostile = sampleFile({
    machine: { ...file.machine, cpu: evil, os: evil, node: evil },
    baseline: evil,
    candidates: [{ name: evil, version: evil, detail: evil, threads: 1, peer: true }],
    missing: [{ name: evil, reason: evil, install: evil }],
    results: [sampleResult(evil, 1, { name: evil, note: evil })],
    failures: [{ suite: 'ops', name: evil, dtype: 'float32', candidate: evil, reason: evil }],
    leftOut: [{ suite: 'ops', name: evil, dtype: 'float64', candidate: evil, reason: evil }],
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: looking for them is the point.
  expect(terminalLines(hostile, plain).filter((line) => /[\u0000-\u001f\u007f-\u009f]/.test(line))).toEqual([]);
});

it('names the native peaks of the machine, and those of candidates', () => {
  const { machine } = file;
  const native = { ...sampleCandidate('native'), peak: 'avx2' };
  const lines = terminalLines(
    { ...file, machine: { ...machine, nativePeaks: NATIVE_PEAKS.slice(0, 4) }, candidates: [native] },
    { ...plain, width: 200 },
  );
  expect(lines.join('\n').replaceAll(/\n +/g, ' ')).toContain(
    'Peak 60.0 GFLOP/s per core (float32) in WebAssembly, 58.0 in baseline, 110 in avx2, 220 in avx512, 165 in avx2 fast',
  );
  expect(lines).toContain('  native: 1.2.3; made up native; 1 thread; peak of avx2');
});
