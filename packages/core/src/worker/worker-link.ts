import { NablaError } from '../validation/errors.js';
import { errorOf } from './error-record.js';
import type { Port } from './host.js';
import type { FromWorker, Job, ToWorker } from './protocol.js';

/** A call that the other side answered with an error. */
class CallError extends Error {
  readonly call: number;

  constructor(call: number, cause: Error) {
    super(cause.message, { cause });
    this.call = call;
  }
}

interface Pending {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class WorkerLink {
  readonly #port: Port;
  readonly #stop = new AbortController();
  readonly #calls = new Map<number, Pending>();
  #callCount = 0;
  /** Events that were sent and not handled yet. */
  #ahead = 0;
  #isClosed = false;
  /** Resolves the wait for room. */
  #resume: () => void = () => undefined;
  /** Resolves with the job, or undefined if the other side leaves first. */
  readonly job: Promise<Job | undefined>;
  /** Resolves when the other side has received the last message. */
  readonly bye: Promise<void>;

  constructor(port: Port) {
    this.#port = port;
    let onBye: () => void = () => undefined;
    this.bye = new Promise((resolve) => {
      onBye = resolve;
    });
    this.job = new Promise((resolve, reject) => {
      port.addEventListener('messageerror', () => reject(new NablaError('argument', UNREADABLE)));
      port.addEventListener('message', ({ data }) => {
        const message = data as ToWorker;
        if (message.type === 'job') resolve(message);
        else if (message.type !== 'bye') this.#take(message);
        else {
          resolve(undefined);
          onBye();
        }
      });
    });
    port.start?.();
  }

  /** Aborts when the signal of the other side does. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get hasLeft(): boolean {
    return this.#isClosed;
  }

  stop(): void {
    this.#stop.abort();
  }

  post(message: FromWorker, transfer: readonly unknown[] = []): void {
    if (message.type === 'event') this.#ahead += 1;
    this.#port.postMessage(message, transfer);
  }

  /** Waits for at most `most` unhandled events, or until the other side leaves. */
  async room(most: number): Promise<void> {
    while (this.#ahead > most && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
      });
    }
  }

  /** Calls a callback's function on the other side. */
  call(callback: number, name: string, values: readonly unknown[], transfer: readonly unknown[]): Promise<void> {
    const call = ++this.#callCount;
    return new Promise((resolve, reject) => {
      this.#calls.set(call, { resolve, reject });
      this.post({ type: 'call', call, callback, name, values }, transfer);
      if (this.#isClosed) this.#dropCalls();
    });
  }

  close(): void {
    this.#port.close();
  }

  #take(message: Exclude<ToWorker, { type: 'job' | 'bye' }>): void {
    switch (message.type) {
      case 'more':
        this.#ahead -= message.events;
        break;
      case 'answer': {
        const { call, error } = message;
        const pending = this.#calls.get(call);
        this.#calls.delete(call);
        if (error === undefined) pending?.resolve();
        else pending?.reject(new CallError(call, errorOf(error)));
        break;
      }
      case 'stop':
        this.stop();
        break;
      case 'leave':
        this.#isClosed = true;
        this.#dropCalls();
    }
    this.#resume();
  }

  #dropCalls(): void {
    for (const { reject } of this.#calls.values()) reject(new Error('the loop over the events was left'));
    this.#calls.clear();
  }
}

const UNREADABLE =
  'trainInWorker: what was sent cannot be read in the worker. ' +
  'Shared memory needs a page that is cross-origin isolated.';

/** Returns the call that failed with this error; undefined for other errors. */
export const callOf = (error: unknown): number | undefined => (error instanceof CallError ? error.call : undefined);
