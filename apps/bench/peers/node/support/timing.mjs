/** Times executions with tinybench; short ones are timed in groups. */

/** The least length of a sample in seconds. */
const SAMPLE_SECONDS = 0.001;
/** How long to wait for idle threads. */
const REST_SECONDS = 0.5;

/**
 * Executes for `seconds` to warm up, and returns how many executions make a sample.
 *
 * @param {import('./protocol.mjs').Computation} computation
 * @param {number} seconds
 */
export async function warmUp(computation, seconds) {
  let fastest = Number.POSITIVE_INFINITY;
  for (let total = 0; total < seconds; ) {
    const started = performance.now();
    await computation.execute();
    await computation.sink();
    const taken = (performance.now() - started) / 1000;
    fastest = Math.min(fastest, taken);
    total += taken;
  }
  return Math.max(1, Math.ceil(SAMPLE_SECONDS / Math.max(fastest, 1e-9)));
}

/** Waits until the library's threads are idle. */
async function rest() {
  const end = performance.now() + REST_SECONDS * 1000;
  for (let busy = true; busy && performance.now() < end; ) {
    const start = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { user, system } = process.cpuUsage(start);
    busy = user + system > 2000;
  }
}

/** Samples for about `seconds` and returns seconds per execution; each sample is the mean of a batch. */
export async function sample({ computation, asynchronous, batch }, seconds) {
  let sink = 0;
  const synchronously = () => {
    for (let i = 0; i < batch; i++) computation.execute();
    sink += computation.sink();
  };
  const asynchronously = async () => {
    for (let i = 0; i < batch; i++) await computation.execute();
    sink += await computation.sink();
  };
  // Takes at least one sample, however long, without another warm-up.
  const { Bench } = await import('tinybench');
  const bench = new Bench({ time: seconds * 1000, iterations: 1, warmup: false, retainSamples: true, throws: true });
  bench.add('sample', asynchronous ? asynchronously : synchronously, { async: asynchronous });
  const [task] = await bench.run();
  await rest();
  const samples = task.result.latency.samples.map((milliseconds) => milliseconds / 1000 / batch);
  // JSON has no NaN and no infinities.
  return { samples, sink: Number.isFinite(sink) ? sink : 0 };
}
