/** The caller's side of `serveTraining`. */

import type { Module, Output, OutputOf } from '../modules/module.js';
import { checkModel } from '../networks/check-network.js';
import type { Network } from '../networks/network.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { loadOptimizerState } from '../optimizers/optimizer-state.js';
import { inTraining } from '../training/in-training.js';
import { uploadParameters } from '../training/run-state.js';
import type { TrainEvent } from '../training/train-events.js';
import { checkOptions } from '../validation/arguments.js';
import { unexpected } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { CallerLink } from './caller-link.js';
import { errorOf, recordOf } from './error-record.js';
import { EXAMPLE, jobOf, WHO } from './job.js';
import type { TrainingPort, WorkerData, WorkerTrainOptions } from './options.js';
import { type FromWorker, memoryOf, type Outcome } from './protocol.js';

/**
 * Trains a network in a worker, so this thread stays free. Yields the events of `train` and ends with the same weights,
 * bit for bit, if the worker has the same backend. The worker must call `serveTraining`, and creates a backend for each
 * training.
 *
 * `model` gets the trained parameters when `done` is yielded, after an abort, after an error that `train` would throw
 * too, and when you leave the loop; then they may be up to `eventsAhead` events further than your last one.
 *
 * Throws the worker's errors, with its stack: a NablaError with its code, others with name and message. Errors of a
 * callback's functions (`save`) pass through unchanged. Throws NablaError `backend` if the worker ends early or has an
 * uncaught error; the network then keeps its weights. Browsers do not report a worker that was terminated before it
 * started or, without Web Locks (plain http), at all.
 *
 * @example
 * ```ts
 * const options = { loss: new SoftmaxCrossEntropy(), optimizer: new Adam(), epochs: 10 };
 * for await (const event of trainInWorker(worker, model, { x, y }, options)) console.log(event);
 * ```
 */
export async function* trainInWorker<M extends Module>(
  worker: TrainingPort,
  model: Network<M>,
  data: WorkerData,
  options: WorkerTrainOptions<OutputOf<M>>,
): AsyncGenerator<TrainEvent, void, undefined> {
  checkModel(WHO, model);
  checkOptions(WHO, options, undefined, EXAMPLE);
  if (typeof (worker as TrainingPort | undefined)?.postMessage !== 'function') {
    const advice = "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })";
    throw unexpected(WHO, `a worker first, ${advice}`, worker);
  }
  if (inTraining.has(model)) {
    throw new NablaError('argument', `${WHO}: this network is in another training. Await that one first.`);
  }
  inTraining.add(model);
  const training = new RemoteTraining(worker, model, options);
  try {
    yield* training.events(data);
  } finally {
    await training.end().finally(() => inTraining.delete(model));
  }
}

type Functions = Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;

class RemoteTraining {
  readonly #link: CallerLink;
  readonly #model: Network;
  readonly #options: WorkerTrainOptions<Output>;
  /** Errors thrown by callback functions, by call. */
  readonly #thrown = new Map<number, unknown>();
  readonly #onAbort = (): void => this.#link.post({ type: 'stop' });
  /** Handled events that the worker does not know of yet. */
  #used = 0;

  constructor(worker: TrainingPort, model: Network, options: WorkerTrainOptions<Output>) {
    this.#link = new CallerLink(worker);
    this.#model = model;
    this.#options = options;
  }

  async *events(data: WorkerData): AsyncGenerator<TrainEvent, void, undefined> {
    const { transfer = [], signal } = this.#options;
    const link = this.#link;
    signal?.addEventListener('abort', this.#onAbort);
    const job = await jobOf(this.#model, data, this.#options, link.lock);
    // Only the worker uses the copies of the weights.
    link.begin(job, [...transfer, ...memoryOf(job.parameters, job.optimizerState?.slots)]);
    for (;;) {
      const message = await link.next();
      switch (message.type) {
        case 'event':
          this.#adopt(message.outcome);
          yield message.event;
          this.#use();
          break;
        case 'call':
          this.#answer(message);
          break;
        case 'done':
          this.#adopt(message.outcome);
          yield message.event;
          return;
        case 'failed':
          this.#adopt(message.outcome);
          throw message.call === undefined ? errorOf(message.error) : this.#thrown.get(message.call);
      }
    }
  }

  /** Ends the training where it is, unless it has ended. */
  async end(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    const outcome = await this.#link.leave();
    this.#link.close();
    const isGone = this.#model.parameters.list.some(({ value }) => value.isDisposed);
    if (!isGone) this.#adopt(outcome);
  }

  /** Tells the worker now and then, or at each event if it may not run ahead. */
  #use(): void {
    const { eventsAhead = 64 } = this.#options;
    this.#used += 1;
    if (this.#used < eventsAhead / 2) return;
    this.#link.post({ type: 'more', events: this.#used });
    this.#used = 0;
  }

  /** Starts between two events; later events do not wait for it. */
  async #answer({ call, callback, name, values }: FromWorker & { readonly type: 'call' }): Promise<void> {
    try {
      const own = this.#options.callbacks?.[callback] as unknown as Functions;
      await own[name]?.(...values);
      this.#link.post({ type: 'answer', call, error: undefined });
    } catch (error) {
      this.#thrown.set(call, error);
      this.#link.post({ type: 'answer', call, error: recordOf(error) });
    }
  }

  #adopt(outcome: Outcome | undefined): void {
    if (outcome === undefined) return;
    const { parameters } = this.#model;
    for (const [value, next] of uploadParameters(outcome.weights, parameters)) value.adopt(next);
    if (outcome.optimizer === undefined) return;
    const optimizer = this.#options.optimizer as Optimizer;
    loadOptimizerState(optimizer, outcome.optimizer, parameters);
    optimizer.learningRate = outcome.optimizer.config['learningRate'] as number;
  }
}
