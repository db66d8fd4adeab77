import { DARK_COLORS, LIGHT_COLORS } from '@nablajs/charts';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { candidateMarks } from '../../src/report/charts/palette.js';
import { htmlReport } from '../../src/report/html.js';
import type { ResultFile } from '../../src/result/result-file.js';
import { around, NATIVE_PEAKS, sampleCandidate, sampleFile, sampleMemory, sampleResult } from '../samples.js';

const curve = (x: number) => ({ curve: { name: 'square matmul', x }, name: `matmul ${x}` });

const file = sampleFile({
  missing: [{ name: 'torch', reason: 'no module named torch', install: 'pip install torch' }],
  results: [
    sampleResult('ts', 4.5e-4, { ...curve(64), gflops: 1.17, shareOfPeak: 0.019, verified: 0.25 }),
    sampleResult('numpy', 9e-5, { ...curve(64), ratio: around(0.2) }),
    sampleResult('tfjs-cpu', 8.5e-4, { ...curve(64), ratio: { median: 1.9, low: 1.8, high: 2 } }),
    sampleResult('ts', 3.6e-3, curve(128)),
    sampleResult('numpy', 7e-4, { ...curve(128), ratio: around(0.2) }),
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

const documentOf = (result: ResultFile) => parseHTML(htmlReport(result)).document;

const texts = (root: { querySelectorAll(query: string): Iterable<{ textContent: string | null }> }, query: string) =>
  [...root.querySelectorAll(query)].map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim());

it('has a column for notes if there are any', () => {
  const results = [sampleResult('ts', 1, { note: 'rows <first>' }), sampleResult('numpy', 1)];
  const document = documentOf(sampleFile({ results }));
  expect(texts(document, 'th')).toContain('Note');
  expect(texts(document, 'td')).toContain('rows <first>');
  expect(texts(documentOf(file), 'th')).not.toContain('Note');
});

describe('the page', () => {
  const document = documentOf(file);

  it('has the machine, the method, the candidates, missing ones and failures', () => {
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
    expect(texts(document, 'tbody tr').slice(0, 8)).toEqual([
      'ts (baseline)1.2.31made up ts',
      'numpy1.2.31made up numpy',
      'tfjs-cpu1.2.31made up tfjs-cpu',
      'torchno module named torchpip install torch',
      'tfjs-cpuopsmatmul 128 float32broke',
      'torchno such kindops matmul 64 float32',
      'numpyLinux onlymemory train 532 float32',
      'numpytoo slowops exp float64',
    ]);
  });

  it('has the native peaks, and which of them a candidate has', () => {
    const machine = { ...file.machine, nativePeaks: NATIVE_PEAKS.slice(2, 4) };
    const native = documentOf({ ...file, machine, candidates: [{ ...sampleCandidate('native'), peak: 'avx2 fast' }] });
    expect(texts(native, 'dd')).toContain(
      '60.0 GFLOP/s per core (float32) in WebAssembly, 220 in avx512, 165 in avx2 fast',
    );
    expect(texts(native, 'td')).toContain('made up native; peak of avx2 fast');
  });

  it('has every number in a table', () => {
    expect(texts(document, '#ops tbody tr')).toEqual([
      'matmul 64float32ts450 usbaseline441 us459 us1.171.9 %100.25',
      'numpy90.0 us5.0x faster (4.9 to 5.2)88.2 us91.8 us--10-',
      'tfjs-cpu850 us1.9x slower (1.8 to 2.0)833 us867 us--10-',
      'matmul 128float32ts3.60 msbaseline3.53 ms3.67 ms--10-',
      'numpy700 us5.0x faster (4.9 to 5.2)686 us714 us--10-',
      'tfjs-cpufailed',
      'expfloat64ts1.00 msbaseline980 us1.02 ms--10-',
      'numpyleft out',
      'tfjs-cpunot measured',
    ]);
    expect(texts(document, '#memory tbody tr')).toEqual(['train 532float32ts345 MB110 MB']);
  });

  it('has bars, ratios and curves, with their values as text', () => {
    const labels = (suite: string) =>
      [...document.querySelectorAll(`#${suite} [role="img"]`)].map((chart) => chart.getAttribute('aria-label'));
    expect(labels('ops')).toEqual([
      'Median seconds of matmul 64 by candidate',
      'Median seconds of matmul 128 by candidate',
      'Median seconds of exp by candidate',
      'numpy: time over the time of the baseline',
      'tfjs-cpu: time over the time of the baseline',
      'Seconds by size: square matmul, by candidate',
    ]);
    expect(labels('startup')).toEqual(['Median seconds of import and start by candidate']);
    expect(labels('memory')).toEqual(['Memory of train 532 by candidate']);
    const bars = texts(document, '#ops [role="img"] svg text');
    for (const text of ['450 us', '90.0 us', '850 us', '5.0x faster', '1.9x slower', 'even'])
      expect(bars).toContain(text);
  });

  it('draws longer bars for longer times', () => {
    const [first] = document.querySelectorAll('#ops [role="img"]');
    const bars = [...(first?.querySelectorAll('path') ?? [])].filter((path) => path.querySelector('title') !== null);
    expect(bars.map((bar) => bar.textContent)).toEqual(['450 us', '90.0 us', '850 us']);
    // A rectangle: M, its corner, l, its width.
    const [ts = 0, numpy = 0, tfjs = 0] = bars.map((bar) => Number(/l(\S+) 0/.exec(bar.getAttribute('d') ?? '')?.[1]));
    // On a log scale, differences of lengths are those of the logarithms.
    expect((tfjs - ts) / (ts - numpy)).toBeCloseTo(Math.log(8.5 / 4.5) / Math.log(4.5 / 0.9), 2);
  });

  it('gives a candidate the same colour in every chart', () => {
    const [bars, , , ratio] = document.querySelectorAll('#ops [role="img"]');
    const fills = (chart: typeof bars): (string | null)[] =>
      [...(chart?.querySelectorAll('path') ?? [])]
        .filter((path) => path.querySelector('title') !== null)
        .map((path) => path.getAttribute('fill'));
    expect(fills(bars)).toEqual(['var(--mark-0)', 'var(--mark-1)', 'var(--mark-2)']);
    expect(fills(ratio)).toEqual(['var(--mark-1)', 'var(--mark-1)']);
  });
});

it('makes no requests and has no script', () => {
  const page = htmlReport(file);
  expect(page).toMatch(/content="default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'; /);
  expect(page).not.toMatch(/https?:|\/\/|<script|<img|@import|url\(/);
});

it('has colours for light and dark, and light ones in print', () => {
  const page = htmlReport(file);
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
    results: [1, 2].flatMap((x) => [
      sampleResult(evil, x, { name: `${x}${evil}`, curve: { name: evil, x }, kind: evil }),
      sampleResult(`two ${evil}`, x, { name: `${x}${evil}`, curve: { name: evil, x }, ratio: around(1.5) }),
      { ...sampleMemory(evil, 1e8, 2e8), name: evil },
    ]),
    failures: [{ suite: 'ops', name: evil, dtype: 'float32', candidate: evil, reason: evil }],
    leftOut: [{ suite: 'ops', name: evil, dtype: 'float64', candidate: evil, reason: evil }],
  });
  const page = htmlReport(hostile);
  expect(page).not.toMatch(/<script|<img|<!--|]]>/i);
  const document = parseHTML(page).document;
  expect(document.querySelectorAll('script, img')).toHaveLength(0);
  expect(document.querySelector('[onerror]')).toBeNull();
  expect(document.querySelectorAll('style')).toHaveLength(1);
  expect(texts(document, 'dd')[2]).toBe(evil);
  expect(texts(document, '.warning')[0]).toMatch(/^The run was stopped early/);
});

