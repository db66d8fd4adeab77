/** The words that all reports use for the machine, the method and the candidates. */

import { plainText } from '@nablajs/charts/markup';
import { formatBytes, formatDigits, formatSeconds } from '@nablajs/command-line';
import { peakName } from '../machine/native-peaks.js';
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
    {
      name: 'Peak',
      value: `${formatDigits(machine.peakGflopsPerCore)} GFLOP/s per core (float32)${nativeWords(machine)}`,
    },
  ];
}

/** ` in WebAssembly, 106 in avx2, 110 in avx2 fast`. */
function nativeWords({ nativePeaks = [] }: Machine): string {
  const words = nativePeaks.map((peak) => `, ${formatDigits(peak.float32)} in ${plainText(peakName(peak))}`);
  return words.length === 0 ? '' : ` in WebAssembly${words.join('')}`;
}

export function methodSentence({ method, baseline, quick }: ResultFile): string {
  const launches = count(method.launches, 'launch', 'launches');
  const rounds = `${launches} x ${count(method.rounds, 'round')} (fewer for slow workloads)`;
  const length = `about ${formatSeconds(method.seconds)} per candidate and round`;
  const note = quick ? '; quick: fewer rounds, wider intervals' : '';
  return `${rounds}, ${length}, baseline ${plainText(baseline)}${note}`;
}

export const NOT_COMPLETE = 'The run was stopped early: these results are complete, the others were not measured.';

export const SPEED_NOTE =
  'GFLOP/s count only the operations that every candidate has to do. In training and inference these exclude black ' +
  'pixels, so a library that multiplies all pixels has a smaller share of the peak.';

type Candidate = ResultFile['candidates'][number];

/** `2.4.0; OpenBLAS 0.3.30; 2 threads; peak of avx2 fast`. */
export function candidateSentence({ version, detail, threads, peak }: Candidate): string {
  const limit = peak === undefined ? '' : `peak of ${plainText(peak)}`;
  return [plainText(version), plainText(detail), count(threads, 'thread'), limit]
    .filter((part) => part !== '')
    .join('; ');
}

/** `1 round`, `7 rounds`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
