/**
 * Runs one of nabla's backends as a candidate: `node main.js URL-OF-PACKAGE OPTIONS-AS-JSON`. It loads what computes
 * workloads when it gets one, so `hello` shows how long the backend takes to start.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Backend, CreateBackend } from '@nablajs/core';
import type { Inputs, Task } from '../tasks/index.js';
import { executionsOf, type Workload } from '../workloads/workload.js';
import { sampleTask, warmUp } from './sample.js';
import { serve } from './serve.js';

const [url = '', options = '{}'] = process.argv.slice(2);

let backend: Backend | undefined;
let task: Task | undefined;
/** How many executions one timed call makes; 0 until the first sample. */
let executions = 0;

async function startBackend(): Promise<Backend> {
  const { createBackend } = (await import(url)) as { createBackend: CreateBackend };
  backend ??= await createBackend(JSON.parse(options));
  return backend;
}

async function release(): Promise<void> {
  await task?.dispose();
  task = undefined;
}

async function readInputs({ inputs }: Workload, folder: string): Promise<Inputs> {
  const { readNumbers } = await import('../workloads/arrays.js');
  const entries = Object.entries(inputs).map(async ([name, { file, dtype, shape }]) => {
    return [name, { shape, data: await readNumbers(folder, file, dtype) }] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Returns the version from the package.json above the package's entry. */
async function versionOf(entry: string): Promise<string> {
  for (const above of ['../package.json', './package.json', '../../package.json', '../../../package.json']) {
    try {
      const { version } = JSON.parse(await readFile(new URL(above, entry), 'utf8')) as { version?: unknown };
      if (typeof version === 'string') return version;
    } catch {
      // A backend may be a single file without a package.json.
    }
  }
  return 'unversioned';
}

/** What Linux has seen of this process; elsewhere what the system counts. */
async function peakBytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kilobytes) * 1024;
}

await serve({
  async hello() {
    const { description } = await startBackend();
    const threads = /(\d+) threads/.exec(description)?.[1];
    const shown = threads === undefined ? 1 : Math.min(Number(threads), availableParallelism());
    return { ok: true, version: await versionOf(url), detail: description, threads: shown };
  },
  async prepare({ workload, folder }) {
    await release();
    const started = await startBackend();
    const { prepareTask, unsupportedReason } = await import('../tasks/index.js');
    const unsupported = unsupportedReason(started, workload);
    if (unsupported !== undefined) return { ok: false, unsupported };
    const inputs = await readInputs(workload, folder);
    const start = performance.now();
    task = await prepareTask(started, workload, inputs);
    const seconds = (performance.now() - start) / 1000 / executionsOf(workload);
    executions = 0;
    if (task.result === null) return { ok: true, result: null, seconds };
    const { floats, writeNumbers } = await import('../workloads/arrays.js');
    const file = `result-${process.pid}`;
    const { data } = floats(workload.dtype, [task.result.length], (i) => task?.result?.[i] ?? Number.NaN);
    await writeNumbers(folder, file, data);
    return { ok: true, result: file, seconds };
  },
  async sample({ seconds, warmUpSeconds }) {
    if (task === undefined) return { ok: false, error: 'nothing is prepared' };
    // The first sample warms up.
    if (executions === 0) executions = await warmUp(task, warmUpSeconds);
    return { ok: true, ...(await sampleTask(task, executions, seconds)) };
  },
  async release() {
    await release();
    return { ok: true };
  },
  async memory() {
    const { rss } = process.memoryUsage();
    return { ok: true, rssBytes: rss, peakBytes: Math.max(rss, await peakBytes()) };
  },
});
await release();
await backend?.dispose();
