import { NablaError } from '../validation/errors.js';
import { host, type Port } from './host.js';
import type { TrainingPort } from './options.js';
import type { Ending, FromWorker, Job, Opening, Outcome, ToWorker } from './protocol.js';
import { endedEarly, type Watched, watchWorker } from './watch-worker.js';

const isEnding = (message: FromWorker): message is Ending =>
  message.type === 'done' || message.type === 'left' || message.type === 'failed';

export class CallerLink {
  readonly #port: Port;
  readonly #unwatch: () => void;
  /** Ends the wait for the worker's lock. */
  readonly #closed = new AbortController();
  readonly #received: FromWorker[] = [];
  #failure: NablaError | undefined;
  #isUnderWay = false;
  /** Resolves the wait for a message. */
  #wake: () => void = () => undefined;
  /** A lock that the worker holds, to notice its end. */
  readonly lock: string | undefined;

  constructor(worker: TrainingPort) {
    const { port1, port2 } = new host.MessageChannel();
    this.#port = port1;
    port1.addEventListener('message', ({ data }) => this.#take(data as FromWorker));
    port1.addEventListener('messageerror', () =>
      this.#fail(new NablaError('backend', 'trainInWorker: a message of the worker cannot be read here.')),
    );
    port1.start?.();
    const watched = worker as Watched;
    this.#unwatch = watchWorker(watched, (error) => this.#fail(error));
    const hasLocks = watched.on === undefined && host.navigator?.locks !== undefined;
    this.lock = hasLocks ? `nabla-training/${crypto.randomUUID()}` : undefined;
    worker.postMessage({ nabla: 'training', port: port2 } satisfies Opening, [port2] as never[]);
  }

  /** Returns the next message, or throws the reason if there will be none. */
  async next(): Promise<FromWorker> {
    for (;;) {
      const message = this.#received.shift();
      if (message !== undefined) return message;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  post(message: Exclude<ToWorker, Job>): void {
    this.#port.postMessage(message);
  }

  /** Sends the job. Throws NablaError `argument` if it cannot be sent. */
  begin(job: Job, transfer: readonly ArrayBufferLike[]): void {
    try {
      this.#port.postMessage(job, transfer);
      this.#isUnderWay = true;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new NablaError(
        'argument',
        `trainInWorker: expected data and options that can be sent to a worker. Received ${why}`,
        { cause },
      );
    }
  }

  /** Ends the training where it is. Returns its outcome if the worker can send it. */
  async leave(): Promise<Outcome | undefined> {
    if (!this.#isUnderWay || this.#failure !== undefined) return undefined;
    this.post({ type: 'leave' });
    try {
      for (;;) {
        const message = await this.next();
        if (isEnding(message)) return message.outcome;
      }
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.#unwatch();
    this.#closed.abort();
    this.post({ type: 'leave' });
    this.post({ type: 'bye' });
    this.#port.close();
  }

  #take(message: FromWorker): void {
    if (message.type === 'started') {
      if (message.isLocked) this.#watchLock();
      return;
    }
    this.#received.push(message);
    if (isEnding(message)) {
      // From here on the worker's end is not our concern.
      this.#isUnderWay = false;
      this.close();
    }
    this.#wake();
  }

  #watchLock(): void {
    const onFree = (): void => this.#fail(endedEarly('it was terminated'));
    const { locks } = host.navigator ?? {};
    locks?.request(this.lock as string, { signal: this.#closed.signal }, onFree).catch(() => undefined);
  }

  /** Messages that were received before come first. */
  #fail(error: NablaError): void {
    this.#failure ??= error;
    this.#wake();
  }
}
