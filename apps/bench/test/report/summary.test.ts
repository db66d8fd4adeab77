/** Which workloads the summary chart shows, and where their dots are. */
import { describe, expect, it } from 'vitest';
import { PEER_NAMES } from '../../src/peers/catalog.js';
import { lanesOf, legendLayout, stack } from '../../src/report/chart/layout.js';
import { candidateMarks, markAt } from '../../src/report/chart/marks.js';
import { HEADLINES, summaryOf } from '../../src/report/chart/summary.js';
import { drawSummary, summarySvg } from '../../src/report/chart/summary-chart.js';
import type { Result } from '../../src/result/result-file.js';
import { workloadsOf } from '../../src/workloads/index.js';
import { SUITES } from '../../src/workloads/workload.js';
import { sharedDigits } from '../mnist.js';
import { around, sampleCandidate, sampleFile, sampleMemory, sampleResult } from '../samples.js';

/** The rows of a workload: the baseline in a millisecond, and NumPy and TensorFlow.js at these ratios. */
function rows(suite: Result['suite'], name: string, numpy = 0.5, tfjs = 20): Result[] {
  return [
    sampleResult('ts', 1e-3, { suite, name }),
    sampleResult('numpy', numpy * 1e-3, { suite, name, ratio: around(numpy) }),
    sampleResult('tfjs-cpu', tfjs * 1e-3, { suite, name, ratio: around(tfjs) }),
  ];
}

const shown = (results: Result[]) => {
  const { groups, ...rest } = summaryOf(sampleFile({ results }));
  return { ...rest, groups: groups.map(({ title, rows }) => [title, ...rows.map(({ name }) => name)]) };
};

describe('the summary', () => {
  it('of a small run has every workload with a ratio, training first', () => {
    const results = [
      ...rows('ops', 'matmul 7x7x7'),
      ...rows('train', 'something'),
      sampleResult('ts', 1e-3, { name: 'alone' }),
      sampleMemory('ts', 1, 2),
    ];
    expect(shown(results)).toEqual({
      isSelection: false,
      groups: [
        ['Training', 'something'],
        ['Operations', 'matmul 7x7x7'],
      ],
    });
  });

  it('of a large run has the headlines of each suite, or its first workload', () => {
    const many = Array.from({ length: 30 }, (_, at) => rows('ops', `other ${at}`)).flat();
    const results = [
      ...rows('infer', 'unknown'),
      ...many,
      ...rows('ops', 'exp 100,000').map((row) => ({ ...row, dtype: 'float64' as const })),
      ...rows('ops', 'softmax 1000x1000'),
      ...rows('ops', 'exp 100,000'),
    ];
    expect(shown(results)).toEqual({
      isSelection: true,
      groups: [
        ['Inference', 'unknown'],
        ['Operations', 'softmax 1000x1000', 'exp 100,000'],
      ],
    });
  });

  it('names headlines that the harness has', async () => {
    const digits = await sharedDigits();
    for (const suite of SUITES) {
      const names = workloadsOf(suite, digits, false)
        .filter(({ workload }) => workload.dtype === 'float32')
        .map(({ workload }) => workload.name);
      for (const pattern of HEADLINES[suite])
        expect(
          names.filter((name) => pattern.test(name)),
          `${pattern}`,
        ).not.toEqual([]);
    }
  });

  it('leaves out ratios that are no measurements', () => {
    const results = [
      sampleResult('ts', 1),
      sampleResult('numpy', 1, { ratio: { median: 1, low: 1e-300, high: 1 } }),
      sampleResult('tfjs-cpu', 1, { ratio: { median: 2, low: 1, high: 1e300 } }),
    ];
    expect(summaryOf(sampleFile({ results })).groups).toEqual([]);
  });
});

