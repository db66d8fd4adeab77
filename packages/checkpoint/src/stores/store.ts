/** A store of checkpoints: what all have in common, whether they lie in a folder, in a browser or in memory. */
import { isNablaError, NablaError, type TrainState } from '@nablajs/core';
import {
  type Checkpoint,
  type CheckpointExtras,
  type CheckpointFiles,
  decodeCheckpoint,
  encodeCheckpoint,
} from '../checkpoint/checkpoint.js';
import { isFromNewer } from '../checkpoint/manifest.js';
import { damaged, reason, show } from '../damage.js';
import { bestOf, type CheckpointEntry, checkedKeep, entriesOf, entryOf, obsoleteOf } from './entry.js';

/** How many checkpoints a store keeps. */
export interface StoreOptions {
  /** The last ones; the best one is kept beside them. At least 1; Infinity keeps all. Default: 3. */
  readonly keep?: number;
}

/** What goes with a state when it is saved. */
export interface SaveCheckpointOptions extends CheckpointExtras {
  /** Whether this is the best state of the run so far: `load('best')` gives the newest of those. Default: false. */
  readonly best?: boolean;
}

/** What to do where the last checkpoint is damaged. */
export interface LoadCheckpointOptions {
  /**
   * Whether `load('last')` goes on to the checkpoint before, and the one before that, where one is damaged; `skipped`
   * then says which were. One that a newer nabla wrote is no damage, and an error all the same. Default: false.
   */
  readonly fallBack?: boolean;
}

/** A checkpoint that could not be read. */
export interface SkippedCheckpoint {
  readonly name: string;
  /** What is wrong with it, naming the part. */
  readonly error: NablaError;
}

/** A checkpoint of a store. */
export interface StoredCheckpoint extends Checkpoint {
  readonly entry: CheckpointEntry;
  /** Newer ones that are damaged, the newest first. Empty unless you asked for `fallBack`. */
  readonly skipped: readonly SkippedCheckpoint[];
}

/** Reads checkpoints; others may be saving meanwhile. */
export interface CheckpointReader {
  /** The oldest first. */
  list(): Promise<readonly CheckpointEntry[]>;
  /**
   * The checkpoint that was saved last (the default), the best one, or one by its name.
   *
   * Rejects with a NablaError of code `data` where there is none, or where it is damaged or of a newer nabla: the message
   * names the part, and the checkpoint before it. Code `argument` is for a name that no checkpoint has.
   */
  load(which?: 'last' | 'best' | (string & {}), options?: LoadCheckpointOptions): Promise<StoredCheckpoint>;
}

/**
 * Keeps the checkpoints of one run. There is one writer at a time; opening a second one is an error that says where the
 * first one is.
 */
export interface CheckpointStore extends CheckpointReader {
  /**
   * Saves a state, all of it or nothing. When the promise resolves the checkpoint is on the disk for good, and only then
   * have older ones been removed. You need not wait for it to go on training; saves take turns in the order of the calls.
   * Leave the state's arrays as they are until it resolves.
   *
   * Rejects with a NablaError of code `argument` for a state that cannot be saved, and of code `data` where writing
   * fails; the checkpoints before are then as they were.
   */
  save(state: TrainState, options?: SaveCheckpointOptions): Promise<CheckpointEntry>;
  /** Waits for saves to end, and lets others write. The store takes no more saves then. */
  close(): Promise<void>;
}

/** Where checkpoints lie, for reading. */
export interface Shelf {
  /** For messages. */
  readonly place: string;
  /** Of checkpoints, and of whatever else lies there. */
  names(): Promise<Iterable<string>>;
  /** Undefined where it was removed since `names`. */
  read(name: string): Promise<CheckpointFiles | undefined>;
}

