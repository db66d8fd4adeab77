/** The machine by its public characteristics: nothing that names a host, a user or a path. */
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Machine } from '../result/result-file.js';
import { measurePeak } from './peak.js';

/** Load average of the last minute; 0 where the system keeps none. */
export const currentLoad = (): number => loadavg()[0] ?? 0;

/** As it is before the run; `loadAfter` is to be set at its end. */
export async function describeMachine(): Promise<Machine> {
  const load = currentLoad();
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    os: `${type()} ${release().split('-')[0]}`,
    node: process.versions.node,
    loadBefore: load,
    loadAfter: load,
    peakGflopsPerCore: await measurePeak(),
  };
}
