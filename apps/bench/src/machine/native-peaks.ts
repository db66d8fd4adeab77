/** What a core computes at most in native code, and which of these limits a candidate has. */
import { findPackage } from '@nablajs/command-line';
import type { Machine, NativePeak, Result } from '../result/result-file.js';

/** The narrowest variant first; empty without backend-native or its native code. */
export async function nativePeaks(projectFolder: string): Promise<NativePeak[]> {
  const url = findPackage('@nablajs/backend-native', projectFolder);
  if (url === undefined) return [];
  try {
    const { measurePeaks } = (await import(url)) as { measurePeaks: () => NativePeak[] };
    return measurePeaks();
  } catch {
    return []; // There is no native code for this platform.
  }
}

/** Names a peak: `avx2`, or `avx2 fast` for the peak of fused instructions. */
export const peakName = ({ variant, bits }: NativePeak): string => (bits === 'fast' ? `${variant} fast` : variant);

/**
 * Returns the native peak of a candidate, or undefined if WebAssembly's is its limit. Other libraries fuse; `vectors`
 * says how wide their vectors are (see `Peer`).
 */
export function nativePeakOf(
  { nativePeaks: all = [] }: Machine,
  detail: string,
  vectors?: string,
): NativePeak | undefined {
  if (vectors !== undefined) {
    const fused = all.filter(({ bits }) => bits === 'fast');
    return fused.find(({ variant }) => variant === vectors) ?? fused.at(-1) ?? all.at(-1);
  }
  const [, name, fast] = /^native code, (\w+)( with fast bits)?/.exec(detail) ?? [];
  const own = fast === undefined ? 'portable' : 'fast';
  return all.find(({ variant, bits }) => variant === name && bits === own);
}

/** Whether a candidate computes on a graphics card, whose peak is not measured. */
export const isOnCard = (detail: string): boolean => /\bWebGPU\b/.test(detail);

/** The GFLOP/s of one core that a candidate's speed is divided by. */
export function peakPerCore(machine: Machine, native: NativePeak | undefined, dtype: Result['dtype']): number {
  if (native !== undefined) return native[dtype];
  return machine.peakGflopsPerCore / (dtype === 'float64' ? 2 : 1);
}
