/** Training in a worker, without a thread: what passes is cloned all the same. */
import { afterEach } from 'vitest';
import type { Backend, Batch, Dataset, TrainEvent } from '../../src/index.js';
import { type ServeOptions, serveTraining, type TrainingPort } from '../../src/worker/index.js';
import { newBackend } from './index.js';

const ports: { close(): void }[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** A worker that is served in this thread, and the backends that it makes. */
export function workerHere(options: Partial<ServeOptions> = {}): { worker: TrainingPort; backends: Backend[] } {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const backends: Backend[] = [];
  const createBackend = async (): Promise<Backend> => {
    const backend = await newBackend();
    backends.push(backend);
    return backend;
  };
  serveTraining({ createBackend, ...options }, port2);
  return { worker: port1, backends };
}

/** All examples of a data set. */
export const allOf = async (dataset: Dataset): Promise<Batch> =>
  dataset.batch(Int32Array.from({ length: dataset.length }, (_, at) => at));

/** Everything but the clock. */
export const timeless = (event: TrainEvent): TrainEvent => ('seconds' in event ? { ...event, seconds: 0 } : event);
