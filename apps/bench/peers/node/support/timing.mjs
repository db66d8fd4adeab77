/** How executions are timed: by tinybench, many together where one is short. */
import { Bench } from 'tinybench';

const WARM_UP_SECONDS = 0.3;
/** One sample is at least so long. */
const SAMPLE_SECONDS = 0.001;
/** ONNX Runtime's threads spin for some hundredths of a second after a run. */
const REST_SECONDS = 0.5;

/**
 * Executes until engine and allocator are warm; returns how many executions make a sample.
 *
 * @param {import('./protocol.mjs').Computation} computation
 */
export async function warmUp(computation) {
  let fastest = Number.POSITIVE_INFINITY;
  for (let total = 0; total < WARM_UP_SECONDS; ) {
    const started = performance.now();
    await computation.execute();
    await computation.sink();
    const seconds = (performance.now() - started) / 1000;
    fastest = Math.min(fastest, seconds);
    total += seconds;
  }
  return Math.max(1, Math.ceil(SAMPLE_SECONDS / Math.max(fastest, 1e-9)));
}

/** Waits until the library's threads have stopped waiting actively: the next candidate is to have the machine. */
async function rest() {
  const end = performance.now() + REST_SECONDS * 1000;
  for (let busy = true; busy && performance.now() < end; ) {
    const start = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { user, system } = process.cpuUsage(start);
    busy = user + system > 2000;
  }
}

/** Seconds of one execution, many times over, for about `seconds`; each sample is the mean of a batch. */
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
  // At least one sample, however long; the warm-up is done.
  const bench = new Bench({ time: seconds * 1000, iterations: 1, warmup: false, retainSamples: true, throws: true });
  bench.add('sample', asynchronous ? asynchronously : synchronously, { async: asynchronous });
  const [task] = await bench.run();
  await rest();
  const samples = task.result.latency.samples.map((milliseconds) => milliseconds / 1000 / batch);
  // JSON has neither NaN nor infinities.
  return { samples, sink: Number.isFinite(sink) ? sink : 0 };
}
