import { DARK_COLORS, LIGHT_COLORS } from '@nablajs/charts';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html.js';
import type { ResultFile } from '../../src/result/result-file.js';
import { around, NATIVE_PEAKS, sampleCandidate, sampleFile, sampleMemory, sampleResult } from '../samples.js';

const file = sampleFile({
  missing: [{ name: 'torch', reason: 'no module named torch', install: 'pip install torch' }],
  results: [
    sampleResult('ts', 4.5e-4, { name: 'matmul 64', gflops: 1.17, shareOfPeak: 0.019, verified: 0.25 }),
    sampleResult('numpy', 9e-5, { name: 'matmul 64', ratio: around(0.2) }),
    sampleResult('tfjs-cpu', 8.5e-4, { name: 'matmul 64', ratio: { median: 1.9, low: 1.8, high: 2 } }),
    sampleResult('ts', 3.6e-3, { name: 'matmul 128' }),
    sampleResult('numpy', 7e-4, { name: 'matmul 128', ratio: around(0.2) }),
    sampleResult('ts', 1e-3, { name: 'exp', dtype: 'float64' }),
    sampleResult('ts', 0.06, { suite: 'startup', name: 'import and start' }),
    sampleMemory('ts', 1.1e8, 3.45e8),
  ],
  failures: [{ suite: 'ops', name: 'matmul 128', dtype: 'float32', candidate: 'tfjs-cpu', reason: 'broke' }],
  leftOut: [
    { suite: 'ops', name: 'matmul 64', dtype: 'float32', candidate: 'torch', reason: 'no such kind' },
    { suite: 'memory', name: 'train 532', dtype: 'float32', candidate: 'numpy', reason: 'Linux only' },
    { suite: 'ops', name: 'exp', dtype: 'float64', candidate: 'numpy', reason: 'too slow' },
  ],
});

const documentOf = (...results: ResultFile[]) => parseHTML(htmlReport(results)).document;

type Root = { querySelectorAll(query: string): Iterable<{ textContent: string | null }> };

const texts = (root: Root, query: string) =>
  [...root.querySelectorAll(query)].map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim());

/** The rows of the table in the part with this title: cells, separated by ` | `. */
function table(document: Document, title: string) {
  const part = [...document.querySelectorAll('details')].find((one) => texts(one, 'summary')[0]?.startsWith(title));
  return [...(part?.querySelectorAll('tr') ?? [])].map((row) =>
    [...row.children]
      .map((cell) =>
        cell.innerHTML
          .replace(/<br>/g, ' / ')
          .replace(/<[^>]*>/g, '')
          .trim(),
      )
      .join(' | '),
  );
}

describe('the page', () => {
  const document = documentOf(file);

  it('has the machine in a line, the chart, then folded tables, and what failed', () => {
    expect(texts(document, 'h1')).toEqual(['Benchmarks']);
    expect(texts(document, 'h2, section > p, figure > div, summary, h3')).toEqual([
      'Example 9000, 2026-01-02',
      '2 cores, 8.00 GB of memory, Linux 6.1 x64, Node v22.1.0',
      expect.stringContaining('← faster'),
      expect.stringContaining('← faster'),
      expect.stringMatching(/^Left of the line is faster than nabla ts, right of it slower; the scale is logarithmic/),
      'Operations 3 workloads',
      'Start-up 1 workload',
      'Memory 1 workload',
      'Candidates 3 candidates',
      'How it was measured',
      'Left out 3 reasons',
      'Failures',
      'These candidates gave a wrong result or broke, so they were not timed, or not to the end.',
    ]);
    expect(document.querySelectorAll('details[open]')).toHaveLength(0);
  });

  it('has a column for each candidate', () => {
    expect(table(document, 'Operations')).toEqual([
      'Workload | nabla ts (baseline) | numpy | tfjs-cpu',
      'matmul 64 / float32 | 450 us ±2.0 % / 1.17 GFLOP/s / 1.9 % of peak | 90.0 us ±2.0 % / 5.0x faster / (4.9 to 5.2)' +
        ' | 850 us ±2.0 % / 1.9x slower / (1.8 to 2.0)',
      'matmul 128 / float32 | 3.60 ms ±2.0 % | 700 us ±2.0 % / 5.0x faster / (4.9 to 5.2) | failed',
      'exp / float64 | 1.00 ms ±2.0 % | left out | -',
    ]);
    expect(table(document, 'Memory')).toEqual([
      'Workload | nabla ts (baseline)',
      'train 532 / float32 | 345 MB peak / 110 MB steady',
    ]);
    expect(texts(document, '.faster')).toContain('5.0x faster');
    expect(texts(document, '.slower')).toEqual(['1.9x slower', 'failed']);
  });

  it('has candidates, those that are not installed, and what was left out', () => {
    expect(table(document, 'Candidates')).toEqual([
      'Candidate | Version | Threads | Detail',
      'nabla ts (baseline) | 1.2.3 | 1 thread | made up ts',
      'numpy | 1.2.3 | 1 thread | made up numpy',
      'tfjs-cpu | 1.2.3 | 1 thread | made up tfjs-cpu',
      'Not installed | Reason | To install it',
      'torch | no module named torch | pip install torch',
    ]);
    expect(table(document, 'Left out').slice(1)).toEqual([
      'torch | no such kind | ops matmul 64 float32',
      'numpy | Linux only | memory train 532 float32',
      'numpy | too slow | ops exp float64',
    ]);
    expect(texts(document, 'section > .scroll tbody tr')).toEqual(['tfjs-cpuops matmul 128 float32broke']);
  });

  it('says how it was measured', () => {
    expect(texts(document, 'dd')).toEqual([
      'Example 9000, 2 cores',
      '8.00 GB',
      'Linux 6.1 x64',
      'v22.1.0',
      '0.12 before, 1.50 after',
      '60.0 GFLOP/s per core (float32)',
    ]);
    const text = texts(document, 'main')[0];
    expect(text).toContain('2 launches x 5 rounds');
    expect(text).toContain('In training and inference these exclude black pixels');
    expect(text).toContain("1.9x slower takes 1.9 times the baseline's time");
  });

  it('has the native peaks, and which of them a candidate has', () => {
    const machine = { ...file.machine, nativePeaks: NATIVE_PEAKS.slice(2, 4) };
    const native = documentOf({ ...file, machine, candidates: [{ ...sampleCandidate('native'), peak: 'avx2 fast' }] });
    expect(texts(native, 'dd')).toContain(
      '60.0 GFLOP/s per core (float32) in WebAssembly, 220 in avx512, 165 in avx2 fast',
    );
    expect(texts(native, 'td')).toContain('made up native; peak of avx2 fast');
  });

  it('shows notes in the cells they are of', () => {
    const results = [sampleResult('ts', 1, { note: 'rows <first>' }), sampleResult('numpy', 1)];
    expect(table(documentOf(sampleFile({ results })), 'Operations')[1]).toContain(
      '1.00 s ±2.0 % / rows &lt;first&gt; |',
    );
  });
});