describe('the layout', () => {
  it('puts dots that would cover each other into different lanes', () => {
    expect(lanesOf([0, 50, 100])).toEqual([0, 0, 0]);
    // The first one stays in the middle.
    expect(lanesOf([50, 0, 48, 55])).toEqual([0, 0, -1, 1]);
    // A fourth dot at the same place goes where the others are farthest.
    expect(lanesOf([0, 4, 8, 9])).toEqual([0, -1, 1, 0]);
    expect(lanesOf([])).toEqual([]);
  });

  it('breaks a legend into lines that fit', () => {
    const { entries, height } = legendLayout(['numpy', 'torch', 'a long name of a candidate'], 150);
    expect(entries.map(({ x, y }) => [x, y])).toEqual([
      [9, 10],
      [74, 10],
      [9, 30],
    ]);
    expect(height).toBe(40);
    expect(legendLayout([], 150).height).toBe(0);
  });

  it('stacks titles and rows', () => {
    const groups = [
      { title: 'one', rows: ['a', 'b'] },
      { title: 'two', rows: ['c'] },
    ];
    const { placed, height } = stack(groups, { title: 10, row: 20 });
    expect(placed.map(({ top }) => top)).toEqual([0, 10, 30, 50, 60]);
    expect(height).toBe(80);
  });
});

/** The dots of a chart: their words and the place of their middle. */
function dotsOf(svg: string): { words: string; x: number; y: number; fill: string }[] {
  const paths = svg.matchAll(
    /<path d="[^"]*" transform="translate\((\S+) (\S+)\)[^>]*?fill="([^"]*)"[^>]*><title>(.*?)</g,
  );
  const matrices = svg.matchAll(
    /<path d="[^"]*" transform="matrix\(\S+?,0,0,\S+?,(\S+?),(\S+?)\)"[^>]*?fill="([^"]*)"[^>]*><title>(.*?)</g,
  );
  return [...paths, ...matrices].map(([, x, y, fill = '', words = '']) => ({
    words,
    x: Number(x),
    y: Number(y),
    fill,
  }));
}

describe('the chart', () => {
  const file = sampleFile({ results: [...rows('train', 'epoch', 0.1, 10), ...rows('ops', 'exp', 0.98, 1000)] });
  const svg = drawSummary(file, 'wide')?.text ?? '';

  it('has a dot for each result, with its ratio, on a log scale', () => {
    const dots = dotsOf(svg);
    expect(dots.map(({ words }) => words)).toEqual([
      'nabla ts: 1.00 ms',
      'numpy: 10.0x faster (9.7 to 10.3)',
      'tfjs-cpu: 10.0x slower (9.7 to 10.3)',
      'nabla ts: 1.00 ms',
      'numpy: no clear difference (1.05x faster to 1.01x slower)',
      'tfjs-cpu: 1000x slower (970 to 1030)',
    ]);
    const [ts, numpy, tfjs, , near, far] = dots.map(({ x }) => x) as [number, number, number, number, number, number];
    expect(ts - numpy).toBeCloseTo(tfjs - ts, 1);
    expect(far - ts).toBeCloseTo(3 * (tfjs - ts), 0);
    expect(ts - near).toBeCloseTo(-Math.log10(0.98) * (tfjs - ts), 1);
  });

  it('puts a dot beside the line if it would cover the baseline', () => {
    const [, , , ts, near, far] = dotsOf(svg).map(({ y }) => y) as [number, number, number, number, number, number];
    expect(far).toBe(ts > near ? far : ts);
    expect(Math.abs(near - ts)).toBe(9);
  });

  it('draws the interval as a line in the colour of its dot', () => {
    const [, numpy] = dotsOf(svg);
    const line = /<path d="M(\S+) (\S+)L(\S+) \S+" fill="none" stroke="var\(--mark-2\)" stroke-width="2.5"/.exec(svg);
    const [from, y, to] = (line ?? []).slice(1).map(Number) as [number, number, number];
    expect(numpy?.fill).toBe('var(--mark-2)');
    expect(from).toBeLessThan(numpy?.x ?? 0);
    expect(to).toBeGreaterThan(numpy?.x ?? 0);
    expect(y).toBeCloseTo(numpy?.y ?? 0, 0);
  });

  it.each(['wide', 'phone'] as const)('names suites, workloads, candidates and times: %s', (form) => {
    const texts = [...(drawSummary(file, form)?.text ?? '').matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    const expected = [
      'Training',
      'epoch',
      'Operations',
      'exp',
      'numpy',
      'tfjs-cpu',
      '1.00 ms',
      'even',
      '← faster',
      'slower →',
    ];
    for (const text of expected) expect(texts).toContain(text);
    // In the legend, and above its times.
    expect(texts.filter((text) => text === 'nabla ts')).toHaveLength(2);
  });

  it('names the dtypes if there are several', () => {
    const both = [...file.results, ...rows('ops', 'sum').map((row) => ({ ...row, dtype: 'float64' as const }))];
    expect(drawSummary(sampleFile({ results: both }), 'wide')?.text).toContain('>sum float64<');
    expect(svg).toContain('>exp<');
  });

  it("calls native-fast 'nabla native fast'", () => {
    const results = [sampleResult('ts', 2), sampleResult('native-fast', 1, { ratio: around(0.5) })];
    const candidates = ['ts', 'native-fast'].map((name) => ({ ...sampleCandidate(name), peer: false }));
    const text = drawSummary(sampleFile({ results, candidates }), 'wide')?.text;
    expect(text).toContain('nabla native fast: 2.0x faster (1.9 to 2.1)');
  });

  it('is missing without ratios', () => {
    expect(drawSummary(sampleFile(), 'wide')).toBeNull();
    expect(summarySvg(sampleFile({ results: [sampleResult('ts', 1)] }), 'phone')).toBeNull();
  });

  it('as a file has its own colours, light and dark', () => {
    const alone = summarySvg(file, 'wide') ?? '';
    expect(alone).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="900" height="\d+" /);
    expect(alone).toContain('--mark-0: #0044bb;');
    expect(alone).toContain('@media screen and (prefers-color-scheme: dark)');
    expect(dotsOf(alone)).toEqual(dotsOf(svg));
  });

  it('shows one candidate against the baseline, whatever its name', () => {
    const results = [sampleResult('ts', 1), sampleResult('<b>', 2, { ratio: around(2) })];
    const text = drawSummary(sampleFile({ results, candidates: ['ts', '<b>'].map(sampleCandidate) }), 'phone')?.text;
    expect(text).toContain('&lt;b&gt;: 2.0x slower (1.9 to 2.1)');
    expect(text).not.toContain('<b>');
  });
});

