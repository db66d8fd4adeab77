/** What both reports say about the machine, the method and the candidates. */

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
    { name: 'Peak', value: `${formatDigits(machine.peakGflopsPerCore)} GFLOP/s a core (float32)` },
  ];
}

export function methodSentence({ method, baseline, quick }: ResultFile): string {
  const rounds = `${count(method.launches, 'launch', 'launches')} x ${count(method.rounds, 'round')} (fewer for what takes long)`;
  const length = `about ${formatSeconds(method.seconds)} a candidate a round`;
  return `${rounds}, ${length}, baseline ${plainText(baseline)}${quick ? '; quick: fewer rounds, wider intervals' : ''}`;
}

export const NOT_COMPLETE = 'Stopped before its end: what is here was finished, the rest was not measured.';

export const SPEED_NOTE =
  'GFLOP/s count what everybody has to compute: in training and inference only stored pixels, so a library that multiplies the black ones too has a small share of the peak.';

type Candidate = ResultFile['candidates'][number];

/** `2.4.0; OpenBLAS 0.3.30; 2 threads`. */
export function candidateSentence({ version, detail, threads }: Candidate): string {
  return [plainText(version), plainText(detail), count(threads, 'thread')].filter((part) => part !== '').join('; ');
}

/** `1 round`, `7 rounds`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
