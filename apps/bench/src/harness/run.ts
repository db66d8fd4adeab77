/** Runs the measurement: several launches of processes, every workload in each, several rounds of all candidates. */
import { Random } from '@nablajs/core';
import { type Answer, type AnswerTo, expectOk, type Hello, type Request, type Sampled } from '../protocol.js';
import { readNumbers } from '../workloads/arrays.js';
import type { PlannedWorkload } from '../workloads/index.js';
import { executionsOf, isTraining, type Workload } from '../workloads/workload.js';
import { CandidateProcess, NoAnswer } from './candidate-process.js';
import type { Candidate } from './candidates.js';
import type { Collected } from './collected.js';
import { type Method, roundsFor, secondsToAnswer, WARM_UP_SECONDS } from './method.js';
import { References } from './references.js';
import { makeFolder, removeFolder } from './temporary-folder.js';
import { errorOf } from './verify.js';
import { writeInputs } from './write-inputs.js';

export interface RunOptions {
  readonly workloads: readonly PlannedWorkload[];
  readonly candidates: readonly Candidate[];
  readonly method: Method;
  readonly signal: AbortSignal;
  /** Called before each workload. Counts workloads over all launches. */
  readonly onProgress: (done: number, total: number, name: string) => void;
}

/** If the signal aborts, rejects with its reason and keeps finished results. */
export async function run(options: RunOptions, collected: Collected): Promise<void> {
  const { launches } = options.method;
  const references = new References();
  const total = launches * options.workloads.length;
  for (let launch = 0; launch < launches; launch++) {
    const launchRun = new LaunchRun(options, collected, launch, references);
    try {
      for (const [at, planned] of options.workloads.entries()) {
        options.onProgress(launch * options.workloads.length + at, total, planned.workload.name);
        await launchRun.measure(planned);
      }
    } finally {
      await launchRun.close();
    }
  }
  options.onProgress(total, total, '');
}

/** A candidate that has prepared a workload. */
interface Ready {
  readonly candidate: Candidate;
  readonly process: CandidateProcess;
  /** The time of one execution. */
  readonly seconds: number;
  readonly rounds: number;
}

/** One launch: a process for each candidate, started when it is first needed. */
class LaunchRun {
  readonly #options: RunOptions;
  readonly #collected: Collected;
  readonly #launch: number;
  readonly #references: References;
  readonly #processes = new Map<Candidate, CandidateProcess>();
  /** Candidates that did not answer `hello` in time, and are not waited for again. */
  readonly #hung = new Map<Candidate, NoAnswer>();
  readonly #random = new Random(1);

  constructor(options: RunOptions, collected: Collected, launch: number, references: References) {
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
      const reference = await this.#references.of(planned, workload, inputs);
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

  async #measureTime(workload: Workload, folder: string, reference: ArrayLike<number> | null): Promise<void> {
    const ready: Ready[] = [];
    for (const candidate of this.#options.candidates) {
      const one = await this.#attempt(workload, candidate, () => this.#prepare(workload, candidate, folder, reference));
      if (one !== undefined) ready.push(one);
    }
    if (isTraining(workload) || workload.kind === 'generate') await this.#warmUp(workload, ready);
    for (let round = 0; round < this.#options.method.rounds; round++) {
      for (const at of this.#order(ready.length)) {
        const one = ready[at] as Ready;
        if (round < one.rounds) await this.#attempt(workload, one.candidate, () => this.#sample(workload, one));
      }
    }
    for (const { candidate, process } of ready) {
      await this.#attempt(workload, candidate, async () => expectOk(await this.#ask(process, { do: 'release' })));
    }
  }

