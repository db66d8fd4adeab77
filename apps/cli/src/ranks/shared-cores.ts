/** Shares the cores of each machine among its ranks. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Communicator } from '@nablajs/core/shards';

/** The most threads of a rank: a backend takes no more by itself. */
const MOST = 8;
/** What a rank tells the others: its machine, the set of cores that it may use, and their number. */
const FIELDS = 3;

/** The cores that a process may use. */
export interface OwnCores {
  /** The name of the machine. */
  readonly host: string;
  /** The set of cores, as a text. Two ranks on a machine with equal texts share these cores. */
  readonly allowed: string;
  readonly count: number;
}

export interface SharedCores {
  /** Threads for each rank. */
  readonly threads: readonly number[];
  /** How many machines the ranks are on. */
  readonly machines: number;
}

/** Returns the cores of this process. `mpirun` and SLURM may bind a rank to some cores of its machine. */
export function ownCores(host: string): OwnCores {
  return { host, allowed: allowedCores(), count: availableParallelism() };
}

/** Only Linux tells which cores they are. Elsewhere the ranks of a machine share all of them. */
function allowedCores(): string {
  try {
    return /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

/** Divides each set of cores by the ranks that may use it. Every rank calls this at the same time. */
export async function shareCores(
  ranks: Pick<Communicator, 'rank' | 'size' | 'sum'>,
  own: OwnCores,
): Promise<SharedCores> {
  const { rank, size } = ranks;
  const told = new Float64Array(FIELDS * size);
  told.set([numberOf(own.host), numberOf(`${own.host} ${own.allowed}`), own.count], FIELDS * rank);
  await ranks.sum(told);
  const column = (at: number): number[] => Array.from({ length: size }, (_, one) => told[FIELDS * one + at] as number);
  const [hosts, sets, counts] = [column(0), column(1), column(2)];
  const threads = sets.map((set, one) => {
    const sharers = sets.filter((other) => other === set).length;
    return Math.min(MOST, Math.max(1, Math.floor((counts[one] as number) / sharers)));
  });
  return { threads, machines: new Set(hosts).size };
}

/** A number below 2^48 that stands for a text, because ranks exchange numbers. */
function numberOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
}
