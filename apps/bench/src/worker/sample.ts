/** Times a task again and again. */
import { Bench } from 'tinybench';
import type { Sampled } from '../protocol.js';
import type { Task } from '../tasks/index.js';

/** What one timed call should take at least: below it the clock and the call itself would be measured. */
const SHORTEST = 1e-3;

/** Until compilers have done their work, as the peers have it. */
const WARM_UP_SECONDS = 0.3;

/** Warms the task up, then finds out how many executions take `SHORTEST` together: between two looks at the clock. */
export async function warmUp(task: Task): Promise<number> {
  const end = performance.now() + 1000 * WARM_UP_SECONDS;
  let executions = 1;
  while (performance.now() < end) {
    const start = performance.now();
    await repeat(task, executions);
    const seconds = (performance.now() - start) / 1000;
    const wanted = Math.ceil((1.2 * executions * SHORTEST) / Math.max(seconds, 1e-9));
    executions = Math.max(1, Math.min(wanted, executions * 10));
  }
  return executions;
}

/** Threads of a backend may wait actively for more work, for a tenth of a second or so. */
const REST_SECONDS = 0.5;

/** Waits until they have stopped: the next candidate is to have the machine, as the peers leave it. */
async function rest(): Promise<void> {
  const end = performance.now() + 1000 * REST_SECONDS;
  for (let busy = true; busy && performance.now() < end; ) {
    const start = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { user, system } = process.cpuUsage(start);
    busy = user + system > 2000;
  }
}

async function repeat(task: Task, executions: number): Promise<void> {
  for (let i = 0; i < executions; i++) {
    const pending = task.execute();
    if (pending !== undefined) await pending;
  }
  await task.settle();
}

/** For about so many seconds, one call of so many executions at least. */
export async function sampleTask(task: Task, executions: number, seconds: number): Promise<Sampled> {
  const bench = new Bench({ time: seconds * 1000, iterations: 1, warmup: false, retainSamples: true });
  // Said, not found out: to find out, tinybench would run it once more, beside the timed one.
  bench.add('task', () => repeat(task, executions), { async: true });
  const [timed] = await bench.run();
  const result = timed?.result;
  if (result?.state !== 'completed') {
    throw new Error(result?.state === 'errored' ? result.error.message : 'it was not timed to its end');
  }
  const samples = (result.latency.samples ?? []).map((milliseconds) => milliseconds / 1000 / executions);
  const sink = await task.sink();
  await rest();
  // JSON has neither NaN nor infinities.
  return { samples, sink: Number.isFinite(sink) ? sink : 0 };
}
