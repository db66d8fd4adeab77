/** The words that all reports use for the machine, the method and the candidates. */

import { plainText } from '@nablajs/charts/markup';
import { formatBytes, formatDigits, formatSeconds } from '@nablajs/command-line';
import type { ResultFile } from '../result/result-file.js';

type Machine = ResultFile['machine'];

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export function machineFacts(machine: Machine): Fact[] {
  return [
    { name: 'Processor', value: `${plainText(machine.cpu)}, ${count(machine.cores, 'core')}` },
    { name: 'Memory', value: formatBytes(machine.memoryBytes) },
    { name: 'System', value: plainText(machine.os) },
    { name: 'Node', value: plainText(machine.node) },
    { name: 'Load', value: `${machine.loadBefore.toFixed(2)} before, ${machine.loadAfter.toFixed(2)} after` },
    { name: 'Peak', value: `${formatDigits(machine.peakGflopsPerCore)} GFLOP/s per core (float32)` },
  ];
}

export function methodSentence({ method, baseline, quick }: ResultFile): string {
  const launches = count(method.launches, 'launch', 'launches');
  const rounds = `${launches} x ${count(method.rounds, 'round')} (fewer for slow workloads)`;
  const length = `about ${formatSeconds(method.seconds)} per candidate and round`;
  return `${rounds}, ${length}, baseline ${plainText(baseline)}${quick ? '; quick: fewer rounds, wider intervals' : ''}`;
}

export const NOT_COMPLETE = 'The run was stopped early: these results are complete, the others were not measured.';

export const SPEED_NOTE =
  'GFLOP/s count only the operations that every candidate has to do. In training and inference these exclude black ' +
  'pixels, so a library that multiplies all pixels has a smaller share of the peak.';

type Candidate = ResultFile['candidates'][number];

/** `2.4.0; OpenBLAS 0.3.30; 2 threads`. */
export function candidateSentence({ version, detail, threads }: Candidate): string {
  return [plainText(version), plainText(detail), count(threads, 'thread')].filter((part) => part !== '').join('; ');
}

/** `1 round`, `7 rounds`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
