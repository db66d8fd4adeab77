/** Warns about differences that make two result files hard to compare. */

import { plainText } from '@nablajs/charts/markup';
import { formatBytes } from '@nablajs/command-line';
import type { ResultFile } from '../result/result-file.js';

/** Returns one line per warning. */
export function comparisonWarnings(old: ResultFile, current: ResultFile, shared: number | null): string[] {
  return [
    ...differences(old, current),
    ...versionDifferences(old, current),
    ...[stopped(old, 'old'), stopped(current, 'new')].flat(),
    ...[busy(old, 'old'), busy(current, 'new')].flat(),
    ...wholeChange(shared),
  ];
}

function differences(old: ResultFile, current: ResultFile): string[] {
  const pairs: [string, string, string][] = [
    ['processor', old.machine.cpu, current.machine.cpu],
    ['number of cores', String(old.machine.cores), String(current.machine.cores)],
    ['memory', formatBytes(old.machine.memoryBytes), formatBytes(current.machine.memoryBytes)],
    ['system', old.machine.os, current.machine.os],
    ['version of Node', old.machine.node, current.machine.node],
    ['baseline', old.baseline, current.baseline],
    ['length of the run', runLength(old), runLength(current)],
  ];
  return pairs
    .filter(([, before, after]) => before !== after)
    .map(([what, before, after]) => `The ${what} differs: ${plainText(before)}, now ${plainText(after)}.`);
}

const runLength = ({ quick, method }: ResultFile): string =>
  `${method.launches} x ${method.rounds} rounds of ${method.seconds} s, ` +
  `training warmed up for ${method.trainingWarmUpSeconds} s${quick ? ' (quick)' : ''}`;

function versionDifferences(old: ResultFile, current: ResultFile): string[] {
  return current.candidates.flatMap(({ name, version }) => {
    const before = old.candidates.find((candidate) => candidate.name === name)?.version ?? version;
    if (before === version) return [];
    return [`The version of ${plainText(name)} differs: ${plainText(before)}, now ${plainText(version)}.`];
  });
}

const stopped = ({ complete }: ResultFile, which: string): string[] =>
  complete ? [] : [`The ${which} run was stopped early.`];

function busy({ machine }: ResultFile, which: string): string[] {
  if (machine.loadBefore <= machine.cores / 2) return [];
  return [
    `The machine was busy before the ${which} run: load ${machine.loadBefore.toFixed(2)} on ${machine.cores} cores.`,
  ];
}

/** The least change of the machine to warn about. */
const WORTH_SAYING = 0.05;

const NO_FIXED =
  'No other library is in both files, so a slower machine looks like slower code when seconds are compared. ' +
  'Include one with --peers to tell them apart.';

function wholeChange(shared: number | null): string[] {
  if (shared === null) return [NO_FIXED];
  if (Math.abs(shared - 1) < WORTH_SAYING) return [];
  const percent = Math.round(Math.abs(shared - 1) * 100);
  return [
    `The other libraries take ${percent} % ${shared > 1 ? 'more' : 'less'} time, so the machine changed. ` +
      'This change is subtracted from changes in seconds.',
  ];
}
