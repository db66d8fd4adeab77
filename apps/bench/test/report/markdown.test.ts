import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../src/report/markdown.js';
import { around, sampleCandidate, sampleFile, sampleResult } from '../samples.js';

const charts = { wide: './a.svg', phone: './a-phone.svg' };

const file = sampleFile({
  missing: [{ name: 'torch', reason: 'no module named torch', install: 'pip install torch' }],
  results: [
    sampleResult('ts', 4.5e-4, { gflops: 1.165, shareOfPeak: 0.0194 }),
    sampleResult('numpy', 9e-5, { ratio: around(0.2) }),
  ],
  failures: [{ suite: 'ops', name: 'exp', dtype: 'float32', candidate: 'numpy', reason: 'broke' }],
  leftOut: [{ suite: 'ops', name: 'exp', dtype: 'float64', candidate: 'numpy', reason: 'too slow' }],
});

describe('a Markdown page', () => {
  const page = markdownReport([{ file, charts }]);

  it('has the chart first, in a form for phones too', () => {
    expect(page.split('\n\n').slice(0, 7)).toEqual([
      '<!-- Written by nabla-bench report --markdown. Do not edit. -->',
      '# Benchmarks',
      expect.stringMatching(/^How long nabla's backends and other libraries take/),
      '## Example 9000, 2026-01-02',
      '2 cores, 8.00 GB of memory, Linux 6.1 x64, Node v22.1.0',
      expect.stringMatching(/^<picture>/),
      expect.stringMatching(/^Left of the line is faster than nabla ts/),
    ]);
    expect(page.split('\n\n')[5]).toBe(
      '<picture><source media="(max-width: 640px)" srcset="./a-phone.svg"><img src="./a.svg" ' +
        'alt="Time of each workload, by candidate, compared with nabla ts. The tables have all numbers."></picture>',
    );
  });

  it('has folded tables with the cells of the terminal, and what was left out at the end', () => {
    const [operations, ...others] = page.split('<details>').slice(1);
    expect(operations?.replaceAll('\u00a0', '_')).toBe(`<summary>Operations (1 workload)</summary>

| Workload | nabla_ts (baseline) | numpy |
| --- | --- | --- |
| matmul 64x64x64<br>float32 | 450_us_±2.0_%<br>1.17_GFLOP/s<br>1.9_%_of_peak | 90.0_us_±2.0_%<br>5.0x_faster<br>(4.9_to_5.2) |

</details>

`);
    expect(others.map((part) => /<summary>(.*)<\/summary>/.exec(part)?.[1])).toEqual([
      'Candidates (3)',
      'How it was measured',
      'Left out',
    ]);
    expect(page).toContain('| numpy | 1.2.3 | 1 thread | made up numpy |');
    expect(page).toContain('| torch | no module named torch | pip install torch |');
    expect(page).toContain('- Load: 0.12 before, 1.50 after');
    expect(others[2]).toContain('| numpy | too slow | ops exp float64 |');
    expect(page.split('### Failures')[1]).toContain('| numpy | ops exp float32 | broke |');
  });

  it('has one section for each run', () => {
    const older = sampleFile({ created: '2025-05-06T07:08:09.000Z', complete: false });
    const both = markdownReport([
      { file, charts },
      { file: older, charts: null },
    ]);
    expect(both.match(/^## .*/gm)).toEqual(['## Example 9000, 2026-01-02', '## Example 9000, 2025-05-06']);
    expect(both.match(/<details>/g)?.length).toBe(both.match(/<\/details>/g)?.length);
    expect(both).toMatch(/\*\*The run was stopped early[^*]*\*\*\n\nNo results\./);
  });

  it('says why there is no chart', () => {
    const alone = sampleFile({ results: [sampleResult('ts', 1)] });
    expect(markdownReport([{ file: alone, charts: null }])).toContain('\n\nThere is no chart: ');
  });
});

it('escapes everything that comes from the file', () => {
  const evil = '</details><script>|\n\n# x [a](b) `c` **d** {{ e }} "';
  const hostile = sampleFile({
    machine: { ...file.machine, cpu: evil, os: evil, node: evil },
    baseline: evil,
    candidates: [{ name: evil, version: evil, detail: evil, threads: 1, peer: true }, sampleCandidate(`two ${evil}`)],
    missing: [{ name: evil, reason: evil, install: evil }],
    results: [
      sampleResult(evil, 1, { name: evil, note: evil }),
      sampleResult(`two ${evil}`, 1, { name: evil, ratio: around(1.5) }),
    ],
    failures: [{ suite: 'ops', name: evil, dtype: 'float32', candidate: evil, reason: evil }],
    leftOut: [{ suite: 'ops', name: evil, dtype: 'float64', candidate: evil, reason: evil }],
  });
  const page = markdownReport([{ file: hostile, charts }]);
  // Attributes of HTML are not Markdown.
  expect(page.replace(/<picture>.*/, '')).not.toMatch(/<script|\{\{|(?<!\\)\[a|(?<!\\)`c|(?<!\\)\*\*d/);
  expect(page.match(/<\/details>/g)).toHaveLength(page.match(/<details>/g)?.length ?? 0);
  expect(page.match(/^# .*/gm)).toEqual(['# Benchmarks']);
  // Every row of a table has as many cells as its head.
  const heads = page.split('\n\n').filter((block) => block.startsWith('| '));
  for (const rows of heads.map((block) => block.trim().split('\n'))) {
    const counts = rows.map((row) => row.replaceAll('\\|', '').split('|').length);
    expect(new Set(counts).size, rows[0]).toBe(1);
  }
  expect(page).toMatch(/alt="[^"]*&quot;[^"]*"/);
});
