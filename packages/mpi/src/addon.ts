/** The addon, `../native`, which `nabla-mpi build` compiles. */
import { availableParallelism, constants } from 'node:os';
import { settingsFor } from './environment.js';

/** This process among the ranks of its program. */
export interface Place {
  readonly rank: number;
  readonly size: number;
  readonly localRank: number;
  readonly localSize: number;
  readonly host: string;
}

/** What ../native/addon.c exports. Promises reject with an Error that names the rank. */
export interface Addon {
  /** How the library of MPI describes itself. */
  library(): string;
  /** Opens MPI, once in a process. */
  open(): Promise<Place>;
  /** Replaces the values by their sum over all ranks. */
  sum(values: Float32Array | Float64Array): Promise<void>;
  /** Replaces the bytes by the bytes of rank 0. Every rank passes the same number of bytes. */
  broadcast(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  /** Ends all ranks at once. */
  abort(code: number): never;
  /** Called as the process ends. With code 0 it closes MPI; otherwise all ranks end when Node has printed its error. */
  leave(code: number): void;
}

/** Loads an addon. Throws the Error of the system if it cannot be loaded. */
export function loadAddon(file: string): Addon {
  Object.assign(process.env, settingsFor(process.env, availableParallelism()));
  const holder = { exports: {} };
  // Open MPI loads parts of itself later, and these look for its functions among those of the whole process.
  process.dlopen(holder, file, constants.dlopen.RTLD_NOW | constants.dlopen.RTLD_GLOBAL);
  return holder.exports as Addon;
}
