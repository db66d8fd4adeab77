/** The measurement: launches of processes, in each every workload, in each rounds over all candidates. */
import { Random } from '@nablajs/core';
import { type InputArray, readNumbers, writeNumbers } from './arrays.js';
import { CandidateProcess } from './candidate-process.js';
import type { Candidate } from './candidates.js';
import type { Collected } from './collected.js';
import { type Method, roundsFor } from './method.js';
import type { Answer, Hello, MemoryMeasured, Prepared, Sampled } from './protocol.js';
import { makeFolder, removeFolder } from './temporary-folder.js';
import { errorOf, referenceOf } from './verify.js';
import type { Workload } from './workload.js';
import type { PlannedWorkload } from './workloads/index.js';

export interface RunOptions {
  readonly workloads: readonly PlannedWorkload[];
  readonly candidates: readonly Candidate[];
  readonly method: Method;
  readonly signal: AbortSignal;
  /** Workloads of all launches that are over, of how many. */
  readonly onProgress: (done: number, total: number, name: string) => void;
}

/** Rejects with the signal's reason where that stops it; what was measured until then is in `collected`. */
export async function run(options: RunOptions, collected: Collected): Promise<void> {
  const { launches } = options.method;
  const references = new Map<PlannedWorkload, ArrayLike<number> | null>();
  const total = launches * options.workloads.length;
  for (let launch = 0; launch < launches; launch++) {
    const launched = new Launched(options, collected, launch, references);
    try {
      for (const [at, planned] of options.workloads.entries()) {
        options.onProgress(launch * options.workloads.length + at, total, planned.workload.name);
        await launched.measure(planned);
      }
    } finally {
      await launched.close();
    }
  }
  options.onProgress(total, total, '');
}

/** A candidate with a workload prepared. */
interface Ready {
  readonly candidate: Candidate;
  readonly process: CandidateProcess;
  readonly rounds: number;
}

/** One launch: a process for each candidate, started when first needed. */
class Launched {
  readonly #options: RunOptions;
  readonly #collected: Collected;
  readonly #launch: number;
  readonly #references: Map<PlannedWorkload, ArrayLike<number> | null>;
  readonly #processes = new Map<Candidate, CandidateProcess>();
  readonly #random = new Random(1);

  constructor(
    options: RunOptions,
    collected: Collected,
    launch: number,
    references: Map<PlannedWorkload, ArrayLike<number> | null>,
  ) {
    this.#options = options;
    this.#collected = collected;
    this.#launch = launch;
    this.#references = references;
  }

  async measure(planned: PlannedWorkload): Promise<void> {
    this.#options.signal.throwIfAborted();
    if (planned.workload.kind === 'startup') return this.#measureStartup(planned);
    const folder = makeFolder();
    try {
      const inputs = await planned.inputs();
      const workload = await writeInputs(planned, inputs, folder);
      const reference = await this.#referenceOf(planned, workload, inputs);
      if (workload.kind === 'memory') await this.#measureMemory(workload, folder, reference);
      else await this.#measureTime(workload, folder, reference);
    } finally {
      removeFolder(folder);
    }
  }

  async close(): Promise<void> {
    for (const process of this.#processes.values()) await process.close();
    this.#processes.clear();
  }

  async #referenceOf(planned: PlannedWorkload, workload: Workload, inputs: Readonly<Record<string, InputArray>>) {
    const known = this.#references.get(planned);
    if (known !== undefined) return known;
    const reference = await referenceOf(workload, inputs);
    this.#references.set(planned, reference);
    return reference;
  }

