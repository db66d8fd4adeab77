import { describe, expect, it } from 'vitest';
import { nativePeakOf, nativePeaks, peakName, peakPerCore } from '../../src/machine/native-peaks.js';
import type { Machine, NativePeak } from '../../src/result/result-file.js';
import { projectWithNative } from '../run-bench.js';
import { NATIVE_PEAKS, sampleFile } from '../samples.js';

const MACHINE: Machine = { ...sampleFile().machine, nativePeaks: NATIVE_PEAKS };
const WITHOUT: Machine = sampleFile().machine;

describe('the native peaks of a machine', () => {
  it.each<[string, string | undefined, string | undefined]>([
    ['native code, avx2, 2 threads', undefined, 'avx2'],
    ['native code, avx2 with fast bits, 1 thread', undefined, 'avx2 fast'],
    ['native code, neon, 1 thread', undefined, undefined],
    ['WebAssembly SIMD, 2 threads', undefined, undefined],
    ['pure TypeScript', undefined, undefined],
    ['OpenBLAS', 'native', 'avx512 fast'],
    ['MKL', 'avx2', 'avx2 fast'],
  ])('%s (%s) is limited by %s', (detail, vectors, name) => {
    const peak = nativePeakOf(MACHINE, detail, vectors);
    expect(peak && peakName(peak)).toBe(name);
    expect(nativePeakOf(WITHOUT, detail, vectors)).toBeUndefined();
  });

  it('are those of the dtype; without one, that of WebAssembly', () => {
    const avx2 = NATIVE_PEAKS[1] as NativePeak;
    expect([peakPerCore(MACHINE, avx2, 'float32'), peakPerCore(MACHINE, avx2, 'float64')]).toEqual([110, 55]);
    expect([peakPerCore(MACHINE, undefined, 'float32'), peakPerCore(MACHINE, undefined, 'float64')]).toEqual([60, 30]);
  });
});

describe('nativePeaks', () => {
  it('asks backend-native', async () => {
    const folder = projectWithNative(`export const measurePeaks = () => ${JSON.stringify(NATIVE_PEAKS)};`);
    expect(await nativePeaks(folder)).toEqual(NATIVE_PEAKS);
  });

  it('returns nothing without native code', async () => {
    const folder = projectWithNative(
      "export const measurePeaks = () => { throw new Error('no file for this platform'); };",
    );
    expect(await nativePeaks(folder)).toEqual([]);
  });
});
