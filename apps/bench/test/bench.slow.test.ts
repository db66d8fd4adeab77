/** Measurements of a second each. The harness's own tests check quickly what becomes of such candidates. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResultFile } from '../src/result/read-result-file.js';
import { altered, bench, SHORT, temporaryFolder } from './run-bench.js';

describe('nabla-bench', () => {
  it('gives no ratio for one round', async () => {
    const folder = temporaryFolder({ 'other.mjs': altered('') });
    const args = ['ops', '--quick', '--launches', '1', '--rounds', '1', '--filter', 'exp'];
    await bench([...args, '--backends', 'ts,./other.mjs', '--json', 'out.json'], folder);
    const { results } = readResultFile(join(folder, 'out.json'));
    expect(results.map(({ samples }) => samples.length)).toEqual([1, 1]);
    expect(results.every(({ ratio, low }) => ratio === undefined && low === null)).toBe(true);
  });

  it('continues after a candidate breaks', async () => {
    const broken = "matmul: () => { throw new Error('no GPU'); }";
    const folder = temporaryFolder({ 'broken.mjs': altered(broken) });
    const args = ['ops', ...SHORT, '--filter', 'ma', '--backends', 'ts,./broken.mjs', '--json', 'out.json'];
    const { code } = await bench(args, folder);
    expect(code).toBe(1);
    const { results, failures } = readResultFile(join(folder, 'out.json'));
    expect(failures).toEqual([expect.objectContaining({ candidate: './broken.mjs', reason: 'no GPU' })]);
    const timed = results.filter(({ candidate }) => candidate === './broken.mjs').map(({ name }) => name);
    expect(timed).toEqual(['softmax 1000x1000']);
  });

  it('leaves out a workload that takes too long, which is not a failure', async () => {
    const slow = `exp: (x) => {
      const end = performance.now() + 1500;
      while (performance.now() < end);
      return ts.exp(x);
    }`;
    const folder = temporaryFolder({ 'slow.mjs': altered(slow) });
    const args = [
      'ops',
      ...SHORT,
      '--filter',
      'exp',
      '--limit',
      '1',
      '--backends',
      'ts,./slow.mjs',
      '--json',
      'o.json',
    ];
    const { code, stdout } = await bench(args, folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Left out\n {2}\.\/slow\.mjs: one execution takes/);
    const { failures, leftOut } = readResultFile(join(folder, 'o.json'));
    expect(failures).toEqual([]);
    expect(leftOut).toEqual([
      expect.objectContaining({ candidate: './slow.mjs', reason: expect.stringContaining('more than --limit 1') }),
    ]);
  });

  it('keeps float32 if float64 fails', async () => {
    const broken = `fused: { ...ts.fused, sgd: (parameter, ...rest) => {
      if (parameter.dtype === 'float64') throw new Error('no doubles');
      return ts.fused.sgd(parameter, ...rest);
    } }`;
    const folder = temporaryFolder({ 'half.mjs': altered(broken) });
    const args = ['ops', '--launches', '1', '--rounds', '2', '--filter', 'SGD step 422', '--backends', 'ts,./half.mjs'];
    expect((await bench([...args, '--json', 'out.json'], folder)).code).toBe(1);
    const { results, failures } = readResultFile(join(folder, 'out.json'));
    expect(failures).toEqual([expect.objectContaining({ dtype: 'float64', reason: 'no doubles' })]);
    const half = results.filter(({ candidate }) => candidate === './half.mjs');
    expect(half.map(({ dtype }) => dtype)).toEqual(['float32']);
  });
});
