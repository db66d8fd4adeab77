/** The logic that all stores of checkpoints share, whether they save to a folder, a browser's database or memory. */
import { checkOptionNames, isNablaError, NablaError, seePage, type TrainState } from '@nablajs/core';
import {
  type Checkpoint,
  type CheckpointExtras,
  type CheckpointFiles,
  decodeCheckpoint,
  encodeCheckpoint,
} from '../checkpoint/checkpoint.js';
import { isNewerFormat } from '../checkpoint/manifest.js';
import { damaged, reason, show } from '../damage.js';
import { bestOf, type CheckpointEntry, checkedKeep, entriesOf, entryOf, obsoleteOf } from './entry.js';

/** Options for opening a store of checkpoints. */
export interface StoreOptions {
  /** How many of the last checkpoints to keep besides the best one: at least 1, or Infinity. Default: 3. */
  readonly keep?: number;
}

/** Options for saving a checkpoint. */
export interface SaveCheckpointOptions extends CheckpointExtras {
  /** Whether this is the best state of the run so far. `load('best')` loads the newest such state. Default: false. */
  readonly best?: boolean;
}

/** Options for loading a checkpoint. */
export interface LoadCheckpointOptions {
  /**
   * If the last checkpoint is damaged, load the newest one that is intact. `skipped` then lists the damaged ones. A
   * checkpoint of a newer nabla is always an error. Default: false.
   */
  readonly fallBack?: boolean;
}

/** A checkpoint that could not be read. */
export interface SkippedCheckpoint {
  readonly name: string;
  /** Says which part is damaged, and how. */
  readonly error: NablaError;
}

/** A checkpoint loaded from a store. */
export interface StoredCheckpoint extends Checkpoint {
  readonly entry: CheckpointEntry;
  /** The newer checkpoints that are damaged, the newest first. Always empty without the option `fallBack`. */
  readonly skipped: readonly SkippedCheckpoint[];
}

/** Lists and loads the checkpoints of a run. Others may be saving at the same time. */
export interface CheckpointReader {
  /** Lists the checkpoints, the oldest first. */
  list(): Promise<readonly CheckpointEntry[]>;
  /**
   * Loads the last checkpoint (the default), the best one, or one by its name.
   *
   * @throws NablaError `data` if there is no checkpoint, or if it is damaged or of a newer nabla; `argument` for an
   * unknown name.
   */
  load(which?: 'last' | 'best' | (string & {}), options?: LoadCheckpointOptions): Promise<StoredCheckpoint>;
}

/** Saves, lists and loads the checkpoints of one run. Only one store can be open for a run. */
export interface CheckpointStore extends CheckpointReader {
  /**
   * Saves a state, completely or not at all. When the promise resolves, the checkpoint is on disk, and old checkpoints
   * have been removed. Saves run one after the other. Training may continue meanwhile, but do not change the state's
   * arrays.
   *
   * @throws NablaError `argument` if the state cannot be saved, or `data` if writing fails. The earlier checkpoints are
   * unchanged.
   */
  save(state: TrainState, options?: SaveCheckpointOptions): Promise<CheckpointEntry>;
  /** Waits for pending saves, then releases the run for others. After that, `save` throws. */
  close(): Promise<void>;
}

/** Reads the files of checkpoints from a folder, a database or memory. */
export interface CheckpointStorage {
  /** Names the storage in messages. */
  readonly place: string;
  /** The names of all checkpoints, and of anything else stored there. */
  names(): Promise<Iterable<string>>;
  /** Returns undefined if the checkpoint has been removed since `names` was called. */
  read(name: string): Promise<CheckpointFiles | undefined>;
}

