/**
 * The history of a run in the manifest. Consecutive epochs with the same metrics share one list of names, because keys
 * make JSON slow to read.
 */
import type { EpochLog } from '@nablajs/core';
import { damaged, show } from '../damage.js';
import { anyNumber, type Check, list, listOf, objectOf, recordOf, text } from '../json/checks.js';

interface Stretch {
  readonly names: readonly string[];
  /** For each epoch, the values in the order of the names. */
  readonly logs: readonly (readonly number[])[];
}

/** Checks the history of a TrainState, which plain JavaScript may pass in any form. */
export const historyInState: Check<readonly EpochLog[]> = listOf(recordOf(anyNumber));

export function packHistory(history: readonly EpochLog[]): Stretch[] {
  const stretches: { names: string[]; logs: number[][] }[] = [];
  for (const log of history) {
    const names = Object.keys(log);
    const last = stretches.at(-1);
    const fits = last?.names.length === names.length && last.names.every((name, at) => name === names[at]);
    if (fits) last.logs.push(Object.values(log));
    else stretches.push({ names, logs: [Object.values(log)] });
  }
  return stretches;
}

const stretches = listOf(objectOf({ names: listOf(text), logs: list }));

/** Reads what `packHistory` returned. */
export const historyInManifest: Check<readonly EpochLog[]> = (value, at) =>
  stretches(value, at).flatMap(({ names, logs }, index) => {
    if (new Set(names).size !== names.length) throw damaged(`${at}.${index}.names`, 'expected each name once');
    return logs.map((log, epoch) => {
      if (!isNumbers(log) || log.length !== names.length) {
        const expected = `expected ${names.length} numbers, one for each name`;
        throw damaged(`${at}.${index}.logs.${epoch}`, `${expected}. Received ${show(log)}`);
      }
      return Object.fromEntries(names.map((name, place) => [name, log[place] as number]));
    });
  });

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
