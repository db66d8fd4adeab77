/** The names of checkpoints in a store, and which checkpoints are kept. */
import { NablaError, type RunPosition } from '@nablajs/core';

/** What the name of a stored checkpoint says. */
export interface CheckpointEntry {
  /** Pass it to `load`: `0012-epoch-3-best`, or `0013-epoch-4-step-120` in the middle of an epoch. */
  readonly name: string;
  /** Counts the saves of a store, from 1. Later saves have larger numbers. */
  readonly number: number;
  /** The epoch that was under way or had just ended, counted from 1; 0 before the first epoch. */
  readonly epoch: number;
  /** The steps done in that epoch; undefined if the epoch had ended. */
  readonly step: number | undefined;
  /** Whether it was the best checkpoint when it was saved. */
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

/** Returns undefined for a name that no checkpoint can have. */
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
  // No store writes names with more leading zeros, or numbers above 2^53.
  return nameOf(entry) === name ? { name, ...entry } : undefined;
}

/** Picks the checkpoints from a list of names, the oldest first. */
export function entriesOf(names: Iterable<string>): CheckpointEntry[] {
  return Array.from(names, parseName)
    .filter((entry) => entry !== undefined)
    .sort((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1));
}

/** The newest of the checkpoints saved as the best: it is the best of all. */
export function bestOf(entries: readonly CheckpointEntry[]): CheckpointEntry | undefined {
  return entries.findLast(({ best }) => best);
}

/** The checkpoints to remove: neither the best nor among the last `keep`. */
export function obsoleteOf(entries: readonly CheckpointEntry[], keep: number): CheckpointEntry[] {
  const best = bestOf(entries);
  return entries.slice(0, Math.max(0, entries.length - keep)).filter((entry) => entry !== best);
}

/** How many of the last checkpoints to keep, not counting the best. */
const DEFAULT_KEEP = 3;

/** Checks the option `keep`. Throws NablaError `argument`. */
export function checkedKeep(keep: number = DEFAULT_KEEP): number {
  if ((Number.isInteger(keep) && keep >= 1) || keep === Number.POSITIVE_INFINITY) return keep;
  throw new NablaError('argument', `keep: expected a whole number of at least 1, or Infinity. Received ${keep}.`);
}
