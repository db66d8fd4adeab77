/** Trains in a worker, for other threads. */
import { checkOptions } from '../validation/arguments.js';
import { isObject, unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { recordOf } from './error-record.js';
import { host, type Port } from './host.js';
import type { TrainingPort } from './options.js';
import { type Ending, isOpening, memoryOf } from './protocol.js';
import { runJob } from './run-job.js';
import type { ServeOptions } from './serve-options.js';
import { WorkerLink } from './worker-link.js';

const OPTIONS = [
  ...(['createBackend', 'datasets', 'layers', 'losses', 'optimizers', 'penalties', 'schedules'] as const),
  ...(['transforms', 'metrics', 'callbacks'] as const),
] satisfies (keyof ServeOptions)[];

/**
 * Lets `trainInWorker` train in this worker, several trainings at once, too. You may exchange other messages as well.
 * `port` is what to listen to, by default the worker itself; in a `SharedWorker`, call it for each port.
 *
 * Throws NablaError `argument` outside a worker and for unknown options.
 *
 * @example
 * ```ts
 * import { createBackend } from '@nablajs/backend-wasm';
 * import { serveTraining } from '@nablajs/core/worker';
 *
 * serveTraining({ createBackend });
 * ```
 */
export function serveTraining(options: ServeOptions, port?: TrainingPort): void {
  checkOptions('serveTraining', options, OPTIONS, '{ createBackend }');
  if (typeof options.createBackend !== 'function') {
    throw unexpected('serveTraining createBackend', 'a function that makes a backend', options.createBackend);
  }
  const own = (port ?? ownPort()) as Port;
  own.addEventListener('message', ({ data }) => {
    if (isOpening(data)) void serve(options, new WorkerLink(data.port));
  });
  // The worker's global scope has no `start`.
  own.start?.();
}

function ownPort(): unknown {
  const { parentPort } = host.process?.getBuiltinModule?.('node:worker_threads') ?? {};
  if (isObject(parentPort)) return parentPort;
  if (host.WorkerGlobalScope !== undefined) return globalThis;
  throw new NablaError(
    'argument',
    'serveTraining: expected to run in a worker. Received the main thread; call it in a separate file, that of ' +
      'new Worker(url).',
  );
}

async function serve(options: ServeOptions, link: WorkerLink): Promise<void> {
  let release: () => void = () => undefined;
  try {
    const job = await link.job;
    if (job !== undefined) {
      const held = await hold(job.lock);
      release = held ?? release;
      link.post({ type: 'started', isLocked: held !== undefined });
      const ending = await runJob(job, options, link);
      link.post(ending, memoryOf(ending.outcome?.weights, ending.outcome?.optimizer?.slots));
    }
  } catch (error) {
    link.post({ type: 'failed', error: recordOf(error), call: undefined, outcome: undefined } satisfies Ending);
  }
  // The lock must outlive the last message.
  await link.bye;
  release();
  link.close();
}

/** Holds a lock until the worker ends in any way; undefined without Web Locks. */
function hold(lock: string | undefined): Promise<(() => void) | undefined> {
  const { locks } = host.navigator ?? {};
  if (lock === undefined || locks === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const held = (): Promise<void> => new Promise((release) => resolve(release));
    locks.request(lock, {}, held).catch(() => resolve(undefined));
  });
}
