import { expect, it } from 'vitest';
import type { Task } from '../../src/tasks/index.js';
import { sampleTask, warmUp } from '../../src/worker/sample.js';

/** A task that takes 20 ms and counts how often it runs, and how many run at once. */
function counted() {
  const seen = { executions: 0, running: 0, most: 0 };
  const task: Task = {
    result: null,
    async execute() {
      seen.executions += 1;
      seen.running += 1;
      seen.most = Math.max(seen.most, seen.running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.running -= 1;
    },
    settle: async () => undefined,
    sink: async () => 1,
    dispose: () => undefined,
  };
  return { task, seen };
}

it('executes only what it times, one execution after the other', async () => {
  const { task, seen } = counted();
  const { samples, sink } = await sampleTask(task, 2, 0.1);
  expect(samples.length).toBeGreaterThanOrEqual(1);
  expect(seen).toEqual({ executions: 2 * samples.length, running: 0, most: 1 });
  for (const seconds of samples) expect(seconds).toBeGreaterThan(0.018);
  expect(sink).toBe(1);
});

it('times executions of 20 ms one by one', async () => {
  const { task, seen } = counted();
  expect(await warmUp(task, 0.1)).toBe(1);
  expect(seen.executions).toBeGreaterThan(1);
});