describe('several runs', () => {
  const older = sampleFile({ created: '2025-05-06T07:08:09.000Z', machine: { ...file.machine, cpu: 'Old 1' } });

  it('are sections with links to them, in the given order', () => {
    const document = documentOf(file, older);
    expect(texts(document, 'h2')).toEqual(['Example 9000, 2026-01-02', 'Old 1, 2025-05-06']);
    const links = [...document.querySelectorAll('nav a')];
    expect(links.map((link) => [link.getAttribute('href'), link.textContent])).toEqual([
      ['#run-1', 'Example 9000, 2026-01-02'],
      ['#run-2', 'Old 1, 2025-05-06'],
    ]);
    for (const link of links) expect(document.querySelector(link.getAttribute('href') ?? '')).not.toBeNull();
  });

  it('have no links if there is one', () => {
    expect(documentOf(file).querySelector('nav')).toBeNull();
  });
});

it('makes no requests and has no script', () => {
  const page = htmlReport([file]);
  expect(page).toMatch(/content="default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'; /);
  expect(page).not.toMatch(/https?:|\/\/|<script|<img|@import|url\(/);
});

it('has colours for light and dark, and light ones in print', () => {
  const page = htmlReport([file]);
  const [light = '', dark = ''] = page.split('@media screen and (prefers-color-scheme: dark)');
  for (const [at, color] of LIGHT_COLORS.entries()) expect(light).toContain(`--mark-${at}: ${color};`);
  for (const [at, color] of DARK_COLORS.entries()) expect(dark).toContain(`--mark-${at}: ${color};`);
  expect(page).toContain('fill="var(--ink)"');
  // Charts have no fixed colours, which would not change with the page's.
  expect(page.match(/(?:fill|stroke)="(?!var\(|none)[^"]*"/g)).toBeNull();
});

it('escapes everything that comes from the file', () => {
  const evil = `</title></style><script>alert(1)</script><img src=x onerror=alert(2)>"'&]]><!--`;
  const hostile = sampleFile({
    created: evil,
    complete: false,
    machine: { ...file.machine, cpu: evil, os: evil, node: evil },
    baseline: evil,
    candidates: [{ name: evil, version: evil, detail: evil, threads: 1, peer: true }, sampleCandidate(`two ${evil}`)],
    missing: [{ name: evil, reason: evil, install: evil }],
    results: [
      sampleResult(evil, 1, { name: evil, kind: evil, note: evil }),
      sampleResult(`two ${evil}`, 1, { name: evil, ratio: around(1.5) }),
      { ...sampleMemory(evil, 1e8, 2e8), name: evil },
    ],
    failures: [{ suite: 'ops', name: evil, dtype: 'float32', candidate: evil, reason: evil }],
    leftOut: [{ suite: 'ops', name: evil, dtype: 'float64', candidate: evil, reason: evil }],
  });
  const page = htmlReport([hostile]);
  expect(page).not.toMatch(/<script|<img|<!--|]]>/i);
  const document = parseHTML(page).document;
  expect(document.querySelectorAll('script, img')).toHaveLength(0);
  expect(document.querySelector('[onerror]')).toBeNull();
  expect(document.querySelectorAll('style')).toHaveLength(1);
  expect(texts(document, 'dd')[2]).toBe(evil);
  expect(texts(document, '.warning')[0]).toMatch(/^The run was stopped early/);
  expect(document.querySelectorAll('svg.chart')).toHaveLength(2);
});

it.each([
  ['numbers are absurd', [sampleResult('ts', 0), sampleResult('numpy', 1e300, { ratio: around(1e300) })]],
  ['there is one candidate', [sampleResult('ts', 1)]],
])('says why there is no chart if %s', (_, results) => {
  const document = documentOf(sampleFile({ results }));
  expect(document.querySelector('svg.chart')).toBeNull();
  expect(texts(document, 'section > p')[1]).toMatch(/^There is no chart: /);
});

it('is a page even without results', () => {
  expect(texts(documentOf(sampleFile()), 'section > p')).toContain('No results.');
});

it.each([
  ['light', LIGHT_COLORS, '#ffffff'],
  ['dark', DARK_COLORS, '#181b1f'],
] as const)('marks stand out from a %s card by 2.8 to 1 at least', (_, colors, card) => {
  for (const color of colors) expect(contrast(color, card), color).toBeGreaterThan(2.8);
});

/** WCAG 2: the ratio of relative luminances. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