  /** Returns undefined if the candidate does not support the workload or is too slow for it. */
  async #prepare(
    workload: Workload,
    candidate: Candidate,
    folder: string,
    reference: ArrayLike<number> | null,
  ): Promise<Ready | undefined> {
    const { method } = this.#options;
    const process = await this.#processOf(candidate);
    const executions = executionsOf(workload);
    const start = performance.now();
    const answer = await this.#ask(process, { do: 'prepare', workload, folder }, executions);
    const waited = (performance.now() - start) / 1000 / executions;
    if (this.#leftOut(workload, candidate, answer)) return undefined;
    const { result, seconds = waited, note } = expectOk(answer);
    if (reference !== null) {
      if (result === null) throw new Error('it returned no result to verify');
      const error = errorOf(workload, await readNumbers(folder, result, workload.dtype), reference);
      if (!(error <= 1)) throw new Error(`its result is wrong: ${error.toPrecision(3)} times the tolerance`);
      this.#collected.verified(workload, candidate, error);
    }
    if (note !== undefined) this.#collected.note(workload, candidate, note);
    if (seconds > method.limitSeconds) {
      const reason = `one execution takes ${seconds.toFixed(1)} s, more than --limit ${method.limitSeconds}`;
      this.#collected.leaveOut(workload, candidate, reason);
      expectOk(await this.#ask(process, { do: 'release' }));
      return undefined;
    }
    return { candidate, process, seconds, rounds: roundsFor(method, seconds) };
  }

  /** The first time, the candidate warms up before that. */
  #askForSamples(
    process: CandidateProcess,
    seconds: number,
    warmUpSeconds = WARM_UP_SECONDS,
  ): Promise<Answer<Sampled>> {
    return this.#ask(process, { do: 'sample', seconds, warmUpSeconds }, SAMPLE_EXECUTIONS);
  }

  /** Warms up training and writing beyond what the first sample does. Steps longer than this need no more warm-up. */
  async #warmUp(workload: Workload, ready: readonly Ready[]): Promise<void> {
    const { trainingWarmUpSeconds: most } = this.#options.method;
    for (const { candidate, process, seconds } of ready) {
      if (seconds >= most) continue;
      await this.#attempt(workload, candidate, async () => expectOk(await this.#askForSamples(process, most)));
    }
  }

  async #sample(workload: Workload, { candidate, process }: Ready): Promise<void> {
    const { seconds } = this.#options.method;
    const { samples } = expectOk(await this.#askForSamples(process, seconds));
    this.#collected.time(workload, candidate, this.#launch, samples);
  }

  /** From the start of a process to its first answer. */
  async #measureStartup({ workload }: PlannedWorkload): Promise<void> {
    const { candidates, method } = this.#options;
    for (let round = 0; round < method.rounds; round++) {
      for (const at of this.#order(candidates.length)) {
        const candidate = candidates[at] as Candidate;
        await this.#attempt(workload, candidate, async () => {
          const start = performance.now();
          const process = new CandidateProcess(candidate.launch);
          try {
            const hello = await this.#hello(process);
            this.#collected.time(workload, candidate, this.#launch, [(performance.now() - start) / 1000]);
            this.#collected.hello(candidate, hello);
          } finally {
            await process.close();
          }
        });
      }
    }
  }

  /** Measures memory in a process that has done nothing else. */
  async #measureMemory(workload: Workload, folder: string, reference: ArrayLike<number> | null): Promise<void> {
    await this.close();
    for (const candidate of this.#options.candidates) {
      await this.#attempt(workload, candidate, async () => {
        const ready = await this.#prepare(workload, candidate, folder, reference);
        if (ready === undefined) return;
        // Executes once: memory is not for warming up.
        expectOk(await this.#askForSamples(ready.process, 0, 0));
        const answer = await this.#ask(ready.process, { do: 'memory' });
        if (!this.#leftOut(workload, candidate, answer)) this.#collected.memory(workload, candidate, expectOk(answer));
      });
      await this.close();
    }
  }

  /** A failure is recorded and ends the process, so the next workload gets a new one. */
  async #attempt<T>(workload: Omit<Workload, 'inputs'>, candidate: Candidate, work: () => Promise<T>) {
    if (this.#collected.isOut(workload, candidate)) return undefined;
    try {
      return await work();
    } catch (error) {
      this.#options.signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      // A process that hangs looks the same as one that is far too slow.
      const isSlow = error instanceof NoAnswer && error.asked === 'prepare';
      if (isSlow) this.#collected.leaveOut(workload, candidate, `${reason}: it hangs, or is far beyond --limit`);
      else this.#collected.failure(workload, candidate, reason);
      this.#processes.get(candidate)?.kill();
      this.#processes.delete(candidate);
      return undefined;
    }
  }

  /** Returns a random order for a round. */
  #order(count: number): Int32Array {
    return this.#random.permutation(count);
  }

  async #processOf(candidate: Candidate): Promise<CandidateProcess> {
    const present = this.#processes.get(candidate);
    if (present !== undefined) return present;
    const hung = this.#hung.get(candidate);
    if (hung !== undefined) throw hung;
    const process = new CandidateProcess(candidate.launch);
    this.#processes.set(candidate, process);
    try {
      this.#collected.hello(candidate, await this.#hello(process));
    } catch (error) {
      if (error instanceof NoAnswer) this.#hung.set(candidate, error);
      throw error;
    }
    return process;
  }

  async #hello(process: CandidateProcess): Promise<Hello> {
    return expectOk(await this.#ask(process, { do: 'hello' }));
  }

  #ask<R extends Request>(process: CandidateProcess, request: R, executions = 0): Promise<Answer<AnswerTo<R['do']>>> {
    const { method, signal } = this.#options;
    return process.ask(request, { signal, seconds: secondsToAnswer(method, executions) });
  }

  #leftOut(workload: Workload, candidate: Candidate, answer: Answer<object>): boolean {
    if (answer.ok || answer.unsupported === undefined) return false;
    this.#collected.leaveOut(workload, candidate, answer.unsupported);
    return true;
  }
}

/** The most executions in a sample of a slow workload: to warm up, to find the batch size, and to time. */
const SAMPLE_EXECUTIONS = 3;
