/** Names of checkpoints in a store, and which of them are kept. */
import { NablaError, type RunPosition } from '@nablajs/core';

/** A checkpoint of a store, as its name tells. */
export interface CheckpointEntry {
  /** What `load` takes: `0012-epoch-3-best`, or `0013-epoch-4-step-120` in the middle of an epoch. */
  readonly name: string;
  /** Counts the saves of a store from 1: the larger number was saved later. */
  readonly number: number;
  /** The epoch that was under way or had just ended; from 1, and 0 before the first. */
  readonly epoch: number;
  /** Steps done in that epoch; undefined where it had ended. */
  readonly step: number | undefined;
  /** Whether it was the best one when it was saved. */
  readonly best: boolean;
}

const NAME = /^(\d{4,})-epoch-(\d+)(?:-step-(\d+))?(-best)?$/;

export function entryOf(number: number, position: RunPosition, best: boolean): CheckpointEntry {
  const { epoch, epochEnded } = position;
  const step = epochEnded ? undefined : position.step;
  return { name: nameOf({ number, epoch, step, best }), number, epoch, step, best };
}

function nameOf({ number, epoch, step, best }: Omit<CheckpointEntry, 'name'>): string {
  const place = step === undefined ? `epoch-${epoch}` : `epoch-${epoch}-step-${step}`;
  return `${`${number}`.padStart(4, '0')}-${place}${best ? '-best' : ''}`;
}

/** Undefined for any other name. */
function parseName(name: string): CheckpointEntry | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [, number, epoch, step, best] = match;
  const entry = {
    number: Number(number),
    epoch: Number(epoch),
    step: step === undefined ? undefined : Number(step),
    best: best !== undefined,
  };
  // Names with more zeros, or numbers past 2^53, are not ours.
  return nameOf(entry) === name ? { name, ...entry } : undefined;
}

/** The checkpoints among some names, the oldest first. */
export function entriesOf(names: Iterable<string>): CheckpointEntry[] {
  return Array.from(names, parseName)
    .filter((entry) => entry !== undefined)
    .sort((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1));
}

/** The newest one that was the best when it was saved: it is better than all before it. */
export function bestOf(entries: readonly CheckpointEntry[]): CheckpointEntry | undefined {
  return entries.findLast(({ best }) => best);
}

/** Those that are neither among the last `keep` nor the best. */
export function obsoleteOf(entries: readonly CheckpointEntry[], keep: number): CheckpointEntry[] {
  const best = bestOf(entries);
  return entries.slice(0, Math.max(0, entries.length - keep)).filter((entry) => entry !== best);
}

/** Of checkpoints: the run's last ones; the best comes on top. */
const KEEP = 3;

/** `keep` as a user gave it. Throws a NablaError of code `argument`. */
export function checkedKeep(keep: number = KEEP): number {
  if ((Number.isInteger(keep) && keep >= 1) || keep === Number.POSITIVE_INFINITY) return keep;
  throw new NablaError('argument', `keep: expected a whole number of at least 1, or Infinity. Received ${keep}.`);
}