/** Where checkpoints lie, for the one that writes. */
export interface WritableShelf extends Shelf {
  /** All of it or nothing; once it is there for good, the obsolete ones go. */
  put(name: string, files: CheckpointFiles, obsolete: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export function storeOn(shelf: WritableShelf, options: StoreOptions = {}): CheckpointStore {
  const keep = checkedKeep(options.keep);
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const inTurn = <T>(body: () => Promise<T>): Promise<T> => {
    const done = last.then(body);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    ...readerOn(shelf),
    async save(state, saved = {}) {
      if (closed) throw new NablaError('disposed', `${shelf.place}: save after close(); open it again.`);
      return inTurn(() => saveTo(shelf, keep, state, saved));
    },
    async close() {
      if (closed) return;
      closed = true;
      await inTurn(() => shelf.close());
    },
  };
}

async function saveTo(
  shelf: WritableShelf,
  keep: number,
  state: TrainState,
  { best = false, ...extras }: SaveCheckpointOptions,
): Promise<CheckpointEntry> {
  const files = await encodeCheckpoint(state, extras);
  try {
    const entries = entriesOf(await shelf.names());
    const entry = entryOf((entries.at(-1)?.number ?? 0) + 1, state.position, best);
    const obsolete = obsoleteOf([...entries, entry], keep);
    await shelf.put(
      entry.name,
      files,
      obsolete.map(({ name }) => name),
    );
    return entry;
  } catch (error) {
    if (isNablaError(error)) throw error;
    throw damaged(`cannot save to ${shelf.place}`, `${reason(error)}; the checkpoints before are as they were`, error);
  }
}

export function readerOn(shelf: Shelf): CheckpointReader {
  const guarded = async <T>(body: () => Promise<T>): Promise<T> => {
    try {
      return await body();
    } catch (error) {
      throw isNablaError(error) ? error : damaged(`cannot read ${shelf.place}`, reason(error), error);
    }
  };
  return {
    list: () => guarded(async () => entriesOf(await shelf.names())),
    load: (which = 'last', options = {}) => guarded(() => loadFrom(shelf, which, options)),
  };
}

async function loadFrom(shelf: Shelf, which: string, { fallBack = false }: LoadCheckpointOptions) {
  for (;;) {
    const entries = entriesOf(await shelf.names());
    const chosen = choose(entries, which, shelf.place);
    const before = entries.slice(0, entries.indexOf(chosen));
    const candidates = fallBack && which === 'last' ? [chosen, ...before.toReversed()] : [chosen];
    const loaded = await loadFirst(shelf, candidates, before.at(-1));
    // A writer removes old ones when it has saved a new one: look again.
    if (loaded !== undefined) return loaded;
  }
}

function choose(entries: readonly CheckpointEntry[], which: string, place: string): CheckpointEntry {
  const last = entries.at(-1);
  if (last === undefined) throw damaged(place, 'expected a checkpoint. Received none; save one first');
  if (which === 'last') return last;
  const found = which === 'best' ? bestOf(entries) : entries.find(({ name }) => name === which);
  if (found !== undefined) return found;
  if (which === 'best') {
    const expected = 'expected one that was saved as the best, save(state, { best: true })';
    throw damaged(place, `${expected}. Received ${entries.length} others; load "last"`);
  }
  const names = entries.map(({ name }) => name).join(', ');
  throw new NablaError('argument', `${place}: expected "last", "best" or one of ${names}. Received ${show(which)}.`);
}

/** The first of the candidates that is whole; undefined where one was removed meanwhile. */
async function loadFirst(
  shelf: Shelf,
  candidates: readonly CheckpointEntry[],
  before: CheckpointEntry | undefined,
): Promise<StoredCheckpoint | undefined> {
  const skipped: SkippedCheckpoint[] = [];
  for (const entry of candidates) {
    try {
      const files = await shelf.read(entry.name);
      if (files === undefined) return undefined;
      return { ...(await decodeCheckpoint(files, `${shelf.place}/${entry.name}`)), entry, skipped };
    } catch (error) {
      if (!isNablaError(error) || isFromNewer(error)) throw error;
      if (candidates.length === 1) {
        throw before === undefined ? error : withRemedy(error, `the checkpoint before it is ${before.name}`);
      }
      skipped.push({ name: entry.name, error });
    }
  }
  const [first] = skipped as [SkippedCheckpoint];
  throw withRemedy(first.error, `all ${skipped.length} checkpoints here are damaged`);
}

function withRemedy(error: NablaError, remedy: string): NablaError {
  return new NablaError('data', error.message.replace(/\.$/, `; ${remedy}.`), { cause: error });
}
