/** Times a task repeatedly. */
import type { Sampled } from '../protocol.js';
import type { Task } from '../tasks/index.js';

/** The least time of a timed call in seconds. */
const SHORTEST = 1e-3;

/** Executes for about `seconds`, and returns how many executions take at least `SHORTEST` together. */
export async function warmUp(task: Task, seconds: number): Promise<number> {
  const end = performance.now() + 1000 * seconds;
  let executions = 1;
  while (performance.now() < end) {
    const start = performance.now();
    await repeat(task, executions);
    const taken = (performance.now() - start) / 1000;
    const wanted = Math.ceil((1.2 * executions * SHORTEST) / Math.max(taken, 1e-9));
    executions = Math.max(1, Math.min(wanted, executions * 10));
  }
  return executions;
}

/** How long to wait for idle threads. */
const REST_SECONDS = 0.5;

/** Waits until the threads of the backend are idle. */
async function waitUntilIdle(): Promise<void> {
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

/** Samples the task for about `seconds`, with at least one call of `executions` executions. */
export async function sampleTask(task: Task, executions: number, seconds: number): Promise<Sampled> {
  const { Bench } = await import('tinybench');
  const bench = new Bench({ time: seconds * 1000, iterations: 1, warmup: false, retainSamples: true });
  // Tells tinybench that the function is async; otherwise it would run it once more to find out.
  bench.add('task', () => repeat(task, executions), { async: true });
  const [timed] = await bench.run();
  const result = timed?.result;
  if (result?.state !== 'completed') {
    throw new Error(result?.state === 'errored' ? result.error.message : 'it was not timed to the end');
  }
  const samples = (result.latency.samples ?? []).map((milliseconds) => milliseconds / 1000 / executions);
  const sink = await task.sink();
  await waitUntilIdle();
  // JSON has no NaN and no infinities.
  return { samples, sink: Number.isFinite(sink) ? sink : 0 };
}
