/** The ranks of a program that mpirun or srun has started. */
import { isMainThread } from 'node:worker_threads';
import { NablaError } from '@nablajs/core';
import type { Communicator } from '@nablajs/core/shards';
import { type Addon, loadAddon, type Place } from './addon.js';
import { type Build, chooseBuild, findBuilds, programOnPath, sourceDigest, storeFolders } from './builds.js';
import { cutOff, doesNotLoad, failure, isAlone, notBuilt, outdated } from './errors.js';
import { findLauncher, isCutOff, type Launcher } from './launcher.js';
import { parseLibrary, titleOf } from './library.js';

/** The ranks of a program that runs several times at once, under MPI. */
export interface MpiCommunicator extends Communicator {
  /** The number of this process among the ranks: 0 to `size - 1`. */
  readonly rank: number;
  /** The number of ranks. It is 1 if neither mpirun nor srun has started the program. */
  readonly size: number;
  /** The name and version of the library: `Open MPI 4.1.4`. */
  readonly library: string;
  /** The name of this machine, as MPI knows it. */
  readonly host: string;
  /** The number of ranks on this machine, which share its cores. */
  readonly localSize: number;
  /** The number of this process among the ranks on this machine: 0 to `localSize - 1`. */
  readonly localRank: number;

  /**
   * Replaces `values`, in place on every rank, by their sum over all ranks. Ranks 0 and 1 are added, 2 and 3, and so
   * on; then pairs of pairs: every rank has the same bits (those of a NaN may differ). The number of ranks must be a
   * power of two.
   *
   * Every rank calls it in the same order, with the same type and length. Do not touch the array's memory before the
   * promise resolves: MPI works on it.
   *
   * Throws NablaError `argument` if the number of ranks is not a power of two or `values` is something else; `backend`
   * if MPI fails.
   */
  sum(values: Float32Array | Float64Array): Promise<void>;

  /**
   * Returns a copy of rank 0's bytes on every rank. The other ranks' argument is ignored; it may have another length.
   */
  broadcast(bytes: Uint8Array): Promise<Uint8Array>;

  /**
   * Ends the processes of all ranks at once, with this exit code from 1 to 255, without `finally`. A process whose exit
   * code is not 0 does it by itself as it ends.
   */
  abort(code: number): never;

  /**
   * Closes MPI, when all ranks do; it cannot be opened again. A process that ends with exit code 0 closes it by itself.
   */
  close(): Promise<void>;
}

let opened: Promise<MpiCommunicator> | undefined;

/**
 * Opens MPI and returns the ranks of this program; without mpirun or srun, a single one. It needs the addon, which `npx
 * nabla-mpi build` compiles. All calls in a process return the same object.
 *
 * Timers, signals and Ctrl-C work while ranks wait for each other.
 *
 * Throws NablaError `backend` that says what to install or to run: without MPI, without the addon, with an addon for
 * another MPI than that of the mpirun, or in a Worker.
 *
 * @example
 * ```ts
 * const ranks = await openMpi();
 * const values = Float32Array.of(ranks.rank, 1);
 * await ranks.sum(values); // with four ranks: 6, 4
 * if (ranks.rank === 0) console.log(ranks.library, values);
 * await ranks.close();
 * ```
 */
export function openMpi(): Promise<MpiCommunicator> {
  opened ??= open();
  return opened;
}

async function open(): Promise<MpiCommunicator> {
  if (!isMainThread) throw failure('MPI opens on the main thread only, not in a Worker.');
  const launcher = findLauncher(process.env);
  if (launcher !== undefined && isCutOff(process.env)) throw cutOff(launcher);
  const build = findBuild(launcher);
  const addon = load(build);
  const place = await addon.open();
  if (launcher !== undefined && launcher.size > 1 && place.size === 1) {
    await addon.close();
    throw isAlone(launcher, build);
  }
  return new Ranks(addon, place);
}

function findBuild(launcher: Launcher | undefined): Build {
  const builds = findBuilds(storeFolders(process.env));
  const mpicc = programOnPath('mpicc');
  const digest = sourceDigest();
  const current = builds.filter(({ source }) => source === digest);
  const build = chooseBuild(current, launcher, mpicc);
  if (build !== undefined) return build;
  throw chooseBuild(builds, launcher, mpicc) === undefined ? notBuilt(current, launcher) : outdated();
}

function load(build: Build): Addon {
  try {
    return loadAddon(build.file);
  } catch (cause) {
    throw doesNotLoad(build, cause);
  }
}

class Ranks implements MpiCommunicator {
  readonly rank: number;
  readonly size: number;
  readonly library: string;
  readonly host: string;
  readonly localSize: number;
  readonly localRank: number;
  readonly #addon: Addon;
  readonly #onExit: (code: number) => void;
  #isClosed = false;
  #last: Promise<unknown> = Promise.resolve();
  /** The number of calls that are not done. */
  #calls = 0;

  constructor(addon: Addon, { rank, size, host, localSize, localRank }: Place) {
    this.#addon = addon;
    this.rank = rank;
    this.size = size;
    this.host = host;
    this.localSize = localSize;
    this.localRank = localRank;
    this.library = titleOf(parseLibrary(addon.library()));
    // During a call the other ranks wait for this one.
    this.#onExit = (code) => addon.leave(code === 0 && this.#calls > 0 ? 1 : code);
    process.on('exit', this.#onExit);
  }

  async sum(values: Float32Array | Float64Array): Promise<void> {
    if (!(values instanceof Float32Array || values instanceof Float64Array)) {
      throw new NablaError('argument', `sum: expected a Float32Array or a Float64Array. Received ${String(values)}.`);
    }
    if ((this.size & (this.size - 1)) !== 0) {
      throw new NablaError(
        'argument',
        `sum: expected a number of ranks that is a power of two (1, 2, 4, 8 …). Received ${this.size}: start that many.`,
      );
    }
    if (this.size > 1) await this.#inTurn(() => this.#addon.sum(values));
  }

  async broadcast(bytes: Uint8Array): Promise<Uint8Array> {
    const isRoot = this.rank === 0;
    if (isRoot && !(bytes instanceof Uint8Array)) {
      throw new NablaError('argument', `broadcast: expected a Uint8Array. Received ${String(bytes)}.`);
    }
    const length = Float64Array.of(isRoot ? bytes.length : 0);
    return this.#inTurn(async () => {
      await this.#addon.broadcast(new Uint8Array(length.buffer));
      const copy = isRoot ? bytes.slice() : new Uint8Array(length[0] ?? 0);
      await this.#addon.broadcast(copy);
      return copy;
    });
  }

  abort(code: number): never {
    return this.#addon.abort(code);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    process.off('exit', this.#onExit);
    await this.#inTurn(() => this.#addon.close());
  }

  /** Makes a call after those before it, so calls have the same order on every rank. */
  async #inTurn<T>(call: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(call);
    this.#last = turn.catch(() => undefined);
    this.#calls += 1;
    try {
      return await turn;
    } catch (error) {
      throw failure(error instanceof Error ? error.message : String(error));
    } finally {
      this.#calls -= 1;
    }
  }
}
