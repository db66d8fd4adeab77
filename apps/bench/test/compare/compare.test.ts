import { describe, expect, it } from 'vitest';
import { type Comparison, type ComparisonRow, compareFiles } from '../../src/compare/compare.js';
import type { Result, ResultFile } from '../../src/result/result-file.js';
import { around, sampleCandidate, sampleFile, sampleMemory, sampleResult } from '../samples.js';

const CANDIDATES = ['ts', 'numpy', 'tfjs-cpu'] as const;
const BASE_SECONDS = { ts: 1e-3, numpy: 4e-4, 'tfjs-cpu': 8e-3 } as const;

interface Factors {
  readonly [candidate: string]: number;
}

/** Six workloads of three candidates; `factors` multiply the seconds of the first one, `machine` those of all. */
function run({ factors = {}, machine = 1 }: { factors?: Factors; machine?: number } = {}): ResultFile {
  const results = Array.from({ length: 6 }, (_, at) =>
    workload(`matmul ${at}`, (at + 1) * machine, at === 0 ? factors : {}),
  );
  return sampleFile({ results: results.flat() });
}

function workload(name: string, scale: number, factors: Factors): Result[] {
  const seconds = (candidate: (typeof CANDIDATES)[number]) =>
    BASE_SECONDS[candidate] * scale * (factors[candidate] ?? 1);
  return CANDIDATES.map((candidate) =>
    sampleResult(candidate, seconds(candidate), {
      name,
      ...(candidate === 'ts' ? {} : { ratio: around(seconds(candidate) / seconds('ts')) }),
    }),
  );
}

const verdicts = ({ rows }: Comparison) =>
  Object.fromEntries(
    rows.filter(({ verdict }) => verdict !== 'same').map((row) => [`${row.candidate} ${row.name}`, row.verdict]),
  );

function rowOf({ rows }: Comparison, candidate: string, name = 'matmul 0'): ComparisonRow {
  const row = rows.find((one) => one.candidate === candidate && one.name === name);
  if (row === undefined) throw new Error(`no row of ${candidate} ${name}`);
  return row;
}

describe('a change of one kernel', () => {
  it('20 % slower is flagged, by the ratio, and nothing else is', () => {
    const comparison = compareFiles(run(), run({ factors: { numpy: 1.2 } }));
    expect(verdicts(comparison)).toEqual({ 'numpy matmul 0': 'slower' });
    const row = rowOf(comparison, 'numpy');
    expect(row.basis).toBe('ratio');
    expect(row.change?.median).toBeCloseTo(0.2, 10);
    // Ratios of 0.4 and 0.48, each with 3 % to each side.
    expect(row.change?.low).toBeCloseTo((0.48 * 0.97) / (0.4 * 1.03) - 1, 10);
    expect(row.change?.high).toBeCloseTo((0.48 * 1.03) / (0.4 * 0.97) - 1, 10);
    expect([row.old, row.new]).toEqual([4e-4, 4e-4 * 1.2]);
  });

  it('20 % faster is flagged likewise', () => {
    expect(verdicts(compareFiles(run(), run({ factors: { numpy: 1 / 1.2 } })))).toEqual({ 'numpy matmul 0': 'faster' });
  });

  it('of the baseline is attributed to the baseline, by its seconds, and not to the others', () => {
    const comparison = compareFiles(run(), run({ factors: { ts: 1.2 } }));
    expect(verdicts(comparison)).toEqual({ 'ts matmul 0': 'slower' });
    expect(rowOf(comparison, 'ts').basis).toBe('seconds');
    expect(rowOf(comparison, 'numpy').basis).toBe('seconds');
    expect(rowOf(comparison, 'numpy', 'matmul 1').basis).toBe('ratio');
  });

  it('of the baseline below the floor of seconds does not affect the others', () => {
    expect(verdicts(compareFiles(run(), run({ factors: { ts: 1.08 } })))).toEqual({});
  });

  it('is seen on a slower machine too', () => {
    const comparison = compareFiles(run(), run({ factors: { numpy: 1.2 }, machine: 1.5 }));
    expect(verdicts(comparison)).toEqual({ 'numpy matmul 0': 'slower' });
    expect(rowOf(comparison, 'numpy').change?.median).toBeCloseTo(0.2, 10);
  });
});

