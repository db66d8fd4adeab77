/** Collects measurements and turns them into a result file. */

import { isOnCard, nativePeakOf, peakName, peakPerCore } from '../machine/native-peaks.js';
import type { Hello, MemoryMeasured } from '../protocol.js';
import { type Machine, type NotMeasured, type Result, type ResultFile, SCHEMA } from '../result/result-file.js';
import type { Workload } from '../workloads/workload.js';
import type { Candidate, Missing } from './candidates.js';
import type { Method } from './method.js';
import { median, pairedRatios, summarize } from './statistics.js';

/** The measurements of a workload on a candidate. */
interface Row {
  readonly workload: Omit<Workload, 'inputs'>;
  readonly candidate: string;
  /** The seconds of each round, by launch. */
  readonly groups: number[][];
  readonly memory: MemoryMeasured[];
  verified: number | undefined;
  /** How the candidate says it computes the workload; several notes if its processes chose differently. */
  readonly notes: Set<string>;
}

export interface FileHead {
  readonly machine: Machine;
  readonly method: Method;
  readonly quick: boolean;
  readonly baseline: string;
  readonly missing: readonly Missing[];
  readonly complete: boolean;
  readonly created: Date;
}

export class Collected {
  readonly #rows = new Map<string, Row>();
  readonly #hellos = new Map<string, Hello & Candidate>();
  readonly #failures = new Map<string, NotMeasured>();
  readonly #leftOut = new Map<string, NotMeasured>();

  hello(candidate: Candidate, hello: Hello): void {
    this.#hellos.set(candidate.name, { ...hello, ...candidate });
  }

  verified(workload: Row['workload'], { name }: Candidate, error: number | undefined): void {
    const row = this.#row(workload, name);
    if (error !== undefined) row.verified = Math.max(row.verified ?? 0, error);
  }

  note(workload: Row['workload'], { name }: Candidate, note: string): void {
    this.#row(workload, name).notes.add(note);
  }

  time(workload: Row['workload'], { name }: Candidate, launch: number, samples: readonly number[]): void {
    const { groups } = this.#row(workload, name);
    while (groups.length <= launch) groups.push([]);
    groups[launch]?.push(median(samples));
  }

  memory(workload: Row['workload'], { name }: Candidate, measured: MemoryMeasured): void {
    this.#row(workload, name).memory.push(measured);
  }

  /** Drops earlier measurements of the row, because the candidate is not reliable. */
  failure(workload: Row['workload'], candidate: Candidate, reason: string): void {
    this.#failures.set(rowKey(workload, candidate.name), notMeasured(workload, candidate, reason));
  }

  /** Records that a candidate does not support a workload or is too slow for it, which is not a failure. */
  leaveOut(workload: Row['workload'], candidate: Candidate, reason: string): void {
    this.#leftOut.set(rowKey(workload, candidate.name), notMeasured(workload, candidate, reason));
  }

  /** Whether any candidate failed or gave a wrong result. */
  get hasFailures(): boolean {
    return this.#failures.size > 0;
  }

  /** Whether the candidate failed in the workload or was left out. */
  isOut(workload: Row['workload'], candidate: Candidate): boolean {
    return this.#isOut(rowKey(workload, candidate.name));
  }

  file({ machine, method, quick, baseline, missing, complete, created }: FileHead): ResultFile {
    const rows = [...this.#rows.values()].filter(
      ({ workload, candidate, groups, memory }) =>
        groups.flat().length + memory.length > 0 && !this.#isOut(rowKey(workload, candidate)),
    );
    const { launches, rounds, seconds, trainingWarmUpSeconds } = method;
    return {
      schema: SCHEMA,
      created: created.toISOString(),
      complete,
      quick,
      machine,
      method: { launches, rounds, seconds, trainingWarmUpSeconds },
      baseline,
      candidates: [...this.#hellos.values()].map(({ name, version, detail, threads, peer, vectors }) => {
        const native = nativePeakOf(machine, detail, vectors);
        return { name, version, detail, threads, peer, ...(native === undefined ? {} : { peak: peakName(native) }) };
      }),
      missing: [...missing],
      results: rows.map((row) => this.#result(row, machine, baseline)),
      failures: [...this.#failures.values()],
      leftOut: [...this.#leftOut.values()],
    };
  }

  #isOut(key: string): boolean {
    return this.#failures.has(key) || this.#leftOut.has(key);
  }

  #row(workload: Row['workload'], candidate: string): Row {
    const key = rowKey(workload, candidate);
    const present = this.#rows.get(key);
    if (present !== undefined) return present;
    const row: Row = { workload, candidate, groups: [], memory: [], verified: undefined, notes: new Set() };
    this.#rows.set(key, row);
    return row;
  }

  #result(row: Row, machine: Machine, baseline: string): Result {
    const { workload, candidate, groups, memory, verified, notes } = row;
    const { suite, name, kind, dtype, curve, flops, tokens } = workload;
    const samples = groups.flat();
    const seconds = samples.length === 0 ? null : median(samples);
    const interval = summarize(groups);
    const baselineKey = rowKey(workload, baseline);
    // A baseline that failed is not compared with.
    const isCompared = candidate !== baseline && !this.#isOut(baselineKey);
    const reference = isCompared ? this.#rows.get(baselineKey) : undefined;
    const ratio = reference === undefined ? undefined : summarize(pairedRatios(groups, reference.groups));
    const gflops = flops === null || seconds === null ? undefined : flops / seconds / 1e9;
    const tokensPerSecond = tokens === undefined || seconds === null ? undefined : tokens / seconds;
    const { threads = 1, detail = '', vectors } = this.#hellos.get(candidate) ?? {};
    const peak = threads * peakPerCore(machine, nativePeakOf(machine, detail, vectors), dtype);
    return {
      suite,
      name,
      kind,
      dtype,
      ...(curve === undefined ? {} : { curve }),
      candidate,
      medianSeconds: seconds,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      samples,
      ...(tokensPerSecond === undefined ? {} : { tokensPerSecond }),
      ...(gflops === undefined ? {} : { gflops, ...(isOnCard(detail) ? {} : { shareOfPeak: gflops / peak }) }),
      ...(ratio === undefined ? {} : { ratio }),
      ...(memory.length === 0 ? {} : { memory: medianMemory(memory) }),
      ...(verified === undefined ? {} : { verified }),
      ...(notes.size === 0 ? {} : { note: [...notes].join(' or ') }),
    };
  }
}

const rowKey = ({ suite, name, dtype }: Row['workload'], candidate: string): string =>
  JSON.stringify([suite, name, dtype, candidate]);

function notMeasured({ suite, name, dtype }: Row['workload'], candidate: Candidate, reason: string): NotMeasured {
  return { suite, name, dtype, candidate: candidate.name, reason };
}

function medianMemory(measured: readonly MemoryMeasured[]): MemoryMeasured {
  return {
    rssBytes: median(measured.map(({ rssBytes }) => rssBytes)),
    peakBytes: median(measured.map(({ peakBytes }) => peakBytes)),
  };
}
