/** Times a task again and again. */
import { Bench } from 'tinybench';
import type { Sampled } from '../protocol.js';
import type { Task } from '../tasks/index.js';

/** What one timed call should take at least: below it the clock and the call itself would be measured. */
const SHORTEST = 1e-3;

/** Executions between two looks at the clock, so that they take `SHORTEST` together. Warms the task up by the way. */
export async function executionsPerCall(task: Task): Promise<number> {
  let executions = 1;
  for (;;) {
    const start = performance.now();
    await repeat(task, executions);
    const seconds = (performance.now() - start) / 1000;
    if (seconds >= SHORTEST) return executions;
    executions = Math.min(
      executions * 10,
      Math.max(executions + 1, Math.ceil((1.2 * executions * SHORTEST) / seconds)),
    );
  }
}

async function repeat(task: Task, executions: number): Promise<number> {
  for (let i = 0; i < executions; i++) {
    const pending = task.execute();
    if (pending !== undefined) await pending;
  }
  return task.settle();
}

/** For about so many seconds, one call of so many executions at least. */
export async function sampleTask(task: Task, executions: number, seconds: number): Promise<Sampled> {
  const bench = new Bench({ time: seconds * 1000, iterations: 1, warmup: false, retainSamples: true });
  let sink = 0;
  bench.add('task', async () => {
    sink += await repeat(task, executions);
  });
  const [timed] = await bench.run();
  const result = timed?.result;
  if (result?.state !== 'completed') {
    throw new Error(result?.state === 'errored' ? result.error.message : 'it was not timed to its end');
  }
  const samples = (result.latency.samples ?? []).map((milliseconds) => milliseconds / 1000 / executions);
  return { samples, sink };
}