describe('noise', () => {
  it('finds no change between a file and itself', () => {
    const comparison = compareFiles(run(), run());
    expect(comparison.rows).toHaveLength(18);
    expect(new Set(comparison.rows.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
    expect(comparison.warnings).toEqual([]);
  });

  it('finds no change if the intervals touch, however far apart the medians are', () => {
    const wide = (seconds: number) =>
      sampleFile({ results: [sampleResult('ts', seconds, { low: seconds * 0.8, high: seconds * 1.2 })] });
    expect(verdicts(compareFiles(wide(1), wide(1.4)))).toEqual({});
    expect(verdicts(compareFiles(wide(1), wide(1.6)))).toEqual({ 'ts matmul 64x64x64': 'slower' });
  });

  it('finds no change below the floor, however tight the intervals: 5 % of a ratio, 10 % of seconds', () => {
    const tight = (ratio: number) => {
      const mine = { ratio: around(ratio, 1e-4), low: ratio * 0.9999, high: ratio * 1.0001 };
      return sampleFile({ results: [sampleResult('ts', 1), sampleResult('mine', ratio, mine)] });
    };
    expect(verdicts(compareFiles(tight(2), tight(2.09)))).toEqual({});
    expect(verdicts(compareFiles(tight(2), tight(2.11)))).toEqual({ 'mine matmul 64x64x64': 'slower' });
    expect(verdicts(compareFiles(tight(2), tight(2.09), { floor: 0.02 }))).toEqual({
      'mine matmul 64x64x64': 'slower',
    });
    const alone = (seconds: number) => sampleFile({ results: [sampleResult('ts', seconds)] });
    expect(verdicts(compareFiles(alone(1), alone(1.09)))).toEqual({});
    expect(verdicts(compareFiles(alone(1), alone(1.11)))).toEqual({ 'ts matmul 64x64x64': 'slower' });
  });
});

describe('the scatter of all rows', () => {
  /** Twenty workloads; of row `at`, the ratio of `mine` is `2 * factors(at)`, with a tight interval. */
  const scattered = (factors: (at: number) => number) => {
    const results = Array.from({ length: 20 }, (_, at) => [
      sampleResult('ts', 1, { name: `exp ${at}` }),
      sampleResult('mine', 2 * factors(at), { name: `exp ${at}`, ratio: around(2 * factors(at), 0.001) }),
    ]);
    return sampleFile({ results: results.flat() });
  };
  const noise = (at: number) => 1 + 0.03 * Math.sin(at * 2.4);

  it('is what a change must exceed, however tight its interval', () => {
    const old = scattered(() => 1);
    const unchanged = compareFiles(
      old,
      scattered((at) => (at === 7 ? 1.1 : noise(at))),
    );
    expect(unchanged.leastChanges.ratio).toBeGreaterThan(0.1);
    expect(verdicts(unchanged)).toEqual({});
    expect(
      verdicts(
        compareFiles(
          old,
          scattered((at) => (at === 7 ? 1.1 : 1)),
        ),
      ),
    ).toEqual({ 'mine exp 7': 'slower' });
  });

  it('does not hide a change of a fifth', () => {
    const comparison = compareFiles(
      scattered(() => 1),
      scattered((at) => (at === 7 ? 1.2 : noise(at))),
    );
    expect(verdicts(comparison)).toEqual({ 'mine exp 7': 'slower' });
  });

  it('is limited if many rows really changed', () => {
    const comparison = compareFiles(
      scattered(() => 1),
      scattered((at) => (at % 2 === 0 ? 1.2 : 0.8)),
    );
    expect(comparison.leastChanges).toEqual({ ratio: 0.15, seconds: 0.1, bytes: 0.2 });
    expect(comparison.rows.filter(({ verdict }) => verdict !== 'same')).toHaveLength(20);
  });
});

describe('a machine that is slower', () => {
  it('as a whole flags nothing, and is reported', () => {
    const comparison = compareFiles(run(), run({ machine: 1.3 }));
    expect(verdicts(comparison)).toEqual({});
    expect(comparison.sharedChange).toBeCloseTo(1.3, 10);
    expect(comparison.warnings).toEqual([
      'The other libraries take 30 % more time, so the machine changed. ' +
        'This change is subtracted from changes in seconds.',
    ]);
    expect(rowOf(comparison, 'ts').shared).toBeCloseTo(1.3, 10);
  });

  it('during one workload flags nothing', () => {
    const all = { ts: 1.4, numpy: 1.4, 'tfjs-cpu': 1.4 };
    const comparison = compareFiles(run(), run({ factors: all }));
    expect(verdicts(comparison)).toEqual({});
    expect(comparison.sharedChange).toBe(1);
  });

  it('looks like slower code without another library, and a note says so', () => {
    const ours = (seconds: number) =>
      sampleFile({
        candidates: ['ts', './wasm.mjs'].map(sampleCandidate),
        results: [sampleResult('ts', seconds), sampleResult('./wasm.mjs', 2 * seconds, { ratio: around(2) })],
      });
    const comparison = compareFiles(ours(1), ours(1.3));
    expect(verdicts(comparison)).toEqual({ 'ts matmul 64x64x64': 'slower', './wasm.mjs matmul 64x64x64': 'slower' });
    expect(comparison.sharedChange).toBeNull();
    expect(comparison.warnings).toEqual([expect.stringMatching(/^No other library is in both files/)]);
  });

  it('is recognized by the other library in addition to a regression of all backends', () => {
    const withPeer = (machine: number, ours: number) =>
      sampleFile({
        candidates: ['ts', './wasm.mjs', 'numpy'].map(sampleCandidate),
        results: [
          sampleResult('ts', machine * ours),
          sampleResult('./wasm.mjs', 2 * machine * ours, { ratio: around(2) }),
          sampleResult('numpy', machine, { ratio: around(1 / ours) }),
        ],
      });
    const comparison = compareFiles(withPeer(1, 1), withPeer(1.5, 1.2));
    expect(verdicts(comparison)).toEqual({ 'ts matmul 64x64x64': 'slower', './wasm.mjs matmul 64x64x64': 'slower' });
    expect(rowOf(comparison, 'ts', 'matmul 64x64x64').change?.median).toBeCloseTo(0.2, 10);
    // A faster machine hides nothing.
    expect(verdicts(compareFiles(withPeer(1, 1), withPeer(1 / 1.5, 1.2)))).toEqual(verdicts(comparison));
  });

  it('during one workload is recognized by two libraries, not by one, which may vary on its own', () => {
    const alone = (file: ResultFile) => ({
      ...file,
      results: file.results.filter(({ candidate }) => candidate !== 'tfjs-cpu'),
    });
    const slowed = run({ factors: { ts: 1.4, numpy: 1.4, 'tfjs-cpu': 1.4 } });
    expect(verdicts(compareFiles(alone(run()), alone(slowed)))).toEqual({
      'ts matmul 0': 'slower',
      'numpy matmul 0': 'slower',
    });
    const whim = run({ factors: { numpy: 1.4 } });
    expect(rowOf(compareFiles(alone(run()), alone(whim)), 'ts').shared).toBe(1);
  });

  it('is not recognized by a library of another version, or by changes within noise', () => {
    const run = (ts: number, numpy: number, version: string, spread = 0.02) => {
      const interval = { low: numpy * (1 - spread), high: numpy * (1 + spread) };
      return sampleFile({
        candidates: [sampleCandidate('ts'), { ...sampleCandidate('numpy'), version }],
        results: [sampleResult('ts', ts), sampleResult('numpy', numpy, interval)],
      });
    };
    const shared = (old: ResultFile, current: ResultFile) =>
      rowOf(compareFiles(old, current), 'ts', 'matmul 64x64x64').shared;
    expect(shared(run(1, 1, '1.0'), run(1.3, 1.3, '1.0'))).toBeCloseTo(1.3, 10);
    expect(shared(run(1, 1, '1.0'), run(1.3, 1.3, '2.0'))).toBe(1);
    expect(shared(run(1, 1, '1.0', 0.2), run(1.3, 1.3, '1.0', 0.2))).toBe(1);
  });
});

describe('rows', () => {
  const without = {
    ...run(),
    results: run().results.filter(({ candidate, name }) => candidate !== 'numpy' || name !== 'matmul 0'),
  };
  const told = (reason: string) =>
    ({ suite: 'ops', name: 'matmul 0', dtype: 'float32', candidate: 'numpy', reason }) as const;

  it('that only one file has are added or removed', () => {
    expect(verdicts(compareFiles(run(), without))).toEqual({ 'numpy matmul 0': 'removed' });
    const added = compareFiles(without, { ...run(), failures: [{ ...told('x'), dtype: 'float64' }] });
    expect(verdicts(added)).toEqual({ 'numpy matmul 0': 'added' });
    expect(rowOf(added, 'numpy').reason).toBeUndefined();
  });

  it('that fail now are failed, with the reason: a regression whatever the limit', () => {
    const current = { ...without, failures: [told('wrong result')] };
    const failed = compareFiles(run(), current, { failOver: 9 });
    expect(verdicts(failed)).toEqual({ 'numpy matmul 0': 'failed' });
    expect(rowOf(failed, 'numpy')).toMatchObject({
      change: null,
      basis: null,
      old: 4e-4,
      new: null,
      reason: 'wrong result',
    });
    expect([failed.ok, failed.regressions]).toEqual([false, [rowOf(failed, 'numpy')]]);
    expect(compareFiles(run(), current).ok).toBe(true);
  });

  it('that are left out now are left out, with the reason, and no regression', () => {
    const comparison = compareFiles(run(), { ...without, leftOut: [told('too slow')] }, { failOver: 0.1 });
    expect(verdicts(comparison)).toEqual({ 'numpy matmul 0': 'left out' });
    expect(rowOf(comparison, 'numpy').reason).toBe('too slow');
    expect(comparison.ok).toBe(true);
  });

  it('must be common to both files; one that fails now counts', () => {
    const one = (name: string) => sampleFile({ results: [sampleResult('ts', 1, { name })] });
    const none = /^the two files have no common row, so there is nothing to compare\./;
    expect(() => compareFiles(one('a'), one('b'))).toThrow(none);
    expect(() => compareFiles(sampleFile(), sampleFile())).toThrow(none);
    const failure = { ...told('broke'), name: 'a', candidate: 'ts' };
    expect(compareFiles(one('a'), sampleFile({ failures: [failure] }), { failOver: 0.1 }).ok).toBe(false);
  });

  it('of another dtype are different rows', () => {
    const both = sampleResult('ts', 1, { name: 'both' });
    const one = sampleFile({ results: [both, sampleResult('ts', 1)] });
    const other = sampleFile({ results: [both, sampleResult('ts', 1, { dtype: 'float64' })] });
    expect(compareFiles(one, other).rows.map(({ dtype, verdict }) => [dtype, verdict])).toEqual([
      ['float32', 'same'],
      ['float64', 'added'],
      ['float32', 'removed'],
    ]);
  });

  it('of two baselines are compared by seconds', () => {
    const comparison = compareFiles(run(), { ...run(), baseline: 'numpy' });
    expect(new Set(comparison.rows.map(({ basis }) => basis))).toEqual(new Set(['seconds']));
    expect(comparison.warnings).toEqual(['The baseline differs: ts, now numpy.']);
  });

  it('of memory are compared by their peak, and must change by 20 %', () => {
    const memory = (peak: number) => sampleFile({ results: [sampleMemory('ts', 1e8, peak)] });
    expect(compareFiles(memory(2e8), memory(2.38e8)).rows[0]).toMatchObject({ verdict: 'same', basis: 'bytes' });
    expect(compareFiles(memory(2e8), memory(2.42e8)).rows[0]).toMatchObject({
      verdict: 'larger',
      old: 2e8,
      new: 2.42e8,
    });
    expect(compareFiles(memory(2.42e8), memory(2e8)).rows[0]?.verdict).toBe('smaller');
  });
});

describe('regressions', () => {
  const current = run({ factors: { numpy: 1.2 } });

  it('are the rows slower by more than the limit', () => {
    expect(compareFiles(run(), current, { failOver: 0.1 }).regressions.map(({ candidate }) => candidate)).toEqual([
      'numpy',
    ]);
    expect(compareFiles(run(), current, { failOver: 0.25 }).regressions).toEqual([]);
    expect(compareFiles(run(), current).regressions).toEqual([]);
  });

  it('do not include faster rows, or rows within noise', () => {
    expect(compareFiles(current, run(), { failOver: 0.01 }).regressions).toEqual([]);
    expect(compareFiles(run(), run({ factors: { numpy: 1.04 } }), { failOver: 0.01 }).regressions).toEqual([]);
  });
});

it('warns about everything that makes the two runs hard to compare', () => {
  const results = [sampleResult('ts', 1)];
  const old = sampleFile({ results, candidates: [sampleCandidate('ts')] });
  const current = sampleFile({
    results,
    complete: false,
    quick: true,
    method: { launches: 1, rounds: 3, seconds: 0.05, trainingWarmUpSeconds: 0 },
    candidates: [{ ...sampleCandidate('ts'), version: '2.0.0' }],
    machine: {
      ...old.machine,
      cpu: 'Other',
      cores: 8,
      memoryBytes: 16e9,
      os: 'macOS 15',
      node: 'v24.0.0',
      loadBefore: 7.2,
    },
  });
  expect(compareFiles(old, current).warnings).toEqual([
    'The processor differs: Example 9000, now Other.',
    'The number of cores differs: 2, now 8.',
    'The memory differs: 8.00 GB, now 16.0 GB.',
    'The system differs: Linux 6.1 x64, now macOS 15.',
    'The version of Node differs: v22.1.0, now v24.0.0.',
    'The length of the run differs: 2 x 5 rounds of 0.2 s, training warmed up for 2 s, ' +
      'now 1 x 3 rounds of 0.05 s, training warmed up for 0 s (quick).',
    'The version of ts differs: 1.2.3, now 2.0.0.',
    'The new run was stopped early.',
    'The machine was busy before the new run: load 7.20 on 8 cores.',
    expect.stringMatching(/^No other library is in both files/),
  ]);
});
