/** What a result file says about measurements. */
import { expect, it } from 'vitest';
import { Collected } from '../../src/harness/collected.js';
import { METHOD } from '../../src/harness/method.js';
import { NATIVE_PEAKS, sampleFile } from '../samples.js';

const WORKLOAD = { suite: 'ops', name: 'x', kind: 'matmul', flops: 1.1e9, m: 1, k: 1, n: 1 } as const;

/** A file of candidates that all take 10 ms, which are 110 GFLOP/s, on two threads. */
function fileOf(nativePeaks: typeof NATIVE_PEAKS | undefined) {
  const collected = new Collected();
  const launch = { command: '', args: [] };
  const details = {
    wasm: 'WebAssembly SIMD, 2 threads',
    native: 'native code, avx2, 2 threads',
    'native:bits=fast': 'native code, avx512 with fast bits, 2 threads',
  };
  for (const [name, detail] of Object.entries(details)) {
    collected.hello({ name, launch, peer: false }, { version: '1', detail, threads: 2 });
  }
  collected.hello({ name: 'numpy', launch, peer: true, vectors: 'native' }, { version: '2', detail: '', threads: 1 });
  for (const name of [...Object.keys(details), 'numpy']) {
    for (const dtype of ['float32', 'float64'] as const) {
      collected.time({ ...WORKLOAD, dtype } as never, { name, launch, peer: false }, 0, [0.01]);
    }
  }
  const machine = { ...sampleFile().machine, ...(nativePeaks === undefined ? {} : { nativePeaks }) };
  const head = { method: METHOD, quick: false, baseline: 'wasm', missing: [], complete: true, created: new Date(0) };
  return collected.file({ ...head, machine });
}

it('a share is one of the peak of the instructions that the candidate uses', () => {
  const { candidates, results } = fileOf(NATIVE_PEAKS);
  expect(candidates.map(({ name, peak }) => [name, peak])).toEqual([
    ['wasm', undefined],
    ['native', 'avx2'],
    ['native:bits=fast', 'avx512 fast'],
    ['numpy', 'avx512 fast'],
  ]);
  const shares = results.map(({ candidate, dtype, shareOfPeak = 0 }) => [candidate, dtype, 110 / shareOfPeak]);
  expect(shares).toEqual([
    ['wasm', 'float32', expect.closeTo(120)],
    ['wasm', 'float64', expect.closeTo(60)],
    ['native', 'float32', expect.closeTo(220)],
    ['native', 'float64', expect.closeTo(110)],
    ['native:bits=fast', 'float32', expect.closeTo(660)],
    ['native:bits=fast', 'float64', expect.closeTo(330)],
    ['numpy', 'float32', expect.closeTo(330)],
    ['numpy', 'float64', expect.closeTo(165)],
  ]);
});

it('without native peaks, all shares are of that of WebAssembly', () => {
  const { candidates, results } = fileOf(undefined);
  expect(candidates.every(({ peak }) => peak === undefined)).toBe(true);
  const peaks = results.map(({ shareOfPeak = 0 }) => 110 / shareOfPeak);
  expect(peaks).toEqual([120, 60, 120, 60, 120, 60, 60, 30].map((peak) => expect.closeTo(peak)));
});

it('a candidate on a graphics card has no share, because its peak is not known', () => {
  const collected = new Collected();
  const candidate = { name: 'webgpu', launch: { command: '', args: [] }, peer: false };
  collected.hello(candidate, { version: '1', detail: 'WebGPU on a card', threads: 1 });
  collected.time({ ...WORKLOAD, dtype: 'float32' } as never, candidate, 0, [0.01]);
  const head = { method: METHOD, quick: false, baseline: 'webgpu', missing: [], complete: true, created: new Date(0) };
  const [result] = collected.file({ ...head, machine: sampleFile().machine }).results;
  expect([result?.gflops, result?.shareOfPeak]).toEqual([expect.closeTo(110), undefined]);
});

it('says how many tokens a candidate learns or writes a second', () => {
  const collected = new Collected();
  const workload = { ...WORKLOAD, kind: 'generate', dtype: 'float32', tokens: 112 };
  collected.time(workload as never, { name: 'wasm' } as never, 0, [0.25, 0.5, 0.75]);
  const head = { method: METHOD, quick: false, baseline: 'wasm', missing: [], complete: true, created: new Date(0) };
  const { results } = collected.file({ ...head, machine: sampleFile().machine });
  expect(results.map(({ tokensPerSecond }) => tokensPerSecond)).toEqual([224]);
});

it('compares with the baseline only where it was measured to the end', () => {
  const collected = new Collected();
  const [base, other] = ['base', 'other'].map((name) => ({ name, launch: { command: '', args: [] }, peer: false }));
  const workload = (name: string) => ({ ...WORKLOAD, name, dtype: 'float32' }) as never;
  for (const name of ['well', 'fails', 'slow']) {
    for (const [launch, seconds] of [0.01, 0.01, 0.01].entries()) {
      collected.time(workload(name), base as never, launch, [seconds]);
      collected.time(workload(name), other as never, launch, [2 * seconds]);
    }
  }
  collected.failure(workload('fails'), base as never, 'wrong in the last launch');
  collected.leaveOut(workload('slow'), base as never, 'too slow in the last launch');
  const { machine } = sampleFile();
  const head = { method: METHOD, quick: false, baseline: 'base', missing: [], complete: true, created: new Date(0) };
  const { results } = collected.file({ ...head, machine });
  expect(results.map(({ name, candidate, ratio }) => [name, candidate, ratio?.median])).toEqual([
    ['well', 'base', undefined],
    ['well', 'other', 2],
    ['fails', 'other', undefined],
    ['slow', 'other', undefined],
  ]);
});