  async #measureTime(workload: Workload, folder: string, reference: ArrayLike<number> | null): Promise<void> {
    const ready: Ready[] = [];
    for (const candidate of this.#options.candidates) {
      const one = await this.#attempt(workload, candidate, () => this.#prepare(workload, candidate, folder, reference));
      if (one !== undefined) ready.push(one);
    }
    for (let round = 0; round < this.#options.method.rounds; round++) {
      for (const at of this.#order(ready.length)) {
        const one = ready[at] as Ready;
        if (round < one.rounds) await this.#attempt(workload, one.candidate, () => this.#sample(workload, one));
      }
    }
    for (const { candidate, process } of ready) {
      await this.#attempt(workload, candidate, () => process.ask({ do: 'release' }, this.#options.signal));
    }
  }

  /** Undefined where the candidate has no such workload. */
  async #prepare(
    workload: Workload,
    candidate: Candidate,
    folder: string,
    reference: ArrayLike<number> | null,
  ): Promise<Ready | undefined> {
    const { method, signal } = this.#options;
    const process = await this.#processOf(candidate);
    const start = performance.now();
    const answer = await process.ask<Prepared>({ do: 'prepare', workload, folder }, signal);
    const seconds = (performance.now() - start) / 1000 / executionsOf(workload);
    if (!answer.ok && 'unsupported' in answer) return undefined;
    const { result } = expectOk(answer);
    if (reference !== null) {
      if (result === null) throw new Error('it gives no result to verify');
      const error = errorOf(workload, await readNumbers(folder, result, workload.dtype), reference);
      if (!(error <= 1)) throw new Error(`its result is wrong: ${error.toPrecision(3)} times what it may be off`);
      this.#collected.verified(workload, candidate, error);
    }
    if (seconds > method.limitSeconds) {
      const reason = `one execution takes ${seconds.toFixed(1)} s, more than --limit ${method.limitSeconds}`;
      this.#collected.leaveOut(workload, candidate, reason);
      expectOk(await process.ask({ do: 'release' }, signal));
      return undefined;
    }
    return { candidate, process, rounds: roundsFor(method, seconds) };
  }

  async #sample(workload: Workload, { candidate, process }: Ready): Promise<void> {
    const { method, signal } = this.#options;
    const { samples } = expectOk(await process.ask<Sampled>({ do: 'sample', seconds: method.seconds }, signal));
    this.#collected.time(workload, candidate, this.#launch, samples);
  }

  /** From the start of a process to its first answer. */
  async #measureStartup({ workload }: PlannedWorkload): Promise<void> {
    const { candidates, method, signal } = this.#options;
    for (let round = 0; round < method.rounds; round++) {
      for (const at of this.#order(candidates.length)) {
        const candidate = candidates[at] as Candidate;
        await this.#attempt(workload, candidate, async () => {
          const start = performance.now();
          const process = new CandidateProcess(candidate.launch);
          try {
            const hello = expectOk(await process.ask<Hello>({ do: 'hello' }, signal));
            this.#collected.time(workload, candidate, this.#launch, [(performance.now() - start) / 1000]);
            this.#collected.hello(candidate, hello);
          } finally {
            await process.close();
          }
        });
      }
    }
  }

  /** In a process that has done nothing else. */
  async #measureMemory(workload: Workload, folder: string, reference: ArrayLike<number> | null): Promise<void> {
    await this.close();
    for (const candidate of this.#options.candidates) {
      await this.#attempt(workload, candidate, async () => {
        const ready = await this.#prepare(workload, candidate, folder, reference);
        if (ready === undefined) return;
        const { signal } = this.#options;
        expectOk(await ready.process.ask<Sampled>({ do: 'sample', seconds: 0 }, signal));
        const { rssBytes, peakBytes } = expectOk(await ready.process.ask<MemoryMeasured>({ do: 'memory' }, signal));
        this.#collected.memory(workload, candidate, { rssBytes, peakBytes });
      });
      await this.close();
    }
  }

  /** A candidate that fails is told of, and gets a new process for what comes next. */
  async #attempt<T>(workload: Omit<Workload, 'inputs'>, candidate: Candidate, work: () => Promise<T>) {
    if (this.#collected.failed(workload, candidate)) return undefined;
    try {
      return await work();
    } catch (error) {
      this.#options.signal.throwIfAborted();
      this.#collected.failure(workload, candidate, error instanceof Error ? error.message : String(error));
      this.#processes.get(candidate)?.kill();
      this.#processes.delete(candidate);
      return undefined;
    }
  }

  /** Another in every round: what one candidate leaves behind must not always meet the same other one. */
  #order(count: number): Int32Array {
    return this.#random.permutation(count);
  }

  async #processOf(candidate: Candidate): Promise<CandidateProcess> {
    const present = this.#processes.get(candidate);
    if (present !== undefined) return present;
    const process = new CandidateProcess(candidate.launch);
    this.#processes.set(candidate, process);
    this.#collected.hello(candidate, expectOk(await process.ask<Hello>({ do: 'hello' }, this.#options.signal)));
    return process;
  }
}

function expectOk<T extends object>(answer: Answer<T>): T {
  if (answer.ok) return answer;
  throw new Error('error' in answer ? answer.error : answer.unsupported);
}

/** How often `prepare` executes what `sample` executes once. */
function executionsOf(workload: Workload): number {
  return workload.kind === 'train' || workload.kind === 'memory' ? workload.resultEpochs : 1;
}

async function writeInputs(
  { workload }: PlannedWorkload,
  inputs: Readonly<Record<string, InputArray>>,
  folder: string,
): Promise<Workload> {
  const files = Object.entries(inputs).map(async ([name, { dtype, shape, data }]) => {
    const file = `${name}.${dtype}`;
    await writeNumbers(folder, file, data);
    return [name, { file, dtype, shape: [...shape] }] as const;
  });
  return { ...workload, inputs: Object.fromEntries(await Promise.all(files)) } as Workload;
}
