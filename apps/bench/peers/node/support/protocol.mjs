/**
 * The loop of a peer: one JSON object per line, requests on stdin, answers on stdout. `../../README.md` is the
 * contract.
 *
 * @typedef {object} Computation A prepared workload.
 * @property {() => unknown} execute Executes once; returns a promise if the library computes asynchronously.
 * @property {() => ArrayLike<number> | Promise<ArrayLike<number>>} result Returns the result of the last execution.
 * @property {() => number | Promise<number>} sink Returns one number of the last result, when the work is done; a
 *   promise only if `execute` returns one.
 * @property {() => void} [dispose]
 * @property {string} [note] How it computes the workload, for people.
 *
 * @typedef {object} Peer
 * @property {string} version
 * @property {string} detail
 * @property {number} threads
 * @property {Record<string, Prepare>} kinds
 *
 * @callback Prepare
 * @param {any} workload
 * @param {Record<string, import('./files.mjs').Input>} inputs
 * @returns {Computation | Promise<Computation>}
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { readInputs, writeResult } from './files.mjs';
import { sample, warmUp } from './timing.mjs';

/** Thrown if the peer does not support a workload, which is not a failure. */
export class Unsupported extends Error {}

/** @param {() => Promise<Peer>} open Called once. If it throws, the error is the answer to every request. */
export async function serve(open) {
  const write = process.stdout.write.bind(process.stdout);
  // Keeps the output of libraries away from stdout.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const session = new Session(open());
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const request = JSON.parse(line);
    const identity = 'id' in request ? { id: request.id } : {};
    const answer = JSON.stringify({ ...identity, ...(await answerTo(session, request)) });
    await new Promise((resolve) => write(`${answer}\n`, resolve));
  }
  // Otherwise threads of a library would keep the process alive.
  process.exit(0);
}

async function answerTo(session, request) {
  const actions = ['hello', 'prepare', 'sample', 'release', 'memory'];
  if (!actions.includes(request.do)) return { ok: false, error: `unknown request '${request.do}'` };
  try {
    return { ok: true, ...(await session[request.do](request)) };
  } catch (error) {
    const message = String(error?.message ?? error).split('\n')[0];
    return error instanceof Unsupported ? { ok: false, unsupported: message } : { ok: false, error: message };
  }
}

/** The state between requests: the prepared computation. */
class Session {
  #peer;
  #prepared;

  /** @param {Promise<Peer>} peer */
  constructor(peer) {
    this.#peer = peer;
    // The next request reports the error.
    peer.catch(() => {});
  }

  async hello() {
    const { version, detail, threads } = await this.#peer;
    return { version, detail, threads };
  }

  async prepare({ workload, folder }) {
    this.release();
    const { kinds } = await this.#peer;
    const { kind, dtype } = workload;
    if (kind === 'startup') return { result: null };
    const make = kinds[kind === 'memory' ? 'train' : kind];
    if (make === undefined) throw new Unsupported(`no ${kind}`);
    const computation = await make(workload, readInputs(workload, folder));
    // The number of executions per sample is found by warming up.
    this.#prepared = { computation, asynchronous: false, batch: undefined };
    const executions = workload.resultEpochs ?? workload.resultSteps ?? 1;
    const results = [];
    let seconds = 0;
    for (let epoch = 0; epoch < executions; epoch++) {
      const started = performance.now();
      const pending = computation.execute();
      this.#prepared.asynchronous = pending instanceof Promise;
      await pending;
      const result = await computation.result();
      seconds += (performance.now() - started) / 1000;
      // Copies the result: some libraries return a view.
      results.push(Array.from(result));
    }
    const note = computation.note === undefined ? {} : { note: computation.note };
    return { result: writeResult(folder, results.flat(), dtype), seconds: seconds / executions, ...note };
  }

  async sample({ seconds, warmUpSeconds }) {
    if (this.#prepared === undefined) throw new Error('nothing is prepared');
    this.#prepared.batch ??= await warmUp(this.#prepared.computation, warmUpSeconds);
    return sample(this.#prepared, seconds);
  }

  release() {
    this.#prepared?.computation.dispose?.();
    this.#prepared = undefined;
    return {};
  }

  memory() {
    return residentMemory();
  }
}

function residentMemory() {
  if (process.platform !== 'linux') {
    return { rssBytes: process.memoryUsage.rss(), peakBytes: process.resourceUsage().maxRSS * 1024 };
  }
  // Does not use resourceUsage, whose maximum may be the parent's, from before exec.
  const status = readFileSync('/proc/self/status', 'utf8');
  const bytes = (name) => Number(status.match(new RegExp(`^${name}:\\s*(\\d+)`, 'm'))?.[1]) * 1024;
  return { rssBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
}
