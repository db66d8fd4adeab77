/**
 * Compares the time of networks here with that of ONNX Runtime, for files that `exportOnnx` has written: MiniLM (1 x
 * 128 tokens) and MobileNetV2 (1 x 224 x 224), on two threads. Each runs here as it was read, a network of modules, and
 * as it comes back from its ONNX file, a graph of operators (with `inferenceOnly`). The outputs are compared first. The
 * modules of MobileNetV2 have no mark: their BatchNorm stays a step of its own, so that they can be trained.
 *
 * All take turns in one process, and rest in between, as threads of ONNX Runtime spin for a while after a run. The
 * figure of a turn is the median of a few runs; a ratio is the median of the ratios of the turns. It wants a quiet
 * machine: the load is printed. Exits with 1 if outputs differ, or if a ratio is over twice its mark.
 *
 * Needs the built packages, also the native one, and Python with pip (NABLA_PYTHON names it). It says what it does not
 * measure, and exits with 1 then where NABLA_REQUIRE_PEERS is 1.
 *
 *   --only TEXT    networks whose name contains this: MiniLM or MobileNetV2
 *   --on TEXT      backends whose name contains this: native or wasm
 *   --turns N      Default: 15
 *   --runs N       runs of each in a turn; one more before them is not counted. Default: 8
 *   --threads N    Default: 2
 */
import { loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { importOnnx } from '../dist/index.js';
import { networkRunner, peerRunner } from './speed/engines.mjs';
import { NETWORKS } from './speed/networks.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    on: { type: 'string', default: '' },
    turns: { type: 'string', default: '15' },
    runs: { type: 'string', default: '8' },
    threads: { type: 'string', default: '2' },
  },
});
const threads = Number(options.threads);
const LARGEST = 1e-4;
const MOST_TO_READ = 2000;
const REST = 30;
const WARM_UPS = 10;

/** What runs here, beside which runtime, and how many times its time a network may take. */
const ENGINES = [
  { name: 'native, portable bits', module: 'backend-native', peer: 'onnxruntime-node', mark: 2 },
  { name: 'native, fast', module: 'backend-native', more: { bits: 'fast' }, peer: 'onnxruntime-node', mark: 1.3 },
  { name: 'wasm', module: 'backend-wasm', peer: 'onnxruntime-web', mark: 1.3 },
].filter(({ name }) => name.includes(options.on));

function notMeasured(what, error) {
  console.error(`NOT MEASURED: ${what} (${error.message.split('\n')[0]}).`);
  if (process.env.NABLA_REQUIRE_PEERS === '1') process.exitCode = 1;
}

/** The median, and how far the middle half of the numbers spreads. */
function summary(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.floor((sorted.length - 1) * share)];
  return { median: at(0.5), low: at(0.25), high: at(0.75), least: sorted[0] };
}