it('draws what can be drawn if numbers are absurd', () => {
  const absurd = sampleFile({
    results: [
      sampleResult('ts', 0),
      sampleResult('numpy', 1e300, { ratio: { median: 1e300, low: 1e-300, high: 1e300 } }),
      sampleResult('tfjs-cpu', -1, { ratio: { median: 0, low: -1, high: 0 } }),
      sampleResult('ts', 1, { name: 'sane' }),
    ],
  });
  const charts = [...documentOf(absurd).querySelectorAll('[role="img"]')].map((chart) =>
    chart.getAttribute('aria-label'),
  );
  expect(charts).toEqual(['Median seconds of sane by candidate']);
});

it('is a page even without results', () => {
  expect(texts(documentOf(sampleFile()), 'main > p')).toContain('No results.');
});

describe('marks', () => {
  it('differ in colour or symbol for 56 candidates', () => {
    const marks = [...candidateMarks(Array.from({ length: 56 }, (_, at) => `c${at}`)).values()];
    expect(new Set(marks.map(({ color, symbol }) => `${color} ${symbol}`)).size).toBe(56);
    expect(marks[7]?.dashed).toBe(false);
    expect(marks[8]).toMatchObject({ color: 'var(--mark-0)', dashed: true });
  });

  it.each([
    ['light', LIGHT_COLORS, '#ffffff'],
    ['dark', DARK_COLORS, '#181b1f'],
  ] as const)('stand out from a %s card by 2.8 to 1 at least', (_, colors, card) => {
    for (const color of colors) expect(contrast(color, card), color).toBeGreaterThan(2.8);
  });
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
