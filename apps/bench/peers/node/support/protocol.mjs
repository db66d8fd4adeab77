/**
 * The loop of a peer: one JSON object a line, requests on stdin, answers on stdout. `../../README.md` is the contract.
 *
 * @typedef {object} Computation A prepared workload.
 * @property {() => unknown} execute Once; a promise where the library computes asynchronously.
 * @property {() => ArrayLike<number> | Promise<ArrayLike<number>>} result All that the last execution computed.
 * @property {() => number | Promise<number>} sink One number of the last execution's result, when the work is done; a
 *   promise only where `execute` gives one.
 * @property {() => void} [dispose]
 *
 * @typedef {object} Peer
 * @property {string} version
 * @property {string} detail
 * @property {number} threads
 * @property {Record<string, (workload: any, inputs: Record<string, import('./files.mjs').Input>) => Computation | Promise<Computation>>} kinds
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { readInputs, writeResult } from './files.mjs';
import { sample, warmUp } from './timing.mjs';

/** The peer has no such thing; no failure. */
export class Unsupported extends Error {}

/** @param {() => Promise<Peer>} open Asked when the first request comes; what it throws is the answer to every one. */
export async function serve(open) {
  const write = process.stdout.write.bind(process.stdout);
  // Whatever a library prints must not reach the harness as an answer.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const session = new Session(open());
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const request = JSON.parse(line);
    const identity = 'id' in request ? { id: request.id } : {};
    const answer = JSON.stringify({ ...identity, ...(await answerTo(session, request)) });
    await new Promise((resolve) => write(`${answer}\n`, resolve));
  }
  // Workers and native threads of a library would keep the process alive.
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

/** What the requests refer to: the prepared computation. */
class Session {
  #peer;
  #prepared;

  /** @param {Promise<Peer>} peer */
  constructor(peer) {
    this.#peer = peer;
    // Told to whoever asks next.
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
    // How many executions make a sample is known once they are warm; where memory counts none is made for that alone.
    this.#prepared = { computation, asynchronous: false, batch: kind === 'memory' ? 1 : undefined };
    const executions = workload.resultEpochs ?? 1;
    const results = [];
    let seconds = 0;
    for (let epoch = 0; epoch < executions; epoch++) {
      const started = performance.now();
      const pending = computation.execute();
      this.#prepared.asynchronous = pending instanceof Promise;
      await pending;
      const result = await computation.result();
      seconds += (performance.now() - started) / 1000;
      // Some libraries give a view of what the next execution changes.
      results.push(Array.from(result));
    }
    return { result: writeResult(folder, results.flat(), dtype), seconds: seconds / executions };
  }

  async sample({ seconds }) {
    if (this.#prepared === undefined) throw new Error('nothing is prepared');
    this.#prepared.batch ??= await warmUp(this.#prepared.computation);
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
  // Not resourceUsage: what it calls the maximum may be the parent's, from before exec.
  const status = readFileSync('/proc/self/status', 'utf8');
  const bytes = (name) => Number(status.match(new RegExp(`^${name}:\\s*(\\d+)`, 'm'))?.[1]) * 1024;
  return { rssBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
}
