/** Describes the machine, without names and paths. */
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Machine } from '../result/result-file.js';
import { nativePeaks } from './native-peaks.js';
import { measurePeak } from './peak.js';

/** 0 if the system has no load average. */
export const currentLoad = (): number => loadavg()[0] ?? 0;

/** Describes the machine before the run. Set `loadAfter` at its end. Looks for backend-native in `projectFolder`. */
export async function describeMachine(projectFolder: string): Promise<Machine> {
  const load = currentLoad();
  const native = await nativePeaks(projectFolder);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    os: `${type()} ${release().split('-')[0]}`,
    node: process.versions.node,
    loadBefore: load,
    loadAfter: load,
    peakGflopsPerCore: await measurePeak(),
    ...(native.length === 0 ? {} : { nativePeaks: native }),
  };
}