describe('marks', () => {
  it('differ in colour or symbol for 49 peers, never in the colour of nabla', () => {
    const marks = Array.from({ length: 49 }, (_, at) => markAt(at));
    expect(new Set(marks.map(({ color, symbol }) => `${color} ${symbol}`)).size).toBe(49);
    expect(marks.map(({ color }) => color)).not.toContain('var(--mark-0)');
  });

  it("have one colour for nabla's backends, unless there is nothing else", () => {
    const colors = (...names: string[]) => {
      const marks = candidateMarks(sampleFile({ candidates: names.map(sampleCandidate) }));
      return names.map((name) => marks.get(name)?.color);
    };
    expect(colors('ts', './mine.mjs', 'numpy')).toEqual(['var(--mark-0)', 'var(--mark-0)', 'var(--mark-2)']);
    expect(colors('ts', './mine.mjs')).toEqual(['var(--mark-2)', 'var(--mark-5)']);
  });

  it('native-fast has its own beside native, with and without other libraries', () => {
    const marksOf = (...names: string[]) => {
      const candidates = names.map((name) => ({ ...sampleCandidate(name), peer: name === 'numpy' }));
      const marks = candidateMarks(sampleFile({ candidates }));
      return ['native', 'native-fast'].map((name) => [marks.get(name)?.color, marks.get(name)?.symbol]);
    };
    expect(marksOf('native', 'native-fast', 'numpy')).toEqual([
      ['var(--mark-0)', 'rect'],
      ['var(--mark-0)', 'diamond'],
    ]);
    expect(marksOf('native', 'native-fast')).toEqual([
      ['var(--mark-1)', 'rect'],
      ['var(--mark-3)', 'diamond'],
    ]);
  });

  it('are the same in every chart', () => {
    const all = candidateMarks(sampleFile({ candidates: ['ts', ...PEER_NAMES].map(sampleCandidate) }));
    expect(new Set([...all.values()].map(({ color, symbol }) => `${color} ${symbol}`)).size).toBe(all.size);
    for (const name of PEER_NAMES) {
      const alone = candidateMarks(sampleFile({ candidates: ['other', name].map(sampleCandidate) }));
      expect(alone.get(name), name).toEqual(all.get(name));
    }
  });
});