/** Also writes the files of checkpoints. */
export interface WritableCheckpointStorage extends CheckpointStorage {
  /** Writes all files or none. Once they are on disk, removes the obsolete checkpoints. */
  put(name: string, files: CheckpointFiles, obsolete: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const SAVE_OPTIONS: readonly (keyof SaveCheckpointOptions)[] = ['best', 'model', 'note'];

export function createStore(storage: WritableCheckpointStorage, options: StoreOptions = {}): CheckpointStore {
  checkOptionNames(storage.place, options, ['keep']);
  const keep = checkedKeep(options.keep);
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const inTurn = <T>(body: () => Promise<T>): Promise<T> => {
    const done = last.then(body);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    ...createReader(storage),
    async save(state, saved = {}) {
      if (closed) throw new NablaError('disposed', `${storage.place}: save after close(); open it again.`);
      checkOptionNames(`${storage.place}: save`, saved, SAVE_OPTIONS);
      return inTurn(() => saveTo(storage, keep, state, saved));
    },
    async close() {
      if (closed) return;
      closed = true;
      await inTurn(() => storage.close());
    },
  };
}

async function saveTo(
  storage: WritableCheckpointStorage,
  keep: number,
  state: TrainState,
  { best = false, ...extras }: SaveCheckpointOptions,
): Promise<CheckpointEntry> {
  const files = await encodeCheckpoint(state, extras);
  try {
    const entries = entriesOf(await storage.names());
    const entry = entryOf((entries.at(-1)?.number ?? 0) + 1, state.position, best);
    const obsolete = obsoleteOf([...entries, entry], keep);
    await storage.put(
      entry.name,
      files,
      obsolete.map(({ name }) => name),
    );
    return entry;
  } catch (error) {
    if (isNablaError(error)) throw error;
    throw damaged(`cannot save to ${storage.place}`, `${reason(error)}; earlier checkpoints are unchanged`, error);
  }
}

export function createReader(storage: CheckpointStorage): CheckpointReader {
  const guarded = async <T>(body: () => Promise<T>): Promise<T> => {
    try {
      return await body();
    } catch (error) {
      throw isNablaError(error) ? error : damaged(`cannot read ${storage.place}`, reason(error), error);
    }
  };
  return {
    list: () => guarded(async () => entriesOf(await storage.names())),
    load: (which = 'last', options = {}) =>
      guarded(async () => {
        checkOptionNames(`${storage.place}: load`, options, ['fallBack']);
        return await loadFrom(storage, which, options);
      }),
  };
}

async function loadFrom(storage: CheckpointStorage, which: string, { fallBack = false }: LoadCheckpointOptions) {
  for (;;) {
    const entries = entriesOf(await storage.names());
    const chosen = choose(entries, which, storage.place);
    const before = entries.slice(0, entries.indexOf(chosen));
    const candidates = fallBack && which === 'last' ? [chosen, ...before.toReversed()] : [chosen];
    const loaded = await loadFirst(storage, candidates, before.at(-1));
    // A save removed the checkpoint meanwhile: look again.
    if (loaded !== undefined) return loaded;
  }
}

function choose(entries: readonly CheckpointEntry[], which: string, place: string): CheckpointEntry {
  const last = entries.at(-1);
  if (last === undefined) {
    throw damaged(place, 'expected a checkpoint. Received none; save one first', undefined, GUIDE);
  }
  if (which === 'last') return last;
  const found = which === 'best' ? bestOf(entries) : entries.find(({ name }) => name === which);
  if (found !== undefined) return found;
  if (which === 'best') {
    const expected = 'expected a checkpoint saved as the best, with save(state, { best: true })';
    throw damaged(place, `${expected}. Received none; load "last"`);
  }
  const names = entries.map(({ name }) => name).join(', ');
  throw new NablaError('argument', `${place}: expected "last", "best" or one of ${names}. Received ${show(which)}.`);
}

/** Loads the first candidate that is intact. Returns undefined if one was removed meanwhile. */
async function loadFirst(
  storage: CheckpointStorage,
  candidates: readonly CheckpointEntry[],
  before: CheckpointEntry | undefined,
): Promise<StoredCheckpoint | undefined> {
  const skipped: SkippedCheckpoint[] = [];
  for (const entry of candidates) {
    try {
      const files = await storage.read(entry.name);
      if (files === undefined) return undefined;
      return { ...(await decodeCheckpoint(files, `${storage.place}/${entry.name}`)), entry, skipped };
    } catch (error) {
      if (!isNablaError(error) || isNewerFormat(error)) throw error;
      if (candidates.length === 1) {
        throw before === undefined ? error : withRemedy(error, `the checkpoint before it is ${before.name}`);
      }
      skipped.push({ name: entry.name, error });
    }
  }
  const [first] = skipped as [SkippedCheckpoint];
  throw withRemedy(first.error, `all ${skipped.length} checkpoints here are damaged`);
}

const GUIDE = seePage('guides/early-stopping-and-checkpoints#checkpoints');

function withRemedy(error: NablaError, remedy: string): NablaError {
  return new NablaError('data', error.message.replace(/\.$/, `; ${remedy}.${GUIDE}`), { cause: error });
}
