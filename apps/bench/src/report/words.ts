/** The words that all reports use for the machine, the method and the candidates. */

import { plainText } from '@nablajs/charts/markup';
import { formatBytes, formatDigits, formatSeconds } from '@nablajs/command-line';
import { peakName } from '../machine/native-peaks.js';
import type { ResultFile } from '../result/result-file.js';
import type { Summary } from './chart/summary.js';
import { shownName } from './sections.js';

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

/** What a page of results is about. */
export const PAGE_NOTE =
  "How long nabla's backends and other libraries take for the same work. Every result was verified before it was timed.";

/** `AMD EPYC 9R14, 2026-11-29`: the heading of a run. */
export const runTitle = ({ machine, created }: ResultFile): string =>
  `${plainText(machine.cpu)}, ${plainText(created).slice(0, 10)}`;

/** The rest of the machine, in one line. */
export function hardwareLine({ machine, quick }: ResultFile): string {
  const { cores, memoryBytes, os, node } = machine;
  const parts = [
    count(cores, 'core'),
    `${formatBytes(memoryBytes)} of memory`,
    plainText(os),
    `Node ${plainText(node)}`,
  ];
  return `${parts.join(', ')}${quick ? '; a quick run: few rounds, wide intervals' : ''}`;
}

/** How to read the summary chart. */
export function chartNote(file: ResultFile, { isSelection }: Summary): string {
  const ours = shownName(file, file.baseline);
  return [
    `Left of the line is faster than ${ours}, right of it slower; the scale is logarithmic.`,
    "The line through a dot is the ratio's 95 % interval.",
    `The times at the right are those of ${ours}.`,
    ...(isSelection ? ['The chart is a selection, in float32; the tables have all workloads.'] : []),
  ].join(' ');
}

export const NO_RATIOS =
  'There is no chart: ratios need at least two candidates with results, and at least two rounds.';

/** What the numbers of a page mean, one paragraph each. */
export const METHOD_NOTES = [
  'Each result was verified against a reference before it was timed. Every candidate runs in its own process, and has ' +
    'one turn in every round. A launch starts all processes anew. A time is the median over the rounds. Its interval ' +
    '(order statistics, 95 % confidence) covers the medians of the launches too; ± is half its width.',
  "A ratio is the candidate's time divided by the baseline's time in the same round, so whatever slows the whole " +
    "machine cancels out. 1.9x slower takes 1.9 times the baseline's time; 3.2x faster takes the baseline's time divided " +
    'by 3.2. The interval is in parentheses. If it contains 1, its two ends are shown instead: there is no clear ' +
    'difference.',
  SPEED_NOTE,
] as const;

export const FAILURES_NOTE =
  'These candidates gave a wrong result or broke, so they were not timed, or not to the end.';
export const LEFT_OUT_NOTE = 'Workloads that a candidate does not support, or that take it too long.';
