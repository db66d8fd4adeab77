/** The caller's side of `serveTraining`. */

import type { Module, Output, OutputOf } from '../networks/module.js';
import type { Network } from '../networks/network.js';
import { loadOptimizerState } from '../optimization/optimizer-state.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Tensor } from '../tensors/tensor.js';
import { inTraining } from '../training/in-training.js';
import { uploadParameters } from '../training/run-state.js';
import type { TrainEvent } from '../training/train-events.js';
import { checkOptions } from '../validation/arguments.js';
import { describe } from '../validation/describe.js';
import { NablaError } from '../validation/errors.js';
import { checkModel } from '../validation/expected.js';
import { CallerLink } from './caller-link.js';
import { errorOf, recordOf } from './error-record.js';
import { EXAMPLE, jobOf, WHO } from './job.js';
import type { TrainingPort, WorkerData, WorkerTrainOptions } from './options.js';
import { type FromWorker, memoryOf, type Outcome } from './protocol.js';

/**
 * As `train`, in a worker: this thread stays free. Yields the same events in the same order and ends in the same weights,
 * bit for bit, where the worker has the same backend. Needs a worker that calls `serveTraining`; each training makes
 * itself a backend there.
 *
 * ```ts
 * for await (const event of trainInWorker(worker, model, { x, y }, { loss, optimizer, epochs: 10 })) console.log(event);
 * ```
 *
 * `model` is the caller's network, whose parameters are copied to the worker. It has the trained ones when `done` is
 * yielded, and after an abort, after an error that `train` would throw too, and when the loop is left; there it may be
 * up to `eventsAhead` events further than the last one that was yielded.
 *
 * Errors of the worker come out of here: a NablaError with its code, any other one by name and message, both with the
 * stack of the worker. An error of a callback's function (`save`) comes out as it is. Throws a NablaError of code
 * `backend` where the worker ends before, or has an error that nothing catches; the network keeps its weights then. A
 * browser tells nobody of a worker that was terminated before it began, and on a page without locks (plain http from
 * another machine) of none.
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
    throw new NablaError('argument', `${WHO}: expected a worker first, ${advice}. Received ${describe(worker)}.`);
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

/** A callback's config, of which functions are called. */
type Functions = Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;

class RemoteTraining {
  readonly #link: CallerLink;
  readonly #model: Network;
  readonly #options: WorkerTrainOptions<Output>;
  /** What functions of callbacks threw, by call. */
  readonly #thrown = new Map<number, unknown>();
  readonly #onAbort = (): void => this.#link.post({ type: 'stop' });
  /** Events that the worker does not know to be used up. */
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
    // The copies of the weights are for the worker alone.
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

  /** Ends it where it is, unless it has ended. */
  async end(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    const outcome = await this.#link.leave();
    this.#link.close();
    const isGone = this.#model.parameters.some(({ value }) => value.isDisposed);
    if (!isGone) this.#adopt(outcome);
  }

  /** Tells the worker now and then, and at each event where it may not be ahead. */
  #use(): void {
    const { eventsAhead = 64 } = this.#options;
    this.#used += 1;
    if (this.#used < eventsAhead / 2) return;
    this.#link.post({ type: 'more', events: this.#used });
    this.#used = 0;
  }

  /** Begun here, between two events; the next ones do not wait for it. */
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
    const values = uploadParameters(outcome.weights, parameters);
    for (const [at, { value }] of parameters.entries()) value.adopt(values[at] as Tensor);
    if (outcome.optimizer === undefined) return;
    const optimizer = this.#options.optimizer as Optimizer;
    loadOptimizerState(optimizer, outcome.optimizer, parameters);
    optimizer.learningRate = outcome.optimizer.config['learningRate'] as number;
  }
}
