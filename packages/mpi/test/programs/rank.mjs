/** What a rank does in the tests: node rank.mjs SCENARIO */
import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { openMpi } from '../../dist/index.js';

const ranks = await openMpi();
const isFirst = ranks.rank === 0;
const one = () => Float32Array.of(1);
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const scenarios = {
  /** Prints what a rank knows, and what it may call. */
  async facts() {
    const values = Float64Array.of(ranks.rank, 1);
    await ranks.sum(values);
    const text = new TextDecoder().decode(await ranks.broadcast(new TextEncoder().encode(`from ${ranks.rank}`)));
    const isSame = (await openMpi()) === ranks;
    const { rank, size, localRank, localSize, library, host } = ranks;
    await ranks.close();
    const after = await ranks.sum(one()).then(
      () => 'works',
      ({ code }) => code,
    );
    console.log(
      JSON.stringify({ rank, size, localRank, localSize, library, host, values: [...values], text, isSame, after }),
    );
  },

  /** Rank 0 waits for the others, and its timers run. */
  async timers() {
    let ticks = 0;
    setInterval(() => ticks++, 10).unref();
    if (!isFirst) while (ticks < 20) await sleep(10);
    await ranks.sum(one());
    if (isFirst) console.log(ticks > 2 ? 'timers ran' : `only ${ticks} timers ran`);
    await ranks.close();
  },

  /** Calls that are not awaited are made in their order. */
  async queue() {
    const [a, b, c] = [one(), Float64Array.of(2), one()];
    const all = await Promise.all([
      ranks.sum(a),
      ranks.broadcast(Uint8Array.of(7 + ranks.rank)),
      ranks.sum(b),
      ranks.sum(c),
    ]);
    console.log(JSON.stringify([a[0], all[1][0], b[0], c[0]]));
    await ranks.close();
  },

  /** WebAssembly learns of an address out of bounds by a signal, and processes start, beside MPI. */
  async neighbours() {
    const module = new WebAssembly.Module(
      Uint8Array.from([
        ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 102, 0, 0],
        ...[10, 12, 1, 10, 0, 65, 128, 128, 128, 1, 40, 2, 0, 11],
      ]),
    );
    let message = 'nothing thrown';
    try {
      new WebAssembly.Instance(module).exports.f();
    } catch (error) {
      message = error.message;
    }
    await ranks.sum(one());
    const { stdout } = spawnSync(process.execPath, ['-p', '6 * 7'], { encoding: 'utf8' });
    await ranks.sum(one());
    console.log(`${message}, ${stdout.trim()}`);
    await ranks.close();
  },

  /** A Worker cannot open MPI. */
  async worker() {
    const url = JSON.stringify(new URL('../../dist/index.js', import.meta.url).href);
    const source = `import(${url}).then(({ openMpi }) =>
      openMpi().catch((error) => require('node:worker_threads').parentPort.postMessage(error.message)))`;
    const worker = new Worker(source, { eval: true });
    console.log(await new Promise((resolve) => worker.once('message', resolve)));
    await worker.terminate();
    await ranks.close();
  },

  /** Ends without `close`. */
  async leaves() {
    await ranks.sum(one());
    console.log('left');
  },

  /** Rank 1 has another array than rank 0. */
  async differs() {
    await ranks.sum(new Float32Array(isFirst ? 100 : 60));
  },

  /** Rank 1 fails while rank 0 waits for it. */
  async fails() {
    if (!isFirst) {
      await sleep(100);
      throw new Error('rank 1 has no data');
    }
    await ranks.sum(one());
  },

  /** Rank 0 waits for rank 1, which does nothing, until somebody ends it: by SIGUSR2 in order. */
  async waits() {
    process.on('SIGUSR2', () => ranks.abort(3));
    console.log(`pid ${ranks.rank} ${process.pid} waits`);
    if (!isFirst) await sleep(600_000);
    await ranks.sum(one());
  },

  /** Rank 0 leaves with exit code 0 in the middle of a sum. */
  async quits() {
    const sum = ranks.sum(one());
    if (isFirst) process.exit(0);
    await sleep(600_000);
    await sum;
  },
};

await scenarios[process.argv[2]]();