/** The largest difference, as a share of the largest value where that is above 1. */
function difference(own, theirs) {
  if (own.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let [most, largest] = [0, 1];
  theirs.forEach((value, at) => {
    most = Math.max(most, Math.abs(own[at] - value));
    largest = Math.max(largest, Math.abs(value));
  });
  // A comparison with NaN is false.
  return own.every(Number.isFinite) ? most / largest : Number.POSITIVE_INFINITY;
}

/** The backends that there are. */
async function backends() {
  const made = [];
  for (const engine of ENGINES) {
    try {
      const { createBackend } = await import(`../../${engine.module}/dist/index.js`);
      made.push({ ...engine, backend: await createBackend({ threads, ...engine.more }) });
    } catch (error) {
      notMeasured(engine.name, error);
    }
  }
  return made;
}

async function timed(what, work) {
  const start = performance.now();
  const made = await work();
  const time = performance.now() - start;
  console.log(`  ${time.toFixed(0).padStart(6)} ms  ${what}`);
  return { made, time };
}

/** Everything that runs a network: pairs of our own runs and the peer's. */
async function contestants(network, engines) {
  const peers = new Map();
  const all = [];
  for (const { name, backend, peer, mark } of engines) {
    const read = await timed(`${name}: ${network.reads}`, () => network.make(backend));
    if (read.time > MOST_TO_READ) console.log(`  over the mark of ${MOST_TO_READ} ms`);
    network.bytes ??= await network.toOnnx(read.made);
    const graph = await timed(`${name}: the ONNX file read and built`, () =>
      importOnnx(backend, network.bytes, { inferenceOnly: true }),
    );
    try {
      if (!peers.has(peer)) peers.set(peer, await peerRunner(peer, network, threads));
    } catch (error) {
      notMeasured(`${network.name} in ${peer}`, error);
      peers.set(peer, undefined);
    }
    const theirs = peers.get(peer);
    for (const [form, made] of [
      ['modules', read.made],
      ['graph', graph.made],
    ]) {
      const own = network.marked.includes(form) ? { mark } : {};
      all.push({ name: `${name}, ${form}`, run: networkRunner(made, network.inputs), peer, theirs, ...own });
    }
  }
  return { all, peers };
}

/** Whether the outputs are those of the peer. */
async function isSame({ name, run, peer, theirs }) {
  if (theirs === undefined) return true;
  const off = difference(await run(), await theirs());
  console.log(`  ${off <= LARGEST ? 'ok' : 'FAILED'}: ${name} is within ${off.toExponential(1)} of ${peer}`);
  return off <= LARGEST;
}

async function timeOf(run) {
  await run();
  const times = [];
  for (let at = 0; at < Number(options.runs); at++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  await setTimeout(REST);
  return summary(times).median;
}

/** Measures a network on all engines; returns whether no ratio is far over its mark. */
async function measure(network, engines) {
  console.log(`${network.name}, ${network.size}`);
  const { all, peers } = await contestants(network, engines);
  for (const each of all) {
    if (!(await isSame(each))) return false;
    // Functions that ran a few times only are slow.
    for (let run = 0; run < WARM_UPS; run++) await each.run();
  }
  const turns = [];
  for (let turn = 0; turn < Number(options.turns); turn++) {
    const theirs = new Map();
    const own = [];
    for (const [peer, run] of peers) if (run !== undefined) theirs.set(peer, await timeOf(run));
    for (const { run } of all) own.push(await timeOf(run));
    turns.push({ theirs, own });
  }
  const words = ({ median, low, high, least }, digits) =>
    `${median.toFixed(digits)} (middle half ${low.toFixed(digits)} to ${high.toFixed(digits)}, least ${least.toFixed(digits)})`;
  for (const [peer, run] of peers) {
    if (run !== undefined)
      console.log(`  ${peer}: ${words(summary(turns.map(({ theirs }) => theirs.get(peer))), 1)} ms`);
  }
  let isNear = true;
  for (const [at, { name, peer, theirs, mark }] of all.entries()) {
    const times = summary(turns.map(({ own }) => own[at]));
    if (theirs === undefined) {
      console.log(`  ${name}: ${words(times, 1)} ms`);
      continue;
    }
    const ratio = summary(turns.map((turn) => turn.own[at] / turn.theirs.get(peer)));
    const verdict = mark === undefined ? 'no mark' : `mark ${mark} ${ratio.median <= mark ? 'met' : 'MISSED'}`;
    console.log(`  ${name}: ${words(times, 1)} ms; ${words(ratio, 2)} times ${peer}; ${verdict}`);
    if (ratio.median > 2 * (mark ?? Number.POSITIVE_INFINITY)) isNear = false;
  }
  return isNear;
}

const engines = await backends();
console.log(`load ${loadavg()[0].toFixed(1)}`);
for (const network of NETWORKS.filter(({ name }) => name.includes(options.only))) {
  try {
    await network.fetch();
  } catch (error) {
    notMeasured(network.name, error);
    continue;
  }
  if (!(await measure(network, engines))) process.exitCode = 1;
}
console.log(`load ${loadavg()[0].toFixed(1)}`);
// Threads of the runtimes would keep the process.
process.exit();
