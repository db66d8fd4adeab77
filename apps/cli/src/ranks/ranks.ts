/** The ranks of a distributed training: processes that mpirun or srun started, and that train one network together. */
import { deserialize, serialize } from 'node:v8';
import { type CommandError, Output, usageError, workError } from '@nablajs/command-line';
import type { TrainSettings } from '../settings/settings.js';
import type { Mpi } from './mpi.js';
import type { LogHeader } from './part-log.js';
import { ownCores, type SharedCores, shareCores } from './shared-cores.js';

/** The ranks, as one of them sees them. Every rank calls the methods that return promises, in the same order. */
export class Ranks {
  readonly mpi: Mpi;
  readonly #cores: SharedCores;

  private constructor(mpi: Mpi, cores: SharedCores) {
    this.mpi = mpi;
    this.#cores = cores;
  }

  /** Every rank calls it. Throws a CommandError unless their number is a power of two. */
  static async of(mpi: Mpi): Promise<Ranks> {
    if (!Number.isInteger(Math.log2(mpi.size))) throw wrongNumber(mpi.size);
    return new Ranks(mpi, await shareCores(mpi, ownCores(mpi.host)));
  }

  /** Whether this is rank 0, which prints and saves. */
  get isFirst(): boolean {
    return this.mpi.rank === 0;
  }

  /** The threads of this rank: those that the user chose, or its share of the machine's cores. */
  threadsOf({ threads, backendOptions }: Pick<TrainSettings, 'threads' | 'backendOptions'>): number {
    const { threads: configured } = backendOptions;
    return threads ?? (typeof configured === 'number' ? configured : this.#share);
  }

  get #share(): number {
    return this.#cores.threads[this.mpi.rank] as number;
  }

  /** Returns what `make` returns on rank 0, where alone it is called. The value must survive a structured clone. */
  async fromFirst<T>(make: () => T | Promise<T>): Promise<T> {
    if (!this.isFirst) return deserialize(await this.mpi.broadcast(new Uint8Array())) as T;
    const value = await make();
    await this.mpi.broadcast(serialize(value));
    return value;
  }

  /** Throws a CommandError if there are more ranks than parts. */
  checkParts({ parts = 1, resumes }: Pick<TrainSettings, 'parts' | 'resumes'>): void {
    const { size } = this.mpi;
    if (size <= parts) return;
    const remedy = resumes ? 'a resumed run keeps its parts, so' : `add --parts ${size}, or`;
    throw usageError(
      `--distributed: ${size} ranks need ${size} parts of each batch. Received --parts ${parts}; ` +
        `${remedy} start ${parts} rank${parts === 1 ? '' : 's'}.`,
    );
  }

  /** Throws a CommandError that names the first difference to the facts of rank 0. */
  async checkSame(facts: Readonly<Record<string, unknown>>): Promise<void> {
    const expected = await this.fromFirst(() => facts);
    for (const [name, value] of Object.entries(expected)) {
      const [theirs, own] = [value, facts[name]].map((one) => JSON.stringify(one));
      if (theirs === own) continue;
      const values = `${theirs}${own}`.length > 100 ? '' : `: expected ${theirs}, as on rank 0. Received ${own}`;
      throw workError(`--distributed: ${name} differ${values}. All ranks need the same program and the same data.`);
    }
  }

  /** Warns on stderr, and names this rank. */
  warn(line: string): void {
    new Output({ quiet: true }).warn(`rank ${this.mpi.rank}: ${line}`);
  }

  /** Describes the ranks for `--json`. */
  facts(threads: number | undefined): { ranks: number; threads: number | undefined; mpi: string } {
    const { size, library } = this.mpi;
    return { ranks: size, threads, mpi: library };
  }

  /** Describes this rank for its log. */
  describe(threads: number | undefined): LogHeader {
    const { rank, size, library, host } = this.mpi;
    return { rank, ranks: size, library, host, threads };
  }

  /** Describes the ranks, such as `4 ranks, 1 thread each, Open MPI 4.1.4`. `threads`: of this rank, if it has some. */
  text(threads: number | undefined): string {
    const { size, library } = this.mpi;
    const { machines } = this.#cores;
    const places = `${size} rank${size === 1 ? '' : 's'}${machines === 1 ? '' : ` on ${machines} machines`}`;
    return [places, ...this.#threadsText(threads), library].join(', ');
  }

  #threadsText(threads: number | undefined): string[] {
    if (threads === undefined) return [];
    // If it is not the share of the cores, then a setting chose it for every rank.
    const all = threads === this.#share ? this.#cores.threads : [threads];
    const least = all.reduce((a, b) => Math.min(a, b));
    const most = all.reduce((a, b) => Math.max(a, b));
    const count = least === most ? `${least}` : `${least} to ${most}`;
    return [`${count} thread${most === 1 ? '' : 's'}${this.mpi.size === 1 ? '' : ' each'}`];
  }
}

const wrongNumber = (size: number): CommandError =>
  usageError(
    `--distributed: expected 1, 2, 4, 8 or another power of two of ranks. Received ${size}: start another number.`,
  );
