/** Writes `ranks/rank-2.jsonl` of a run: which parts of each batch a rank computed. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describeFailure, type Output } from '@nablajs/command-line';
import type { ShardLog } from '@nablajs/core/shards';

/** The folder of these files in a run. */
export const RANKS_FOLDER = 'ranks';

/** The rank that writes the file. */
export interface LogHeader {
  readonly rank: number;
  readonly ranks: number;
  readonly library: string;
  readonly host: string;
  readonly threads: number | undefined;
}

/**
 * Appends to the file of a rank. The system has each line before the next step. A rank on another machine creates the
 * run's folder there, at the same path. Warns once if it cannot write: training continues.
 */
export class PartLog {
  #file: number | undefined;
  readonly #warn: Output['warn'];

  constructor(runFolder: string, header: LogHeader, warn: Output['warn']) {
    this.#warn = warn;
    this.#try(() => {
      const folder = join(runFolder, RANKS_FOLDER);
      mkdirSync(folder, { recursive: true });
      this.#file = openSync(join(folder, `rank-${header.rank}.jsonl`), 'a');
      this.#append({ started: new Date().toISOString(), ...header, pid: process.pid });
    });
  }

  write({ epoch, step, parts }: ShardLog): void {
    this.#try(() => this.#append({ epoch, step, parts }));
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #append(line: object): void {
    if (this.#file !== undefined) writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  #try(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#warn(`cannot write the log of the parts: ${describeFailure(error).message} Training continues without it.`);
      try {
        this.close();
      } catch {
        this.#file = undefined;
      }
    }
  }
}
