/** What becomes of candidates that break, are wrong or take too long, in whole measurements of a second each. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResultFile } from '../src/result/read-result-file.js';
import { altered, bench, benchHere, projectWithNative, SHORT, startBench, temporaryFolder } from './run-bench.js';

const NOT_BUILT = `export async function createBackend() {
  const message = "backend 'native' has no file. Run: cd /home/me && npm run build:native";
  throw Object.assign(new Error(message), { name: 'NablaError', code: 'backend' });
}`;

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

  it('leaves out a native backend without native code, by name', async () => {
    const folder = projectWithNative(NOT_BUILT);
    const args = ['ops', ...SHORT, '--filter', 'exp', '--backends', 'native,ts', '--json', 'out.json'];
    const { code, stdout, stderr } = await bench(args, folder);
    expect(code).toBe(0);
    expect(stderr).toContain("left out: native (backend 'native' has no file). Install it: npm run build:native");
    expect(stdout).toContain("native: backend 'native' has no file");
    const { missing, baseline, machine } = readResultFile(join(folder, 'out.json'));
    expect(missing).toEqual([
      { name: 'native', reason: "backend 'native' has no file", install: 'npm run build:native' },
    ]);
    expect([baseline, machine.nativePeaks]).toEqual(['ts', undefined]);
    const alone = await benchHere(['ops', '--backends', 'native'], folder);
    expect(alone.code).toBe(2);
    expect(alone.stderr).toMatch(
      /^nabla: nothing to measure: native is left out \(backend 'native' has no file; inst.*\n$/,
    );
  });

  it('does not time a candidate with a wrong result, and exits with 1', async () => {
    const wrong = 'matmul: (...args) => { const y = ts.matmul(...args); y[7] += 1; return y; }';
    const folder = temporaryFolder({ 'wrong.mjs': altered(wrong) });
    const args = ['ops', ...SHORT, '--filter', 'matmul', '--backends', 'ts,./wrong.mjs', '--json', 'out.json'];
    const { code, stdout } = await bench(args, folder);
    expect(code).toBe(1);
    const file = readResultFile(join(folder, 'out.json'));
    expect(file.results.map(({ candidate }) => candidate)).toEqual(['ts']);
    expect(file.failures).toEqual([
      {
        suite: 'ops',
        name: 'matmul 256x256x256',
        dtype: 'float32',
        candidate: './wrong.mjs',
        reason: expect.stringMatching(/^its result is wrong: [\d.e+]+ times the tolerance$/),
      },
    ]);
    expect(stdout).toContain('its result is wrong');
  });

  // On Windows `kill` ends a process at once; it cannot handle the signal.
  it.skipIf(process.platform === 'win32')('keeps finished results on Ctrl-C', async () => {
    // This candidate writes a file when it reaches softmax. By then the product is finished.
    const folder = temporaryFolder({
      'marking.mjs': `import { writeFileSync } from 'node:fs';
        ${altered("max: (...args) => { writeFileSync('mark', ''); return ts.max(...args); }")}`,
    });
    // A separate temporary folder, because other runs on this machine use the common one.
    const temporary = temporaryFolder();
    const args = ['ops', ...SHORT, '--filter', 'ma', '--backends', './marking.mjs'];
    const { child, finished } = startBench([...args, '--json', 'out.json'], folder, {
      TMPDIR: temporary,
      TEMP: temporary,
    });
    await expect.poll(() => existsSync(join(folder, 'mark'))).toBe(true);
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toContain('finished results are kept');
    const file = readResultFile(join(folder, 'out.json'));
    expect(file.complete).toBe(false);
    expect(file.results.length).toBeGreaterThan(0);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
